// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Edits of a {@code delegations} object; each returns a new one and leaves the old as it is. */
final class DelegationsJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DelegationsJson() {}

  /** Adds delegations at the end, or replaces those to the same roles where they are. */
  static ObjectNode with(Optional<ObjectNode> old, List<Delegation> delegations) {
    Map<String, JsonNode> roles = new LinkedHashMap<>();
    roles(old).forEach(role -> roles.put(role.get("name").stringValue(), role));
    List<TufPublicKey> keys = new ArrayList<>();
    for (Delegation delegation : delegations) {
      roles.put(delegation.name(), entry(delegation));
      keys.addAll(delegation.keys().keys());
    }
    return build(List.copyOf(roles.values()), keys(old, keys));
  }

  private static ObjectNode entry(Delegation delegation) {
    ObjectNode entry = NODES.objectNode();
    entry.put("name", delegation.name());
    ArrayNode keyIds = entry.putArray("keyids");
    delegation.keys().keys().forEach(key -> keyIds.add(key.keyId()));
    entry.put("threshold", delegation.keys().threshold());
    entry.put("terminating", delegation.terminating());
    boolean byPath = delegation.pathHashPrefixes().isEmpty();
    ArrayNode paths = entry.putArray(byPath ? "paths" : "path_hash_prefixes");
    (byPath ? delegation.paths() : delegation.pathHashPrefixes()).forEach(paths::add);
    return entry;
  }

  /** Removes a delegation; empty if it was the last. */
  static Optional<ObjectNode> without(ObjectNode old, String role) {
    List<JsonNode> roles = roles(Optional.of(old));
    roles.remove(indexOf(roles, role));
    return roles.isEmpty()
        ? Optional.empty()
        : Optional.of(build(roles, keys(Optional.of(old), List.of())));
  }

  /** Delegates everything to bins. */
  static ObjectNode bins(SuccinctDelegation delegation) {
    ObjectNode delegations = NODES.objectNode();
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
  static ObjectNode withKey(ObjectNode old, String role, TufPublicKey key) {
    return edit(
        old,
        role,
        List.of(key),
        entry -> {
          ArrayNode keyIds = (ArrayNode) entry.get("keyids");
          if (keyIds.valueStream().noneMatch(id -> id.stringValue().equals(key.keyId()))) {
            keyIds.add(key.keyId());
          }
          return entry;
        });
  }

  /** Takes a key away from a role, or from all bins if the role is their prefix. */
  static ObjectNode withoutKey(ObjectNode old, String role, String keyId) {
    return edit(
        old,
        role,
        List.of(),
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
      ObjectNode old, String role, List<TufPublicKey> added, UnaryOperator<ObjectNode> change) {
    ObjectNode candidates = keys(Optional.of(old), added);
    if (old.get("succinct_roles") instanceof ObjectNode bins) {
      ObjectNode delegations = NODES.objectNode();
      ObjectNode entry = change.apply(bins.deepCopy());
      delegations.set("keys", used(List.of(entry), candidates));
      delegations.set("succinct_roles", entry);
      return delegations;
    }
    List<JsonNode> roles = roles(Optional.of(old));
    int index = indexOf(roles, role);
    roles.set(index, change.apply((ObjectNode) roles.get(index).deepCopy()));
    return build(roles, candidates);
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

  private static ObjectNode keys(Optional<ObjectNode> old, List<TufPublicKey> added) {
    ObjectNode keys = NODES.objectNode();
    old.ifPresent(
        delegations ->
            delegations.get("keys").properties().forEach(k -> keys.set(k.getKey(), k.getValue())));
    for (TufPublicKey key : new LinkedHashSet<>(added)) {
      keys.set(key.keyId(), key.key().toJson());
    }
    return keys;
  }

  private static ObjectNode build(List<JsonNode> roles, ObjectNode candidates) {
    ObjectNode delegations = NODES.objectNode();
    delegations.set("keys", used(roles, candidates));
    ArrayNode list = delegations.putArray("roles");
    roles.forEach(list::add);
    return delegations;
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
