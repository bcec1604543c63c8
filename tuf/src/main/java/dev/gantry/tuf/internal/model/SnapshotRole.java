// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Content of snapshot metadata (TUF 4.4).
 *
 * @param version 1 or more
 * @param expires first instant at which it no longer counts
 * @param files every listed file by its name, for example {@code targets.json}
 */
public record SnapshotRole(long version, Instant expires, Map<String, MetaFile> files) {
  /**
   * Reads the content of a file.
   *
   * @param envelope the file
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no snapshot metadata
   */
  public static SnapshotRole parse(Envelope envelope) throws GantryException {
    Fields signed = envelope.requireType(RoleNames.SNAPSHOT).signed();
    CommonFields common = CommonFields.parse(signed);
    Fields meta = signed.object("meta");
    Map<String, MetaFile> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : meta.members()) {
      files.put(
          member.getKey(),
          MetaFile.parse(member.getValue(), meta.source(), meta.path(member.getKey())));
    }
    if (!files.containsKey(RoleNames.TARGETS + ".json")) {
      throw meta.malformed(RoleNames.TARGETS + ".json", "absent", "an entry (TUF 4.4)");
    }
    return new SnapshotRole(common.version(), common.expires(), Collections.unmodifiableMap(files));
  }

  /**
   * Finds what the snapshot says of a role.
   *
   * @param roleName the role
   * @return its entry, or empty if it is not listed
   */
  public Optional<MetaFile> role(String roleName) {
    return Optional.ofNullable(files.get(roleName + ".json"));
  }
}
