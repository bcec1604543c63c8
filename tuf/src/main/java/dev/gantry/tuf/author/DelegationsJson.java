// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.crypto.TufKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Edits of a {@code delegations} object; each returns a new one and leaves the old as it is. */
final class DelegationsJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Set<String> KNOWN = Set.of("keys", "roles", "succinct_roles");

  private DelegationsJson() {}

  /**
   * Adds delegations at the end, or replaces those to the same roles where they are.
   *
   * @throws GantryException if a key that is there cannot be read
   */
  static ObjectNode with(Optional<ObjectNode> old, List<Delegation> delegations)
      throws GantryException {
    Map<String, JsonNode> roles = new LinkedHashMap<>();
    roles(old).forEach(role -> roles.put(role.get("name").stringValue(), role));
    ObjectNode keys = keys(old);
    for (Delegation delegation : delegations) {
      roles.put(delegation.name(), entry(delegation, keys));
    }
    return build(old, List.copyOf(roles.values()), keys);
  }

  private static ObjectNode entry(Delegation delegation, ObjectNode keys) throws GantryException {
    ObjectNode entry = NODES.objectNode();
    entry.put("name", delegation.name());
    ArrayNode keyIds = entry.putArray("keyids");
    for (TufPublicKey key : delegation.keys().keys()) {
      keyIds.add(declare(keys, key));
    }
    entry.put("threshold", delegation.keys().threshold());
    entry.put("terminating", delegation.terminating());
    boolean byPath = delegation.pathHashPrefixes().isEmpty();
    ArrayNode paths = entry.putArray(byPath ? "paths" : "path_hash_prefixes");
    (byPath ? delegation.paths() : delegation.pathHashPrefixes()).forEach(paths::add);
    return entry;
  }

  /** Returns the id of a key, which is the one that it has already if it is there. */
  private static String declare(ObjectNode keys, TufPublicKey key) throws GantryException {
    for (Map.Entry<String, JsonNode> declared : keys.properties()) {
      TufKey known = TufKey.parse(declared.getValue(), "key " + declared.getKey());
      if (known.fingerprint().equals(key.key().fingerprint())) {
        return declared.getKey();
      }
    }
    keys.set(key.keyId(), key.key().toJson());
    return key.keyId();
  }

  /** Removes a delegation; empty if it was the last, and nothing else is said. */
  static Optional<ObjectNode> without(ObjectNode old, String role) {
    List<JsonNode> roles = roles(Optional.of(old));
    roles.remove(indexOf(roles, role));
    return roles.isEmpty() && KNOWN.containsAll(old.propertyNames())
        ? Optional.empty()
        : Optional.of(build(Optional.of(old), roles, keys(Optional.of(old))));
  }

  /** Removes the bins; empty if nothing else is said. */
  static Optional<ObjectNode> withoutBins(ObjectNode old) {
    return KNOWN.containsAll(old.propertyNames())
        ? Optional.empty()
        : Optional.of(build(Optional.of(old), List.of(), NODES.objectNode()));
  }

  /** Delegates everything to bins. */
  static ObjectNode bins(Optional<ObjectNode> old, SuccinctDelegation delegation) {
    ObjectNode delegations = others(old);
    ObjectNode keys = delegations.putObject("keys");
    ObjectNode bins = delegations.putObject("succinct_roles");
    ArrayNode keyIds = bins.putArray("keyids");
    for (TufPublicKey key : delegation.keys().keys()) {
      keys.set(key.keyId(), key.key().toJson());
      keyIds.add(key.keyId());
    }
    bins.put("threshold", delegation.keys().threshold());
    bins.put("bit_length", delegation.bitLength());
    bins.put("name_prefix", delegation.namePrefix());
    return delegations;
  }

  /** Adds a key to a role, or to all bins if the role is their prefix. */
  static ObjectNode withKey(ObjectNode old, String role, TufPublicKey key) throws GantryException {
    ObjectNode keys = keys(Optional.of(old));
    String keyId = declare(keys, key);
    return edit(
        old,
        role,
        keys,
        entry -> {
          ArrayNode keyIds = (ArrayNode) entry.get("keyids");
          if (keyIds.valueStream().noneMatch(id -> id.stringValue().equals(keyId))) {
            keyIds.add(keyId);
          }
          return entry;
        });
  }

  /** Takes a key away from a role, or from all bins if the role is their prefix. */
  static ObjectNode withoutKey(ObjectNode old, String role, String keyId) {
    return edit(
        old,
        role,
        keys(Optional.of(old)),
        entry -> {
          ArrayNode keyIds = NODES.arrayNode();
          for (JsonNode id : entry.get("keyids")) {
            if (!id.stringValue().equals(keyId)) {
              keyIds.add(id);
            }
          }
          if (keyIds.size() == entry.get("keyids").size()) {
            throw new IllegalArgumentException(role + " has no key " + Text.quote(keyId));
          }
          if (keyIds.size() < entry.get("threshold").intValue()) {
            throw new IllegalArgumentException(
                role + " would have " + keyIds.size() + " keys, fewer than its threshold");
          }
          entry.set("keyids", keyIds);
          return entry;
        });
  }

  private static ObjectNode edit(
      ObjectNode old, String role, ObjectNode keys, UnaryOperator<ObjectNode> change) {
    if (old.get("succinct_roles") instanceof ObjectNode bins) {
      ObjectNode delegations = others(Optional.of(old));
      ObjectNode entry = change.apply(bins.deepCopy());
      delegations.set("keys", used(List.of(entry), keys));
      delegations.set("succinct_roles", entry);
      return delegations;
    }
    List<JsonNode> roles = roles(Optional.of(old));
    int index = indexOf(roles, role);
    roles.set(index, change.apply((ObjectNode) roles.get(index).deepCopy()));
    return build(Optional.of(old), roles, keys);
  }

  private static List<JsonNode> roles(Optional<ObjectNode> old) {
    List<JsonNode> roles = new ArrayList<>();
    old.map(delegations -> delegations.get("roles")).ifPresent(list -> roles.addAll(list.values()));
    return roles;
  }

  private static int indexOf(List<JsonNode> roles, String name) {
    for (int i = 0; i < roles.size(); i++) {
      if (roles.get(i).get("name").stringValue().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static ObjectNode keys(Optional<ObjectNode> old) {
    ObjectNode keys = NODES.objectNode();
    old.ifPresent(delegations -> keys.setAll((ObjectNode) delegations.get("keys")));
    return keys;
  }

  private static ObjectNode build(
      Optional<ObjectNode> old, List<JsonNode> roles, ObjectNode candidates) {
    ObjectNode delegations = others(old);
    delegations.set("keys", used(roles, candidates));
    ArrayNode list = delegations.putArray("roles");
    roles.forEach(list::add);
    return delegations;
  }

  /** Begins with what the specification does not know, which is kept. */
  private static ObjectNode others(Optional<ObjectNode> old) {
    ObjectNode others = NODES.objectNode();
    old.ifPresent(others::setAll);
    others.remove(KNOWN);
    return others;
  }

  /** Keeps the keys that an entry still names, and no others. */
  private static ObjectNode used(List<JsonNode> entries, ObjectNode candidates) {
    ObjectNode keys = NODES.objectNode();
    for (JsonNode entry : entries) {
      for (JsonNode keyId : entry.get("keyids")) {
        JsonNode key = candidates.get(keyId.stringValue());
        if (key != null) {
          keys.set(keyId.stringValue(), key);
        }
      }
    }
    return keys;
  }
}
