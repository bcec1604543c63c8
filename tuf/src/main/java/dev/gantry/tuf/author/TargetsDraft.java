// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Digest;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the targets role or a delegated role shall say: what is published, and changes on top, so
 * that a change costs nothing for the targets that stay. Unknown fields of others stay too.
 */
final class TargetsDraft {
  private final String role;
  private @Nullable SignedFile base;
  private boolean imported;
  private boolean wanted;
  private final Map<String, Optional<JsonNode>> changes = new LinkedHashMap<>();
  private Optional<ObjectNode> delegations;
  private boolean delegationsChanged;
  private @Nullable DelegationTable table;

  TargetsDraft(String role, @Nullable SignedFile published) {
    this.role = role;
    this.base = published;
    this.delegations = delegationsOf(published);
  }

  private static Optional<ObjectNode> delegationsOf(@Nullable SignedFile file) {
    return file != null && file.signed().get("delegations") instanceof ObjectNode found
        ? Optional.of(found)
        : Optional.empty();
  }

  String role() {
    return role;
  }

  /** Makes the role exist, even with no targets, though it was never published. */
  TargetsDraft want() {
    wanted = true;
    return this;
  }

  /** Tells whether the role shall exist. */
  boolean isWanted() {
    return wanted || base != null || isChanged();
  }

  /** Replaces everything by a file that somebody else signed. */
  void importFile(SignedFile file) {
    base = file;
    imported = true;
    revert();
  }

  /** Returns the file that somebody else signed, if it is still what this shall say. */
  Optional<SignedFile> imported() {
    return imported && !isChanged() ? Optional.ofNullable(base) : Optional.empty();
  }

  /** Takes back what was changed. */
  void revert() {
    changes.clear();
    delegations = delegationsOf(base);
    delegationsChanged = false;
    table = null;
  }

  /** Returns the file on which the changes are based. */
  Optional<SignedFile> base() {
    return Optional.ofNullable(base);
  }

  /** Returns a copy with another version and expiry; it shares parts with others. */
  ObjectNode signed(long version, String expires) {
    ObjectNode signed = JsonNodeFactory.instance.objectNode();
    if (base == null) {
      signed.put("_type", "targets");
      signed.put("spec_version", RepositoryEditor.SPEC_VERSION);
      signed.putObject("targets");
    } else {
      signed.setAll(base.signed());
    }
    if (!changes.isEmpty()) {
      ObjectNode targets = JsonNodeFactory.instance.objectNode();
      targets.setAll((ObjectNode) signed.get("targets"));
      changes.forEach(
          (path, entry) ->
              entry.ifPresentOrElse(value -> targets.set(path, value), () -> targets.remove(path)));
      signed.set("targets", targets);
    }
    if (delegations.isPresent()) {
      signed.set("delegations", delegations.get());
    } else if (delegationsChanged) {
      signed.remove("delegations");
    }
    signed.put("version", version);
    signed.put("expires", expires);
    return signed;
  }

  /** Tells whether this says something else than what it is based on. */
  boolean isChanged() {
    return !changes.isEmpty() || delegationsChanged;
  }

  /** Tells whether somebody changed, made or imported this. */
  boolean isEdited() {
    return isChanged() || imported || (base == null && wanted && !role.equals(RoleTree.TARGETS));
  }

  /** Returns the targets that were changed: what they shall be, or empty if they go. */
  Map<String, Optional<JsonNode>> changes() {
    return changes;
  }

  Optional<JsonNode> published(String path) {
    return base == null
        ? Optional.empty()
        : Optional.ofNullable(base.signed().get("targets").get(path));
  }

  void put(TargetPath path, TargetStore.Stored stored, Optional<JsonNode> custom)
      throws GantryException {
    put(path, entry(stored, custom));
  }

  /** Tells whether a target is listed with some content already. */
  boolean lists(TargetPath path, TargetStore.Stored stored, Optional<JsonNode> custom)
      throws GantryException {
    Optional<JsonNode> listed = entry(path);
    return listed.isPresent() && same(listed.get(), entry(stored, custom));
  }

  private static ObjectNode entry(TargetStore.Stored stored, Optional<JsonNode> custom) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("length", stored.lengthBytes());
    ObjectNode hashes = entry.putObject("hashes");
    for (Digest digest : stored.digests()) {
      hashes.put(digest.algorithm().id(), digest.hex());
    }
    custom.ifPresent(value -> entry.set("custom", value));
    return entry;
  }

  void put(TargetPath path, JsonNode entry) throws GantryException {
    Optional<JsonNode> published = published(path.value());
    if (published.isPresent() && same(published.get(), entry)) {
      changes.remove(path.value());
    } else {
      changes.put(path.value(), Optional.of(entry));
    }
  }

  private static boolean same(JsonNode one, JsonNode other) throws GantryException {
    return CanonicalJson.encode(one).equals(CanonicalJson.encode(other));
  }

  /** Lists exactly these targets. */
  void replaceTargets(ObjectNode targets) throws GantryException {
    changes.clear();
    for (Map.Entry<String, JsonNode> entry : targets.properties()) {
      Optional<JsonNode> old = published(entry.getKey());
      if (old.isEmpty()
          || !(old.get().equals(entry.getValue()) || same(old.get(), entry.getValue()))) {
        changes.put(entry.getKey(), Optional.of(entry.getValue()));
      }
    }
    if (base != null) {
      for (String path : base.signed().get("targets").propertyNames()) {
        if (targets.get(path) == null) {
          changes.put(path, Optional.empty());
        }
      }
    }
  }

  boolean remove(TargetPath path) {
    if (entry(path).isEmpty()) {
      return false;
    }
    if (published(path.value()).isPresent()) {
      changes.put(path.value(), Optional.empty());
    } else {
      changes.remove(path.value());
    }
    return true;
  }

  /** Returns the paths, leaving out those that no client of ours would ask for. */
  List<TargetPath> paths() {
    List<TargetPath> paths = new ArrayList<>();
    for (String name : names()) {
      TargetPath.tryParse(name).ifPresent(paths::add);
    }
    paths.sort(null);
    return paths;
  }

  /** Returns every path listed, as the text that it is. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    if (base != null) {
      names.addAll(base.signed().get("targets").propertyNames());
    }
    changes.forEach(
        (path, entry) -> {
          if (entry.isPresent()) {
            names.add(path);
          } else {
            names.remove(path);
          }
        });
    return names;
  }

  Optional<JsonNode> entry(TargetPath path) {
    Optional<JsonNode> changed = changes.get(path.value());
    return changed == null ? published(path.value()) : changed;
  }

  /** Returns whom this role delegates to. */
  DelegationTable delegations() throws GantryException {
    DelegationTable found = table;
    if (found == null) {
      found =
          delegations.isPresent()
              ? DelegationTable.parse(delegations.get(), role)
              : DelegationTable.none(role);
      table = found;
    }
    return found;
  }

  Optional<ObjectNode> delegationsJson() {
    return delegations;
  }

  /** Sets another delegations object, which is ready to be signed. */
  void delegations(Optional<ObjectNode> next) throws GantryException {
    DelegationTable parsed =
        next.isPresent() ? DelegationTable.parse(next.get(), role) : DelegationTable.none(role);
    Optional<ObjectNode> old = delegationsOf(base);
    delegations = next;
    delegationsChanged =
        old.isPresent() != next.isPresent()
            || (next.isPresent() && !same(old.orElseThrow(), next.get()));
    table = parsed;
  }
}
