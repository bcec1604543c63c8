// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.VerityOptions;

/**
 * Who hears of long work and who may stop it.
 *
 * @param progress the listener
 * @param cancellation the token
 */
record WorkContext(ProgressListener progress, CancellationToken cancellation) {
  ProgressMeter meter(String phase, long totalBytes) {
    return new ProgressMeter(progress, phase, totalBytes, Progress.Unit.BYTES);
  }

  /** Gives the reports of others a phase of ours. */
  ProgressListener renamed(String phase) {
    return report ->
        progress.onProgress(new Progress(phase, report.done(), report.total(), report.unit()));
  }

  VerityOptions verity(String phase) {
    return VerityOptions.builder().progress(renamed(phase)).cancellation(cancellation).build();
  }
}
