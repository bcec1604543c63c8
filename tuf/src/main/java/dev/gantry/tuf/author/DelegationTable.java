// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.PathSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a targets role delegates, ready for use: a list of roles (TUF specification section 4.5) or
 * succinct bins (TAP 15).
 *
 * @param delegator the role
 * @param roles delegated roles by name, in order of priority
 * @param bins bins, if the role has them
 */
record DelegationTable(String delegator, Map<String, Entry> roles, Optional<BinTable> bins) {
  /** One delegated role. */
  record Entry(RoleKeySet keys, PathSet paths, boolean terminating) {}

  static DelegationTable none(String delegator) {
    return new DelegationTable(delegator, Map.of(), Optional.empty());
  }

  static DelegationTable parse(JsonNode delegations, String delegator) throws GantryException {
    Fields fields = Fields.of(delegations, delegator, "delegations");
    if (fields.has("succinct_roles")) {
      return new DelegationTable(
          delegator, Map.of(), Optional.of(BinTable.parse(delegations, delegator)));
    }
    Map<String, TufKey> keys = new HashMap<>();
    for (Map.Entry<String, JsonNode> key : fields.object("keys").members()) {
      keys.put(key.getKey(), TufKey.parse(key.getValue(), delegator + " key " + key.getKey()));
    }
    Map<String, Entry> roles = new LinkedHashMap<>();
    for (JsonNode node : fields.array("roles")) {
      Fields role = Fields.of(node, delegator, "delegations.roles[]");
      String name = role.string("name");
      requireName(name);
      Map<String, TufKey> own = new LinkedHashMap<>();
      for (String keyId : role.strings("keyids")) {
        TufKey key = keys.get(keyId);
        if (key != null) {
          own.put(keyId, key);
        }
      }
      int threshold = (int) role.integer("threshold", 1, Integer.MAX_VALUE);
      PathSet paths =
          role.has("paths")
              ? new PathSet.Patterns(role.strings("paths"))
              : new PathSet.HashPrefixes(role.strings("path_hash_prefixes"));
      roles.put(
          name, new Entry(new RoleKeySet(name, own, threshold), paths, role.bool("terminating")));
    }
    return new DelegationTable(delegator, roles, Optional.empty());
  }

  private static void requireName(String name) throws UnsupportedFormatException {
    if (!Delegation.isName(name)) {
      throw new UnsupportedFormatException(
          "repository", "name of a role", name, "names that are plain file names");
    }
  }

  Set<String> names() {
    return roles.keySet();
  }

  /** Returns the keys that this gives a role, if it delegates to it. */
  Optional<RoleKeySet> keysOf(String role) {
    Entry entry = roles.get(role);
    if (entry != null) {
      return Optional.of(entry.keys());
    }
    return bins.filter(table -> table.contains(role)).map(table -> table.keys().as(role));
  }

  /** Tells whether a delegation covers a path. */
  boolean trusts(String role, TargetPath path) {
    Entry entry = roles.get(role);
    if (entry != null) {
      return entry.paths().matches(path.value());
    }
    return bins.isPresent() && bins.get().nameFor(path).equals(role);
  }

  /** Returns the first role that is trusted with a path. */
  Optional<String> firstFor(TargetPath path) {
    if (bins.isPresent()) {
      return Optional.of(bins.get().nameFor(path));
    }
    return roles.entrySet().stream()
        .filter(role -> role.getValue().paths().matches(path.value()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Adds the roles that are asked for a path, one after the other.
   *
   * @return whether the last of them ends the search
   */
  boolean follow(TargetPath path, List<String> into) {
    if (bins.isPresent()) {
      into.add(bins.get().nameFor(path));
      return true;
    }
    for (Map.Entry<String, Entry> role : roles.entrySet()) {
      if (role.getValue().paths().matches(path.value())) {
        into.add(role.getKey());
        if (role.getValue().terminating()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns every role that this delegates to, bins included. */
  List<String> allNames() {
    return bins.map(BinTable::names).orElseGet(() -> List.copyOf(roles.keySet()));
  }
}
