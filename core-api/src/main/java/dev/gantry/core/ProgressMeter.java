// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.Objects;

/**
 * Counts the work of one phase and reports it, some hundred times at most whatever its size.
 *
 * <p>Thread-safe: reports are made one at a time and never go backwards.
 */
public final class ProgressMeter {
  private static final int REPORTS = 200;
  private static final long BYTES_WHEN_UNKNOWN = 4L << 20;

  /** When the total is unknown, the next report comes after this part of what is done. */
  private static final int GROWTH = 16;

  private final Object lock = new Object();
  private final ProgressListener listener;
  private final String phase;
  private final long total;
  private final Progress.Unit unit;
  private final long step;
  private long done;
  private long nextReport;

  /**
   * Starts a phase and reports that nothing is done yet.
   *
   * @param listener who hears of it
   * @param phase short name of the phase
   * @param total units in all, or {@link Progress#UNKNOWN}
   * @param unit what is counted
   * @throws IllegalArgumentException if the total is negative and not {@link Progress#UNKNOWN}
   */
  public ProgressMeter(ProgressListener listener, String phase, long total, Progress.Unit unit) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.phase = phase;
    this.total = total;
    this.unit = unit;
    this.step = total == Progress.UNKNOWN ? stepWhenUnknown(unit) : Math.max(1, total / REPORTS);
    this.nextReport = step;
    listener.onProgress(new Progress(phase, 0, total, unit));
  }

  private static long stepWhenUnknown(Progress.Unit unit) {
    return unit == Progress.Unit.BYTES ? BYTES_WHEN_UNKNOWN : 1;
  }

  /**
   * Counts work that was done.
   *
   * @param units 0 or more; 0 reports nothing
   * @throws IllegalArgumentException if the number is negative
   * @throws ArithmeticException if the sum is not a {@code long}
   */
  public void advance(long units) {
    if (units < 0) {
      throw new IllegalArgumentException("units is " + units + ", expected 0 or more");
    }
    if (units == 0) {
      return;
    }
    synchronized (lock) {
      done = Math.addExact(done, units);
      if (done >= nextReport || done == total) {
        long stride = total == Progress.UNKNOWN ? Math.max(step, done / GROWTH) : step;
        long last = done - done % step;
        nextReport = last > Long.MAX_VALUE - stride ? Long.MAX_VALUE : last + stride;
        listener.onProgress(new Progress(phase, done, total, unit));
      }
    }
  }

  /** Ends a phase whose total was not known; the last report has all that was done as total. */
  public void finish() {
    synchronized (lock) {
      if (done != total) {
        listener.onProgress(new Progress(phase, done, done, unit));
      }
    }
  }
}
