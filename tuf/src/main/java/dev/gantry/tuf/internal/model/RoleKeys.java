// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.MalformedDataException;
import java.util.HashSet;
import java.util.List;

/**
 * The keys that may sign for a role, and how many of them must (TUF 4.3, 4.5).
 *
 * @param keyIds distinct key ids
 * @param threshold 1 or more; may be more than there are keys, and is never reached then
 */
public record RoleKeys(List<String> keyIds, int threshold) {
  static RoleKeys parse(Fields fields) throws MalformedDataException {
    List<String> keyIds = fields.strings("keyids");
    if (new HashSet<>(keyIds).size() != keyIds.size()) {
      throw fields.malformed("keyids", "a repeated key id", "distinct key ids (TUF 4.3)");
    }
    return new RoleKeys(keyIds, (int) fields.integer("threshold", 1, Integer.MAX_VALUE));
  }
}
