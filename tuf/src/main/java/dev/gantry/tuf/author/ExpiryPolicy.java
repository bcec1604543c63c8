// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How long metadata is valid, and how early it is renewed.
 *
 * <p>Immutable and thread-safe.
 */
public final class ExpiryPolicy {
  private final RoleLifetimes lifetimes;
  private final Map<String, Duration> roleLifetimes;
  private final int renewalPercent;
  private final Map<String, Duration> renewalWindows;

  private ExpiryPolicy(Builder builder) {
    this.lifetimes = builder.lifetimes;
    this.roleLifetimes = Map.copyOf(builder.roleLifetimes);
    this.renewalPercent = builder.renewalPercent;
    this.renewalWindows = Map.copyOf(builder.renewalWindows);
  }

  /**
   * Returns a policy of lifetimes under which nothing is renewed before somebody says so.
   *
   * @param lifetimes how long each kind of role is valid
   * @return the policy
   */
  public static ExpiryPolicy of(RoleLifetimes lifetimes) {
    return builder().lifetimes(lifetimes).build();
  }

  /**
   * Starts from {@link RoleLifetimes#DEFAULT} and no renewal.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns how long a role is valid once it is signed.
   *
   * @param role a top-level or delegated role
   * @return a second or more
   */
  public Duration lifetime(String role) {
    Duration own = roleLifetimes.get(role);
    return own == null ? lifetimes.role(role) : own;
  }

  /**
   * Returns how long before its expiry a role is renewed.
   *
   * @param role a top-level or delegated role
   * @return zero if it is not renewed by itself
   */
  public Duration renewalWindow(String role) {
    Duration own = renewalWindows.get(role);
    return own == null ? lifetime(role).dividedBy(100).multipliedBy(renewalPercent) : own;
  }

  /**
   * Tells whether a role is to be renewed.
   *
   * @param role a top-level or delegated role
   * @param expires when its metadata expires
   * @param now the time
   * @return whether no more time is left than its renewal window
   */
  public boolean isDue(String role, Instant expires, Instant now) {
    Duration window = renewalWindow(role);
    return !window.isZero() && Duration.between(now, expires).compareTo(window) <= 0;
  }

  /** Collects the parts; not thread-safe. */
  public static final class Builder {
    private RoleLifetimes lifetimes = RoleLifetimes.DEFAULT;
    private final Map<String, Duration> roleLifetimes = new HashMap<>();
    private int renewalPercent;
    private final Map<String, Duration> renewalWindows = new HashMap<>();

    private Builder() {}

    /**
     * Sets how long each kind of role is valid.
     *
     * @param value {@link RoleLifetimes#DEFAULT} if not set
     * @return this
     */
    public Builder lifetimes(RoleLifetimes value) {
      this.lifetimes = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets how long one role is valid, for example a delegated one.
     *
     * @param role its name
     * @param value a second or more
     * @return this
     * @throws IllegalArgumentException if it is shorter
     */
    public Builder lifetime(String role, Duration value) {
      if (value.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("lifetime of " + role + " is " + value);
      }
      roleLifetimes.put(Objects.requireNonNull(role, "role"), value);
      return this;
    }

    /**
     * Renews every role of whose lifetime no more than a share is left.
     *
     * @param percentLeft 0 to 99; 0, which is the default, renews nothing
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder renewBelow(int percentLeft) {
      if (percentLeft < 0 || percentLeft > 99) {
        throw new IllegalArgumentException("percentLeft is " + percentLeft);
      }
      this.renewalPercent = percentLeft;
      return this;
    }

    /**
     * Renews one role when no more than some time is left, whatever holds for the others.
     *
     * @param role its name
     * @param left zero for never
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder renewWithin(String role, Duration left) {
      if (left.isNegative()) {
        throw new IllegalArgumentException("renewal window of " + role + " is " + left);
      }
      renewalWindows.put(Objects.requireNonNull(role, "role"), left);
      return this;
    }

    /**
     * Makes the policy.
     *
     * @return the policy
     */
    public ExpiryPolicy build() {
      return new ExpiryPolicy(this);
    }
  }
}
