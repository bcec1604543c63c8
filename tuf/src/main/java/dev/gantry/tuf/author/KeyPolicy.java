// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which keys speak for a role, and how many of them it takes.
 *
 * <p>Immutable and thread-safe.
 */
public final class KeyPolicy {
  private final int threshold;
  private final List<TufPublicKey> keys;

  private KeyPolicy(int threshold, List<TufPublicKey> keys) {
    this.threshold = threshold;
    this.keys = keys;
  }

  /**
   * Creates a policy.
   *
   * @param threshold how many keys must sign, 1 or more
   * @param keys distinct keys, at least as many as the threshold
   * @return the policy
   * @throws IllegalArgumentException if the threshold cannot be met or a key comes twice
   */
  public static KeyPolicy of(int threshold, Collection<TufPublicKey> keys) {
    Set<Object> distinct = new HashSet<>();
    for (TufPublicKey key : keys) {
      if (!distinct.add(key.key().fingerprint())) {
        throw new IllegalArgumentException("a key comes twice: " + key);
      }
    }
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException("threshold " + threshold + " of " + keys.size() + " keys");
    }
    return new KeyPolicy(threshold, List.copyOf(keys));
  }

  /**
   * Creates a policy.
   *
   * @param threshold how many keys must sign, 1 or more
   * @param keys distinct keys, at least as many as the threshold
   * @return the policy
   * @throws IllegalArgumentException if the threshold cannot be met or a key comes twice
   */
  public static KeyPolicy of(int threshold, TufPublicKey... keys) {
    return of(threshold, Arrays.asList(keys));
  }

  /**
   * Returns how many keys must sign.
   *
   * @return 1 or more
   */
  public int threshold() {
    return threshold;
  }

  /**
   * Returns the keys.
   *
   * @return an unmodifiable list
   */
  public List<TufPublicKey> keys() {
    return keys;
  }

  /** Returns the threshold and the number of keys. */
  @Override
  public String toString() {
    return threshold + " of " + keys.size() + " keys";
  }
}
