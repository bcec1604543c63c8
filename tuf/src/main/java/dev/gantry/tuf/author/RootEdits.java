// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tree of a root that is being edited. It may lack thresholds, which is how a root that nobody
 * has finished differs from one that is finished: no client reads it.
 */
final class RootEdits {
  private static final int MAX_KEYS = 1000;

  private static final Instant FIRST_EXPIRY = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LAST_EXPIRY = Instant.parse("9999-12-31T23:59:59Z");

  private RootEdits() {}

  static ObjectNode initial(long version, Instant expires) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("_type", "root");
    root.put("spec_version", RepositoryEditor.SPEC_VERSION);
    root.put("consistent_snapshot", true);
    root.put("version", version(version));
    root.put("expires", expires(expires));
    root.putObject("keys");
    ObjectNode roles = root.putObject("roles");
    for (String role : RoleNames.TOP_LEVEL) {
      roles.putObject(role).putArray("keyids");
    }
    return root;
  }

  /** Returns a version that a root file can have, or throws. */
  static long version(long version) {
    if (version < 1 || version > MetadataDirectory.MAX_ROOT_VERSION) {
      throw new IllegalArgumentException(
          "version " + version + ", expected 1 to " + MetadataDirectory.MAX_ROOT_VERSION);
    }
    return version;
  }

  /** Returns the form of specification section 4.2.1. */
  static String expires(Instant expires) {
    Instant seconds = expires.truncatedTo(ChronoUnit.SECONDS);
    if (seconds.isBefore(FIRST_EXPIRY) || seconds.isAfter(LAST_EXPIRY)) {
      throw new IllegalArgumentException("expiry " + expires + ", expected the years 0 to 9999");
    }
    return seconds.toString();
  }

  static String role(String role) {
    if (!RoleNames.TOP_LEVEL.contains(role)) {
      throw new IllegalArgumentException(
          "role " + Text.quote(role) + ", expected one of " + RoleNames.TOP_LEVEL);
    }
    return role;
  }

  /** Reads a root whose thresholds may be missing; all else must be as clients want it. */
  static RootRole parse(ObjectNode signed, String source) throws GantryException {
    Fields roles = Fields.of(signed, source, "signed").object("roles");
    for (String role : RoleNames.TOP_LEVEL) {
      roles.object(role);
    }
    ObjectNode complete = signed.deepCopy();
    for (String role : RoleNames.TOP_LEVEL) {
      ObjectNode entry = role(complete, role);
      if (!entry.has("threshold")) {
        entry.put("threshold", 1);
      }
    }
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.putArray("signatures");
    file.set("signed", complete);
    RootRole root =
        RootRole.parse(Envelope.parse(MetadataJson.file(file), source, SignedFile.MAX_BYTES, 0));
    LimitExceededException.check("keys of " + source, MAX_KEYS, keys(signed).size());
    if (root.version() > MetadataDirectory.MAX_ROOT_VERSION) {
      throw new MalformedDataException(
          Fields.CODE,
          source,
          MalformedDataException.UNKNOWN_OFFSET,
          "signed.version",
          Long.toString(root.version()),
          "at most " + MetadataDirectory.MAX_ROOT_VERSION);
    }
    return root;
  }

  /** Returns all keys by declared id; the tree was parsed before. */
  static Map<String, TufPublicKey> keys(ObjectNode signed) {
    Map<String, TufPublicKey> keys = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, JsonNode> entry : signed.get("keys").properties()) {
        keys.put(entry.getKey(), TufPublicKey.of(TufKey.parse(entry.getValue(), "root")));
      }
    } catch (GantryException e) {
      throw new AssertionError("the root was read before", e);
    }
    return keys;
  }

  static List<String> keyIds(ObjectNode signed, String role) {
    List<String> ids = new ArrayList<>();
    role(signed, role).get("keyids").forEach(id -> ids.add(id.stringValue()));
    return ids;
  }

  static OptionalInt threshold(ObjectNode signed, String role) {
    JsonNode threshold = role(signed, role).get("threshold");
    return threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold.intValue());
  }

  static List<RootIssue> issues(ObjectNode signed) {
    Map<String, TufPublicKey> keys = keys(signed);
    List<RootIssue> issues = new ArrayList<>();
    for (String role : RoleNames.TOP_LEVEL) {
      Set<Bytes> usable = new HashSet<>();
      for (String keyId : keyIds(signed, role)) {
        TufPublicKey key = keys.get(keyId);
        if (key != null && key.isSupported()) {
          usable.add(key.key().fingerprint());
        }
      }
      OptionalInt threshold = threshold(signed, role);
      if (threshold.isEmpty()) {
        issues.add(new RootIssue(RootIssue.Kind.THRESHOLD_NOT_SET, role, threshold, usable.size()));
      } else if (threshold.getAsInt() > usable.size()) {
        issues.add(new RootIssue(RootIssue.Kind.TOO_FEW_KEYS, role, threshold, usable.size()));
      }
    }
    return issues;
  }

  /** Adds a key to a role, under the id that the root declares for it already if it does. */
  static void addKey(ObjectNode signed, String role, TufPublicKey key) {
    String keyId =
        keys(signed).entrySet().stream()
            .filter(entry -> entry.getValue().key().fingerprint().equals(key.key().fingerprint()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(key.keyId());
    ObjectNode keys = (ObjectNode) signed.get("keys");
    if (!keys.has(keyId)) {
      keys.set(keyId, key.key().toJson());
    }
    if (!keyIds(signed, role).contains(keyId)) {
      ((ArrayNode) role(signed, role).get("keyids")).add(keyId);
    }
  }

  /** Removes a key from some roles, and altogether once no role has it. */
  static void removeKey(ObjectNode signed, String keyId, List<String> roles) {
    for (String role : roles) {
      List<String> ids = keyIds(signed, role);
      ArrayNode rest = role(signed, role).putArray("keyids");
      ids.stream().filter(id -> !id.equals(keyId)).forEach(rest::add);
    }
    boolean used =
        RoleNames.TOP_LEVEL.stream().anyMatch(role -> keyIds(signed, role).contains(keyId));
    if (!used) {
      ((ObjectNode) signed.get("keys")).remove(keyId);
    }
  }

  static ObjectNode role(ObjectNode signed, String role) {
    return (ObjectNode) signed.get("roles").get(role);
  }

  /** Returns the keys of a role as a requirement; only for a root without issues. */
  static KeySetRequirement requirement(ObjectNode signed, long version) {
    Map<String, TufPublicKey> keys = keys(signed);
    Map<String, TufPublicKey> ofRoot = new LinkedHashMap<>();
    for (String keyId : keyIds(signed, RoleNames.ROOT)) {
      Optional.ofNullable(keys.get(keyId)).ifPresent(key -> ofRoot.put(keyId, key));
    }
    return KeySetRequirement.of(
        "root of root " + version, ofRoot, threshold(signed, RoleNames.ROOT).orElseThrow());
  }
}
