// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

/** How the time is computed at which a host of a given seed may take a release. */
public enum WaveMode {
  /**
   * The default: seeds are spread evenly over each wave, the hosts before the first wave wait for
   * it, and the hosts after the last bound follow at the pace of the wave before it.
   */
  SPREAD,

  /**
   * What Bottlerocket's {@code update_metadata} crate computes, bit for bit: the pace of a wave is
   * multiplied by the seed itself and not by its distance from the wave's first seed, so that most
   * hosts of a wave become eligible at its very end; hosts before the first wave are always
   * eligible, and hosts after the last bound all at once.
   */
  BOTTLEROCKET
}
