// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How an editor works.
 *
 * <p>Immutable and thread-safe.
 */
public final class EditorOptions {
  private final ExpiryPolicy expiry;
  private final Set<DigestAlgorithm> targetDigests;
  private final Optional<Bytes> trustedRoot;
  private final boolean finishRotation;

  private EditorOptions(Builder builder) {
    this.expiry = builder.expiry;
    this.targetDigests = Set.copyOf(builder.targetDigests);
    this.trustedRoot = builder.trustedRoot;
    this.finishRotation = builder.finishRotation;
  }

  /**
   * Returns the defaults.
   *
   * @return what a fresh {@link #builder()} builds
   */
  public static EditorOptions defaults() {
    return builder().build();
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  ExpiryPolicy expiry() {
    return expiry;
  }

  Set<DigestAlgorithm> targetDigests() {
    return targetDigests;
  }

  Optional<Bytes> trustedRoot() {
    return trustedRoot;
  }

  boolean finishesRotation() {
    return finishRotation;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private ExpiryPolicy expiry = ExpiryPolicy.of(RoleLifetimes.DEFAULT);
    private final Set<DigestAlgorithm> targetDigests = EnumSet.of(DigestAlgorithm.SHA256);
    private Optional<Bytes> trustedRoot = Optional.empty();
    private boolean finishRotation;

    private Builder() {}

    /**
     * Sets how long metadata is valid; nothing is renewed by itself.
     *
     * @param value {@link RoleLifetimes#DEFAULT} if not set
     * @return this
     */
    public Builder lifetimes(RoleLifetimes value) {
      return expiry(ExpiryPolicy.of(value));
    }

    /**
     * Sets how long metadata is valid, and how early it is renewed; replaces {@link #lifetimes}.
     *
     * @param value {@link RoleLifetimes#DEFAULT} and no renewal if not set
     * @return this
     */
    public Builder expiry(ExpiryPolicy value) {
      this.expiry = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Lists a further digest for each target beside SHA-256, and offers its file under that digest
     * too.
     *
     * @param algorithm the further algorithm
     * @return this
     */
    public Builder alsoDigest(DigestAlgorithm algorithm) {
      targetDigests.add(algorithm);
      return this;
    }

    /**
     * Sets the root file that an existing repository must descend from; without it, opening trusts
     * the oldest root file that the repository itself has.
     *
     * @param rootFile a whole root metadata file
     * @return this
     */
    public Builder trustedRoot(Bytes rootFile) {
      this.trustedRoot = Optional.of(rootFile);
      return this;
    }

    /**
     * Also opens a repository in which a rotation broke off after the new root was written, and
     * before what the new keys sign: metadata signed for the root before is accepted then, and is
     * signed again with the next publication.
     *
     * @return this
     */
    public Builder finishRotation() {
      this.finishRotation = true;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public EditorOptions build() {
      return new EditorOptions(this);
    }
  }
}
