// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.Objects;

/**
 * How far a long operation has come.
 *
 * <p>Immutable.
 *
 * @param phase short name of the phase, for example {@code verify root}
 * @param done units done so far, never less than in an earlier report of the same phase
 * @param total units in all, or {@link #UNKNOWN}
 * @param unit what is counted
 */
public record Progress(String phase, long done, long total, Unit unit) {
  /** The total when it is not known beforehand. */
  public static final long UNKNOWN = -1;

  /** What is counted. */
  public enum Unit {
    /** Bytes. */
    BYTES,
    /** Blocks of a size that the phase defines. */
    BLOCKS,
    /** Whole items, such as files. */
    ITEMS
  }

  /**
   * Creates a report.
   *
   * @throws IllegalArgumentException if {@code done} is negative, or {@code total} is negative and
   *     not {@link #UNKNOWN}
   */
  public Progress {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(unit, "unit");
    if (done < 0 || total < UNKNOWN) {
      throw new IllegalArgumentException("progress is " + done + " of " + total);
    }
  }

  /**
   * Says whether this is the last report of its phase.
   *
   * @return true if all is done
   */
  public boolean isComplete() {
    return done == total;
  }
}
