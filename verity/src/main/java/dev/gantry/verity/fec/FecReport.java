// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.verity.CorruptBlock;
import java.util.List;

/**
 * What {@link FecVerifier} found, or what {@link FecRepairer} did.
 *
 * <p>A report proves nothing; for that there is {@link dev.gantry.verity.VerityProof}. Immutable
 * and thread-safe.
 */
public final class FecReport {
  private final List<CorruptBlock> repairable;
  private final List<CorruptBlock> unrepairable;
  private final long repairableBlocks;
  private final long unrepairableBlocks;
  private final long unverifiableDataBlocks;
  private final long damagedParityRounds;
  private final boolean parityChecked;

  FecReport(
      List<CorruptBlock> repairable,
      List<CorruptBlock> unrepairable,
      long repairableBlocks,
      long unrepairableBlocks,
      long unverifiableDataBlocks,
      long damagedParityRounds,
      boolean parityChecked) {
    this.repairable = List.copyOf(repairable);
    this.unrepairable = List.copyOf(unrepairable);
    this.repairableBlocks = repairableBlocks;
    this.unrepairableBlocks = unrepairableBlocks;
    this.unverifiableDataBlocks = unverifiableDataBlocks;
    this.damagedParityRounds = damagedParityRounds;
    this.parityChecked = parityChecked;
  }

  /**
   * Returns the first corrupt blocks whose right content is known; a repair has written them.
   *
   * @return data first, then the tree from the root down; as many as asked for, or all if they are
   *     fewer
   */
  public List<CorruptBlock> repairable() {
    return repairable;
  }

  /**
   * Returns the first corrupt blocks that there is no right content for; a repair has not written
   * them.
   *
   * @return data first, then the tree from the root down; as many as asked for, or all if they are
   *     fewer
   */
  public List<CorruptBlock> unrepairable() {
    return unrepairable;
  }

  /**
   * Returns how many corrupt blocks of data and tree there is right content for.
   *
   * @return 0 or more, exact even if {@link #repairable()} is cut
   */
  public long repairableBlocks() {
    return repairableBlocks;
  }

  /**
   * Returns how many corrupt blocks of data and tree cannot be repaired.
   *
   * @return 0 or more, exact even if {@link #unrepairable()} is cut
   */
  public long unrepairableBlocks() {
    return unrepairableBlocks;
  }

  /**
   * Returns how many blocks of data cannot be verified because a block of the tree above them
   * cannot be repaired. They may be good; a kernel fails to read all of them.
   *
   * @return 0 or more
   */
  public long unverifiableDataBlocks() {
    return unverifiableDataBlocks;
  }

  /**
   * Returns how many rounds have parity that does not go with their good blocks; a repair has made
   * it anew. Parity of rounds with blocks that are not good is not looked at.
   *
   * @return 0 or more
   */
  public long damagedParityRounds() {
    return damagedParityRounds;
  }

  /**
   * Says whether the parity of all rounds was compared.
   *
   * @return false if a round has a block that is not good
   */
  public boolean isParityChecked() {
    return parityChecked;
  }

  /**
   * Says whether no damage was found at all.
   *
   * @return true if data, tree and parity are as they should be
   */
  public boolean isClean() {
    return isRepairable() && repairableBlocks == 0 && damagedParityRounds == 0;
  }

  /**
   * Says whether all damage can be repaired; after a repair, that all of it is.
   *
   * @return true if no block is left that is corrupt or cannot be verified
   */
  public boolean isRepairable() {
    return unrepairableBlocks == 0 && unverifiableDataBlocks == 0;
  }

  /** Returns the counts. */
  @Override
  public String toString() {
    return "FecReport["
        + repairableBlocks
        + " blocks repairable, "
        + unrepairableBlocks
        + " not, "
        + unverifiableDataBlocks
        + " data blocks unverifiable, "
        + damagedParityRounds
        + " rounds with damaged parity]";
  }
}
