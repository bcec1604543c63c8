// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

/**
 * Hears of progress, on whichever thread does the work: implementations must be thread-safe, quick,
 * and must not throw.
 */
@FunctionalInterface
public interface ProgressListener {
  /** A listener that ignores everything. */
  ProgressListener NONE = progress -> {};

  /**
   * Takes a report.
   *
   * @param progress the report
   */
  void onProgress(Progress progress);
}
