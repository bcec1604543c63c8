// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

/** The one failure that sources without HTTP share with status 416. */
final class OffsetCheck {
  private OffsetCheck() {}

  static FetchFailedException beyondEnd(String location, long offsetBytes, long sizeBytes) {
    return new FetchFailedException(
        location,
        FetchFailedException.NO_STATUS,
        false,
        "asked to start at byte " + offsetBytes + " of " + sizeBytes,
        null);
  }
}
