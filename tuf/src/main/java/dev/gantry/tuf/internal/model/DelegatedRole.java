// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.MalformedDataException;
import java.util.List;

/**
 * One delegation (TUF 4.5).
 *
 * @param name the role, any text that {@link RoleNames} can encode
 * @param keys who signs for it
 * @param terminating whether a search for a path that it is trusted with ends with it
 * @param paths the paths that it is trusted with
 */
public record DelegatedRole(String name, RoleKeys keys, boolean terminating, PathSet paths) {
  static DelegatedRole parse(Fields fields) throws MalformedDataException {
    String name = fields.string("name");
    if (!RoleNames.isValidDelegated(name)) {
      throw fields.malformed(
          "name",
          name,
          "1 to "
              + RoleNames.MAX_ENCODED_LENGTH
              + " characters when percent-encoded, and no top-level role");
    }
    if (fields.has("paths") == fields.has("path_hash_prefixes")) {
      throw fields.malformed(
          "paths",
          fields.has("paths") ? "present with path_hash_prefixes" : "absent",
          "exactly one of paths and path_hash_prefixes (TUF 4.5)");
    }
    boolean byHash = fields.has("path_hash_prefixes");
    List<String> texts = fields.strings(byHash ? "path_hash_prefixes" : "paths");
    return new DelegatedRole(
        name,
        RoleKeys.parse(fields),
        fields.bool("terminating"),
        byHash ? new PathSet.HashPrefixes(texts) : new PathSet.Patterns(texts));
  }
}
