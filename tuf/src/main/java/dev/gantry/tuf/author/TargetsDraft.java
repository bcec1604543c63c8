// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Digest;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.model.PathSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the targets role or a delegated role shall say; unknown fields of others stay. */
final class TargetsDraft {
  private final String role;
  private final ObjectNode content;

  TargetsDraft(String role, @Nullable SignedFile published) {
    this.role = role;
    if (published == null) {
      this.content = JsonNodeFactory.instance.objectNode();
      content.put("_type", "targets");
      content.put("spec_version", RepositoryEditor.SPEC_VERSION);
      content.putObject("targets");
    } else {
      this.content = published.signed().deepCopy();
    }
  }

  String role() {
    return role;
  }

  /** Returns a copy with another version and expiry. */
  ObjectNode signed(long version, String expires) {
    ObjectNode copy = content.deepCopy();
    copy.put("version", version);
    copy.put("expires", expires);
    return copy;
  }

  /** Tells whether this says something else than what is published. */
  boolean differsFrom(SignedFile published) throws IOException {
    JsonNode version = published.signed().get("version");
    JsonNode expires = published.signed().get("expires");
    ObjectNode copy = content.deepCopy();
    copy.set("version", version);
    copy.set("expires", expires);
    return !CanonicalJson.encode(copy).equals(published.canonical());
  }

  private ObjectNode targets() {
    return (ObjectNode) content.get("targets");
  }

  void put(TargetPath path, TargetStore.Stored stored, Optional<JsonNode> custom) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("length", stored.lengthBytes());
    ObjectNode hashes = entry.putObject("hashes");
    for (Digest digest : stored.digests()) {
      hashes.put(digest.algorithm().id(), digest.hex());
    }
    custom.ifPresent(value -> entry.set("custom", value));
    targets().set(path.value(), entry);
  }

  boolean remove(TargetPath path) {
    return targets().remove(path.value()) != null;
  }

  /** Returns the paths, leaving out those that no client of ours would ask for. */
  List<TargetPath> paths() {
    List<TargetPath> paths = new ArrayList<>();
    for (String name : targets().propertyNames()) {
      TargetPath.tryParse(name).ifPresent(paths::add);
    }
    paths.sort(null);
    return paths;
  }

  Optional<JsonNode> entry(TargetPath path) {
    return Optional.ofNullable(targets().get(path.value()));
  }

  /** Returns the names of the roles delegated to, in order of priority. */
  List<String> delegatedRoles() {
    List<String> names = new ArrayList<>();
    delegations().ifPresent(d -> d.get("roles").forEach(r -> names.add(name(r))));
    return names;
  }

  private static String name(JsonNode entry) {
    return entry.get("name").stringValue();
  }

  private Optional<ObjectNode> delegations() {
    return content.get("delegations") instanceof ObjectNode found
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Returns the keys that this role gives another. */
  RoleKeySet keysOf(String delegated) throws IOException {
    ObjectNode delegations = delegations().orElseThrow();
    for (JsonNode entry : delegations.get("roles")) {
      if (name(entry).equals(delegated)) {
        return RoleKeySet.ofDelegation(delegations, entry, role);
      }
    }
    throw new IllegalArgumentException(role + " does not delegate to " + delegated);
  }

  /** Tells whether a delegation covers a path. */
  boolean trusts(String delegated, TargetPath path) {
    for (JsonNode entry : delegations().orElseThrow().get("roles")) {
      if (name(entry).equals(delegated)) {
        JsonNode patterns = entry.get("paths");
        PathSet paths =
            patterns == null
                ? new PathSet.HashPrefixes(strings(entry.get("path_hash_prefixes")))
                : new PathSet.Patterns(strings(patterns));
        return paths.matches(path.value());
      }
    }
    return false;
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  /** Adds a delegation at the end, or replaces the one to the same role where it is. */
  void delegate(Delegation delegation) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("name", delegation.name());
    ArrayNode keyIds = entry.putArray("keyids");
    delegation.keys().keys().forEach(key -> keyIds.add(key.keyId()));
    entry.put("threshold", delegation.keys().threshold());
    entry.put("terminating", delegation.terminating());
    boolean byPath = delegation.pathHashPrefixes().isEmpty();
    ArrayNode paths = entry.putArray(byPath ? "paths" : "path_hash_prefixes");
    (byPath ? delegation.paths() : delegation.pathHashPrefixes()).forEach(paths::add);

    List<JsonNode> roles = new ArrayList<>();
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    delegations()
        .ifPresent(
            old -> {
              roles.addAll(old.get("roles").values());
              old.get("keys").properties().forEach(k -> keys.set(k.getKey(), k.getValue()));
            });
    int index = delegatedRoles().indexOf(delegation.name());
    if (index < 0) {
      roles.add(entry);
    } else {
      roles.set(index, entry);
    }
    for (TufPublicKey key : delegation.keys().keys()) {
      TufKey tufKey = key.key();
      keys.set(key.keyId(), tufKey.toJson());
    }
    setDelegations(roles, keys);
  }

  /** Removes a delegation; tells whether there was one. */
  boolean undelegate(String delegated) {
    int index = delegatedRoles().indexOf(delegated);
    if (index < 0) {
      return false;
    }
    ObjectNode old = delegations().orElseThrow();
    List<JsonNode> roles = new ArrayList<>(old.get("roles").values());
    roles.remove(index);
    setDelegations(roles, (ObjectNode) old.get("keys"));
    return true;
  }

  /** Keeps the keys that a role still names, and no others. */
  private void setDelegations(List<JsonNode> roles, ObjectNode candidates) {
    if (roles.isEmpty()) {
      content.remove("delegations");
      return;
    }
    ObjectNode delegations = JsonNodeFactory.instance.objectNode();
    ObjectNode keys = delegations.putObject("keys");
    ArrayNode list = delegations.putArray("roles");
    for (JsonNode entry : roles) {
      list.add(entry);
      for (JsonNode keyId : entry.get("keyids")) {
        JsonNode key = candidates.get(keyId.stringValue());
        if (key != null) {
          keys.set(keyId.stringValue(), key);
        }
      }
    }
    content.set("delegations", delegations);
  }
}
