// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What the next publication shall do beside what the drafts of targets roles say. Mutable. */
final class PendingChanges {
  private Optional<RepositoryPolicy> policy = Optional.empty();
  private Optional<SignedFile> adoptedRoot = Optional.empty();
  private Optional<ObjectNode> preparedRoot = Optional.empty();
  private final Set<String> renewed = new LinkedHashSet<>();
  private final Map<String, Long> versions = new LinkedHashMap<>();
  private final Map<String, Instant> expiries = new LinkedHashMap<>();

  PendingChanges() {}

  PendingChanges(PendingChanges other) {
    policy = other.policy;
    adoptedRoot = other.adoptedRoot;
    preparedRoot = other.preparedRoot;
    renewed.addAll(other.renewed);
    versions.putAll(other.versions);
    expiries.putAll(other.expiries);
  }

  void clear() {
    policy = Optional.empty();
    adoptedRoot = Optional.empty();
    preparedRoot = Optional.empty();
    renewed.clear();
    versions.clear();
    expiries.clear();
  }

  /** Keys and thresholds that the root shall have. */
  Optional<RepositoryPolicy> policy() {
    return policy;
  }

  void policy(RepositoryPolicy next) {
    policy = Optional.of(next);
    adoptedRoot = Optional.empty();
  }

  /** A root that others made and signed. */
  Optional<SignedFile> adoptedRoot() {
    return adoptedRoot;
  }

  void adoptRoot(SignedFile root) {
    adoptedRoot = Optional.of(root);
    policy = Optional.empty();
  }

  /** A root out of a bundle, still to be put together with its signatures. */
  Optional<ObjectNode> preparedRoot() {
    return preparedRoot;
  }

  void prepareRoot(ObjectNode root) {
    preparedRoot = Optional.of(root);
  }

  /** Roles to sign again even if they do not change. */
  Set<String> renewed() {
    return renewed;
  }

  /** Versions that somebody insists on. */
  Map<String, Long> versions() {
    return versions;
  }

  /** Expiries that somebody insists on. */
  Map<String, Instant> expiries() {
    return expiries;
  }

  /** Tells whether a role is to be signed again whatever it says. */
  boolean touches(String role) {
    return renewed.contains(role) || versions.containsKey(role) || expiries.containsKey(role);
  }
}
