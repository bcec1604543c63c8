// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/**
 * How the blocks that this process hashed with one digest were hashed; see {@link VerityHashing}.
 *
 * <p>Immutable and thread-safe.
 */
public final class HashingSummary {
  private final VerityAlgorithm algorithm;
  private final long sequentialBlocks;
  private final long pairedBlocks;
  private final long acceleratedBlocks;
  private final String acceleration;

  HashingSummary(
      VerityAlgorithm algorithm,
      long sequentialBlocks,
      long pairedBlocks,
      long acceleratedBlocks,
      String acceleration) {
    this.algorithm = algorithm;
    this.sequentialBlocks = sequentialBlocks;
    this.pairedBlocks = pairedBlocks;
    this.acceleratedBlocks = acceleratedBlocks;
    this.acceleration = acceleration;
  }

  /**
   * Returns the digest.
   *
   * @return the algorithm
   */
  public VerityAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * Returns how many blocks the JDK hashed one after the other.
   *
   * @return 0 or more
   */
  public long sequentialBlocks() {
    return sequentialBlocks;
  }

  /**
   * Returns how many blocks the JDK hashed two at a time, in turns.
   *
   * @return 0 or more
   */
  public long pairedBlocks() {
    return pairedBlocks;
  }

  /**
   * Returns how many blocks an accelerated kernel hashed.
   *
   * @return 0 or more
   */
  public long acceleratedBlocks() {
    return acceleratedBlocks;
  }

  /**
   * Says in one line which kernel is used, how fast it was when it was chosen, or why there is
   * none.
   *
   * @return text for people, not to be parsed
   */
  public String acceleration() {
    return acceleration;
  }

  /** Returns all of it in one line. */
  @Override
  public String toString() {
    return algorithm
        + ": "
        + sequentialBlocks
        + " blocks by the JDK, "
        + pairedBlocks
        + " by the JDK two in turns, "
        + acceleratedBlocks
        + " accelerated; acceleration: "
        + acceleration;
  }
}
