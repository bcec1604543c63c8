// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

/** What the exit status of {@code gantry} says; the README has the same table. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** The medium, the network or the program failed. */
  public static final int FAILURE = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** There is nothing to do or to show: no update, no difference, no such value. */
  public static final int NOTHING_TO_DO = 3;

  /** Data was refused: malformed, not trusted, too large or of an unknown format. */
  public static final int DATA_REFUSED = 4;

  /** The state does not allow the operation; nothing was changed. */
  public static final int STATE_CONFLICT = 5;

  /** The simulated machine did not come up. */
  public static final int BOOT_FAILED = 6;

  /** Stopped on request. */
  public static final int CANCELLED = 130;

  private ExitCode() {}
}
