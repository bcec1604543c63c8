// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Works out the next root. */
final class RootDraft {
  static final List<String> ROLES = List.of("root", "targets", "snapshot", "timestamp");

  private RootDraft() {}

  /** Returns the next root if it must say something else, or be renewed. */
  static Optional<ObjectNode> next(
      @Nullable SignedFile old, PendingChanges changes, DocumentTerms terms, boolean due)
      throws IOException {
    if (changes.adoptedRoot().isPresent()) {
      return Optional.of(changes.adoptedRoot().get().signed());
    }
    if (changes.preparedRoot().isPresent()) {
      terms.requireUnexpired("root", SignedFile.expires(changes.preparedRoot().get()));
      return changes.preparedRoot();
    }
    ObjectNode next;
    if (old == null) {
      next = JsonNodeFactory.instance.objectNode();
      next.put("_type", "root");
      next.put("spec_version", RepositoryEditor.SPEC_VERSION);
      next.put("consistent_snapshot", true);
    } else {
      next = old.signed().deepCopy();
    }
    changes.policy().ifPresent(value -> setRoles(next, value));
    boolean same = old != null && CanonicalJson.encode(next).equals(old.canonical());
    if (same && !due && !changes.touches("root")) {
      return Optional.empty();
    }
    next.put("version", terms.nextVersion("root"));
    next.put("expires", terms.expires("root"));
    return Optional.of(next);
  }

  /** Throws unless a root that others made is one that an editor finds and clients can follow. */
  static void requireUsable(ObjectNode root) throws GantryException {
    if (!root.path("consistent_snapshot").asBoolean(false)) {
      throw new UnsupportedFormatException("root", "consistent_snapshot", "false", "true");
    }
    long version = SignedFile.version(root, "root");
    if (version > MetadataDirectory.MAX_ROOT_VERSION) {
      throw new UnsupportedFormatException(
          "root",
          "version",
          Long.toString(version),
          "at most " + MetadataDirectory.MAX_ROOT_VERSION);
    }
  }

  private static void setRoles(ObjectNode root, RepositoryPolicy policy) {
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    ObjectNode roles = JsonNodeFactory.instance.objectNode();
    for (String role : ROLES) {
      ObjectNode entry = roles.putObject(role);
      ArrayNode keyIds = entry.putArray("keyids");
      for (TufPublicKey key : policy.role(role).keys()) {
        keyIds.add(key.keyId());
        keys.set(key.keyId(), key.key().toJson());
      }
      entry.put("threshold", policy.role(role).threshold());
    }
    root.set("keys", keys);
    root.set("roles", roles);
  }
}
