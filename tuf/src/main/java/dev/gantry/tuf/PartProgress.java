// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Progress;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.ProgressMeter;

/** Counts one target of many; what is done a second time is not counted again. */
final class PartProgress implements ProgressListener {
  private final ProgressMeter meter;
  private final long total;
  private long counted;

  PartProgress(ProgressMeter meter, long total) {
    this.meter = meter;
    this.total = total;
  }

  @Override
  public synchronized void onProgress(Progress progress) {
    if (progress.done() > counted) {
      meter.advance(progress.done() - counted);
      counted = progress.done();
    }
  }

  /** Counts what was not reported. */
  synchronized void finish() {
    meter.advance(total - counted);
    counted = total;
  }
}
