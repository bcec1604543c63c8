// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.crypto.TufKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of keys of which a number must sign a document: those of its role, and for a new root also
 * those of the root before it (TUF specification sections 4.3 and 5.3.4).
 *
 * <p>Keys go by the ids that the delegating metadata declares for them. Immutable and thread-safe.
 */
public final class KeySetRequirement {
  private final String description;
  private final Map<String, TufPublicKey> keys;
  private final int threshold;

  private KeySetRequirement(String description, Map<String, TufPublicKey> keys, int threshold) {
    this.description = description;
    this.keys = keys;
    this.threshold = threshold;
  }

  /**
   * Creates a requirement.
   *
   * @param description who wants it, for people: {@code root of root 3}; not empty, 200 characters
   *     at most
   * @param keys the keys by their declared ids; they may be too few, and are never enough then
   * @param threshold how many distinct keys must sign, 1 or more
   * @return the requirement
   * @throws IllegalArgumentException if the description or the threshold is out of range
   */
  public static KeySetRequirement of(
      String description, Map<String, TufPublicKey> keys, int threshold) {
    Objects.requireNonNull(description, "description");
    if (description.isEmpty() || description.length() > 200) {
      throw new IllegalArgumentException(
          "a description of " + description.length() + " characters, expected 1 to 200");
    }
    if (threshold < 1) {
      throw new IllegalArgumentException("threshold " + threshold);
    }
    return new KeySetRequirement(
        description, Collections.unmodifiableMap(new TreeMap<>(keys)), threshold);
  }

  /**
   * Creates a requirement whose keys go by the ids that the specification computes.
   *
   * @param description who wants it, for people: {@code targets of root 3}; not empty, 200
   *     characters at most
   * @param keys the keys
   * @param threshold how many distinct keys must sign, 1 or more
   * @return the requirement
   * @throws IllegalArgumentException if the description or the threshold is out of range
   */
  public static KeySetRequirement of(
      String description, Collection<TufPublicKey> keys, int threshold) {
    Map<String, TufPublicKey> byId = new LinkedHashMap<>();
    keys.forEach(key -> byId.put(key.keyId(), key));
    return of(description, byId, threshold);
  }

  static KeySetRequirement of(String description, RoleKeySet role) {
    Map<String, TufPublicKey> keys = new LinkedHashMap<>();
    role.keys().forEach((keyId, key) -> keys.put(keyId, TufPublicKey.of(key)));
    return of(description, keys, role.threshold());
  }

  /**
   * Returns who wants it.
   *
   * @return a description for people
   */
  public String description() {
    return description;
  }

  /**
   * Returns the keys.
   *
   * @return keys by declared id, sorted; unmodifiable
   */
  public Map<String, TufPublicKey> keys() {
    return keys;
  }

  /**
   * Returns how many distinct keys must sign.
   *
   * @return 1 or more
   */
  public int threshold() {
    return threshold;
  }

  /** Tells whether a key has signed, under the id that this set has for it. */
  boolean isSignedBy(String keyId, PendingDocument document) {
    TufPublicKey key = keys.get(keyId);
    Bytes signature = document.signatures().get(keyId);
    return key != null && signature != null && key.key().verifies(document.canonical(), signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeySetRequirement that
        && description.equals(that.description)
        && threshold == that.threshold
        && keys.equals(that.keys);
  }

  @Override
  public int hashCode() {
    return Objects.hash(description, threshold, keys);
  }

  /** Returns the description, the threshold and the number of distinct keys. */
  @Override
  public String toString() {
    long distinct =
        keys.values().stream()
            .map(TufPublicKey::key)
            .map(TufKey::fingerprint)
            .collect(Collectors.toSet())
            .size();
    return description + ": " + threshold + " of " + distinct + " keys";
  }
}
