// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a document says about the keys of one role, and what that changes.
 *
 * @param role the role
 * @param threshold how many distinct keys must sign for it
 * @param keyIds ids of its keys
 * @param previousThreshold the threshold before, empty if there is nothing to compare with
 * @param addedKeyIds ids whose public keys the role did not have before; empty if there is nothing
 *     to compare with
 * @param removedKeyIds ids, in the previous metadata, whose public keys the role loses; empty if
 *     there is nothing to compare with
 */
public record RoleKeysSummary(
    String role,
    int threshold,
    List<String> keyIds,
    OptionalInt previousThreshold,
    List<String> addedKeyIds,
    List<String> removedKeyIds) {
  /** Creates a summary; the lists are copied. */
  public RoleKeysSummary {
    keyIds = List.copyOf(keyIds);
    addedKeyIds = List.copyOf(addedKeyIds);
    removedKeyIds = List.copyOf(removedKeyIds);
  }

  /**
   * Tells whether the role is other than before.
   *
   * @return true if a key or the threshold changes; false if there is nothing to compare with
   */
  public boolean isChanged() {
    return !addedKeyIds.isEmpty()
        || !removedKeyIds.isEmpty()
        || (previousThreshold.isPresent() && previousThreshold.getAsInt() != threshold);
  }
}
