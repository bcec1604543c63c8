// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works out one publication: what has to be signed anew, whether the signers suffice, the files and
 * the order in which they become visible. Writes nothing.
 */
final class Publication {
  private static final List<String> TOP_LEVEL = List.of("root", "targets", "snapshot", "timestamp");

  private final RepositoryState state;
  private final Map<String, TargetsDraft> drafts;
  private final Map<String, String> delegators;
  private final Set<String> renewed;
  private final RoleLifetimes lifetimes;
  private final SignerSet signers;
  private final Instant now;
  private final Map<String, SignedFile> fresh = new LinkedHashMap<>();

  Publication(
      RepositoryState state,
      Map<String, TargetsDraft> drafts,
      Map<String, String> delegators,
      Set<String> renewed,
      RoleLifetimes lifetimes,
      SignerSet signers,
      Instant now) {
    this.state = state;
    this.drafts = drafts;
    this.delegators = delegators;
    this.renewed = renewed;
    this.lifetimes = lifetimes;
    this.signers = signers;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The files that are new, by role, and the names under which to write them, in order. */
  record Result(Map<String, SignedFile> fresh, Map<String, Bytes> files) {}

  /** Tells whether there is anything to sign, without signing. */
  boolean isNeeded(Optional<RepositoryPolicy> policy) throws IOException {
    SignedFile oldRoot = state.root();
    return oldRoot == null
        || nextRoot(oldRoot, policy).isPresent()
        || !staleRoles(oldRoot.signed()).isEmpty();
  }

  Result prepare(Optional<RepositoryPolicy> policy) throws IOException {
    SignedFile oldRoot = state.root();
    Optional<ObjectNode> nextRoot = nextRoot(oldRoot, policy);
    JsonNode root =
        nextRoot.isPresent() ? nextRoot.get() : Objects.requireNonNull(oldRoot).signed();
    Set<String> stale = staleRoles(root);
    requireSigners(root, oldRoot, nextRoot.isPresent(), stale);

    if (nextRoot.isPresent()) {
      fresh.put("root", signers.sign(nextRoot.get(), keys(root, "root", oldRoot)));
    }
    @Nullable SignedFile rotatedFrom = nextRoot.isPresent() ? oldRoot : null;
    for (TargetsDraft draft : drafts.values()) {
      if (stale.contains(draft.role())) {
        ObjectNode signed = draft.signed(nextVersion(draft.role()), expires(draft.role()));
        List<RoleKeySet> keys =
            draft.role().equals("targets")
                ? keys(root, "targets", rotatedFrom)
                : List.of(delegatedKeys(draft.role()));
        fresh.put(draft.role(), signers.sign(signed, keys));
      }
    }
    if (stale.contains("snapshot")) {
      ObjectNode signed = listing("snapshot");
      ObjectNode meta = (ObjectNode) signed.get("meta");
      for (TargetsDraft draft : drafts.values()) {
        SignedFile file = fresh.get(draft.role());
        if (file != null) {
          meta.set(draft.role() + ".json", file.listing());
        }
      }
      fresh.put("snapshot", signers.sign(signed, keys(root, "snapshot", rotatedFrom)));
    }
    if (stale.contains("timestamp")) {
      ObjectNode signed = listing("timestamp");
      SignedFile snapshot = fresh.get("snapshot");
      if (snapshot != null) {
        ((ObjectNode) signed.get("meta")).set("snapshot.json", snapshot.listing());
      }
      fresh.put("timestamp", signers.sign(signed, keys(root, "timestamp", rotatedFrom)));
    }
    for (Map.Entry<String, SignedFile> file : fresh.entrySet()) {
      file.getValue().requireReadable(file.getKey());
    }
    return new Result(fresh, order(oldRoot));
  }

  /** Returns the next root if it must say something else, or be renewed. */
  private Optional<ObjectNode> nextRoot(
      @Nullable SignedFile oldRoot, Optional<RepositoryPolicy> policy) throws IOException {
    ObjectNode next;
    if (oldRoot == null) {
      next = JsonNodeFactory.instance.objectNode();
      next.put("_type", "root");
      next.put("spec_version", RepositoryEditor.SPEC_VERSION);
      next.put("consistent_snapshot", true);
    } else {
      next = oldRoot.signed().deepCopy();
    }
    policy.ifPresent(value -> setRoles(next, value));
    boolean same = oldRoot != null && CanonicalJson.encode(next).equals(oldRoot.canonical());
    if (same && !renewed.contains("root")) {
      return Optional.empty();
    }
    next.put("version", oldRoot == null ? 1 : following("root", oldRoot.version()));
    next.put("expires", expires("root"));
    return Optional.of(next);
  }

  private static void setRoles(ObjectNode root, RepositoryPolicy policy) {
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    ObjectNode roles = JsonNodeFactory.instance.objectNode();
    for (String role : TOP_LEVEL) {
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

  /** Returns the roles to sign anew: changed, renewed, never published, or of other keys now. */
  private Set<String> staleRoles(JsonNode root) throws IOException {
    Set<String> stale = new LinkedHashSet<>();
    for (TargetsDraft draft : drafts.values()) {
      RoleKeySet keys =
          draft.role().equals("targets")
              ? RoleKeySet.ofRoot(root, "targets", "root")
              : delegatedKeys(draft.role());
      Optional<SignedFile> published = state.file(draft.role());
      if (needsSigning(draft.role(), keys) || draft.differsFrom(published.orElseThrow())) {
        stale.add(draft.role());
      }
    }
    if (!stale.isEmpty() || needsSigning("snapshot", RoleKeySet.ofRoot(root, "snapshot", "root"))) {
      stale.add("snapshot");
    }
    if (!stale.isEmpty()
        || needsSigning("timestamp", RoleKeySet.ofRoot(root, "timestamp", "root"))) {
      stale.add("timestamp");
    }
    return stale;
  }

  private boolean needsSigning(String role, RoleKeySet keys) {
    Optional<SignedFile> published = state.file(role);
    return published.isEmpty() || renewed.contains(role) || !keys.isMetBy(published.get());
  }

  private void requireSigners(
      JsonNode root, @Nullable SignedFile oldRoot, boolean newRoot, Set<String> stale)
      throws IOException {
    if (newRoot) {
      signers.require(RoleKeySet.ofRoot(root, "root", "root"), "root");
      if (oldRoot != null) {
        RoleKeySet old = RoleKeySet.ofRoot(oldRoot.signed(), "root", "root");
        signers.require(old, "root of root " + oldRoot.version());
      }
    }
    for (String role : stale) {
      RoleKeySet keys =
          TOP_LEVEL.contains(role) ? RoleKeySet.ofRoot(root, role, "root") : delegatedKeys(role);
      signers.require(keys, role);
    }
  }

  private RoleKeySet delegatedKeys(String role) throws IOException {
    String delegator = Objects.requireNonNull(delegators.get(role), role);
    return Objects.requireNonNull(drafts.get(delegator), delegator).keysOf(role);
  }

  /** Returns a role's keys; after a rotation also its old ones, for clients in between. */
  private static List<RoleKeySet> keys(JsonNode root, String role, @Nullable SignedFile oldRoot)
      throws IOException {
    RoleKeySet keys = RoleKeySet.ofRoot(root, role, "root");
    return oldRoot == null
        ? List.of(keys)
        : List.of(keys, RoleKeySet.ofRoot(oldRoot.signed(), role, "root"));
  }

  private ObjectNode listing(String role) throws IOException {
    Optional<SignedFile> published = state.file(role);
    ObjectNode signed;
    if (published.isPresent()) {
      signed = published.get().signed().deepCopy();
    } else {
      signed = JsonNodeFactory.instance.objectNode();
      signed.put("_type", role);
      signed.put("spec_version", RepositoryEditor.SPEC_VERSION);
      signed.putObject("meta");
    }
    signed.put("version", nextVersion(role));
    signed.put("expires", expires(role));
    return signed;
  }

  private long nextVersion(String role) throws IOException {
    Optional<SignedFile> published = state.file(role);
    long version = published.isPresent() ? published.get().version() : 0;
    Optional<SignedFile> snapshot = state.file("snapshot");
    if (snapshot.isPresent()) {
      // A role that was delegated to in the past goes on from there: clients remember its version.
      JsonNode listed = snapshot.get().signed().get("meta").get(role + ".json");
      version = listed == null ? version : Math.max(version, listed.get("version").longValue());
    }
    return following(role, version);
  }

  private static long following(String role, long version) throws StateConflictException {
    // Files of roots are found by their number, which has no more digits than this.
    long last = role.equals("root") ? MetadataDirectory.MAX_ROOT_VERSION : SignedFile.MAX_VERSION;
    if (version >= last) {
      throw new StateConflictException(
          "VERSIONS_EXHAUSTED",
          "publish",
          role + " has version " + version,
          "a version below " + last + ", so that there is one after it");
    }
    return version + 1;
  }

  private String expires(String role) {
    Duration lifetime = lifetimes.role(role);
    try {
      Instant expires = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
      int year = expires.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 0 && year <= 9999) {
        return expires.toString();
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(outOfRange(role, lifetime), e);
    }
    throw new IllegalArgumentException(outOfRange(role, lifetime));
  }

  private String outOfRange(String role, Duration lifetime) {
    return role + " would expire " + lifetime + " after " + now + ", not in the years 0 to 9999";
  }

  /**
   * Orders the files so that a client sees a whole repository at each moment. The root comes last
   * if all that is new also satisfies the old root; a client then never meets metadata whose keys
   * it cannot know. If the old keys are gone, the root comes right before the timestamp, and
   * clients that come in between fail once.
   */
  private Map<String, Bytes> order(@Nullable SignedFile oldRoot) throws IOException {
    boolean rootLast = true;
    if (oldRoot != null && fresh.containsKey("root")) {
      for (String role : List.of("targets", "snapshot", "timestamp")) {
        SignedFile file = fresh.get(role);
        rootLast &= file == null || RoleKeySet.ofRoot(oldRoot.signed(), role, "root").isMetBy(file);
      }
    }
    List<String> roles = new ArrayList<>(drafts.keySet());
    // Delegated roles before their delegators: drafts are in the order of delegation.
    Collections.reverse(roles);
    roles.addAll(
        rootLast
            ? List.of("snapshot", "timestamp", "root")
            : List.of("snapshot", "root", "timestamp"));
    Map<String, Bytes> files = new LinkedHashMap<>();
    for (String role : roles) {
      SignedFile file = fresh.get(role);
      if (file != null) {
        String name =
            role.equals("timestamp")
                ? "timestamp.json"
                : MetadataDirectory.fileName(role, file.version());
        files.put(name, file.bytes());
      }
    }
    return files;
  }
}
