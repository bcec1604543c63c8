// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What {@link VerityVerifier} found when it went on after bad blocks.
 *
 * <p>A report proves nothing; for that there is {@link VerityProof}. Immutable and thread-safe.
 */
public final class VerityReport {
  private final long dataBlocks;
  private final List<CorruptBlock> issues;
  private final long corruptDataBlocks;
  private final long corruptHashBlocks;
  private final long unverifiableDataBlocks;

  private VerityReport(long dataBlocks, Collector collector) {
    this.dataBlocks = dataBlocks;
    this.issues = List.copyOf(collector.issues);
    this.corruptDataBlocks = collector.corruptDataBlocks;
    this.corruptHashBlocks = collector.corruptHashBlocks;
    this.unverifiableDataBlocks = collector.unverifiableDataBlocks;
  }

  /**
   * Returns the first bad blocks: in the order of the data that they hold or cover, blocks nearer
   * the root first.
   *
   * @return as many as asked for, or all if they are fewer
   */
  public List<CorruptBlock> issues() {
    return issues;
  }

  /**
   * Returns how many blocks of data should be covered.
   *
   * @return 1 or more
   */
  public long dataBlocks() {
    return dataBlocks;
  }

  /**
   * Returns how many data blocks differ from a verified tree.
   *
   * @return 0 or more, exact even if {@link #issues()} is cut
   */
  public long corruptDataBlocks() {
    return corruptDataBlocks;
  }

  /**
   * Returns how many blocks of the tree are bad; what is below a bad one is not looked at.
   *
   * @return 0 or more, exact even if {@link #issues()} is cut
   */
  public long corruptHashBlocks() {
    return corruptHashBlocks;
  }

  /**
   * Returns how many data blocks could not be verified because a block of the tree above them is
   * bad. A kernel fails to read all of them.
   *
   * @return 0 or more
   */
  public long unverifiableDataBlocks() {
    return unverifiableDataBlocks;
  }

  /**
   * Says whether nothing bad was found.
   *
   * @return true if no block of data or tree is corrupt
   */
  public boolean isClean() {
    return corruptDataBlocks == 0 && corruptHashBlocks == 0;
  }

  /** Keeps the lowest issues, whatever the order in which threads find them. */
  static final class Collector implements TreeScan.Findings {
    private final TreeGeometry geometry;
    private final int maxIssues;
    private final TreeSet<CorruptBlock> issues;
    private long corruptDataBlocks;
    private long corruptHashBlocks;
    private long unverifiableDataBlocks;

    Collector(TreeGeometry geometry, int maxIssues) {
      this.geometry = geometry;
      this.maxIssues = maxIssues;
      this.issues =
          new TreeSet<>(
              Comparator.comparingLong(this::firstDataBlock)
                  .thenComparing(Comparator.comparingInt(CorruptBlock::level).reversed()));
    }

    private long firstDataBlock(CorruptBlock block) {
      return geometry.firstDataBlock(block.level(), block.blockIndex());
    }

    @Override
    public synchronized void badHashBlock(CorruptBlock block, long dataBlocks, boolean isFirst) {
      unverifiableDataBlocks += dataBlocks;
      if (isFirst) {
        corruptHashBlocks++;
        add(block);
      }
    }

    @Override
    public synchronized void badDataBlock(CorruptBlock block) {
      corruptDataBlocks++;
      add(block);
    }

    private void add(CorruptBlock block) {
      issues.add(block);
      if (issues.size() > maxIssues) {
        issues.pollLast();
      }
    }

    synchronized VerityReport report() {
      return new VerityReport(geometry.dataBlocks(), this);
    }
  }
}
