// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Metadata that is to be signed.
 *
 * @param role the role
 * @param signed what it says
 * @param canonical what is signed
 * @param required the roles whose thresholds it must meet
 * @param welcome further roles whose keys sign it too if they are at hand
 */
record UnsignedDocument(
    String role,
    ObjectNode signed,
    Bytes canonical,
    List<RoleKeySet> required,
    List<RoleKeySet> welcome) {
  static UnsignedDocument of(
      String role, ObjectNode signed, List<RoleKeySet> required, List<RoleKeySet> welcome)
      throws GantryException {
    return new UnsignedDocument(role, signed, CanonicalJson.encode(signed), required, welcome);
  }

  List<RoleKeySet> allKeys() {
    if (welcome.isEmpty()) {
      return required;
    }
    List<RoleKeySet> all = new java.util.ArrayList<>(required);
    all.addAll(welcome);
    return all;
  }

  long version() throws GantryException {
    return SignedFile.version(signed, role);
  }
}
