// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.Objects;

/**
 * Counts the work of one phase and reports it, about two hundred times whatever its size.
 *
 * <p>Thread-safe: reports are made one at a time and never go backwards.
 */
public final class ProgressMeter {
  private static final int REPORTS = 200;
  private static final long STEP_WHEN_UNKNOWN = 4L << 20;

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
   */
  public ProgressMeter(ProgressListener listener, String phase, long total, Progress.Unit unit) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.phase = phase;
    this.total = total;
    this.unit = unit;
    this.step = total == Progress.UNKNOWN ? STEP_WHEN_UNKNOWN : Math.max(1, total / REPORTS);
    this.nextReport = step;
    listener.onProgress(new Progress(phase, 0, total, unit));
  }

  /**
   * Counts work that was done.
   *
   * @param units 0 or more
   */
  public void advance(long units) {
    synchronized (lock) {
      done += units;
      if (done >= nextReport || done == total) {
        nextReport = done - done % step + step;
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
