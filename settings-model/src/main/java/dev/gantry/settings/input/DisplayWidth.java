// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import java.util.Arrays;

/** Says how wide terminals show characters, so that carets stand below what they point at. */
final class DisplayWidth {
  /**
   * First and last characters of the blocks that are wide nearly throughout, Unicode Standard Annex
   * 11: scripts of East Asia and pictographs. Few terminals agree on more than these.
   */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3,
    0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x1b2ff, 0x1f300,
    0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd
  };

  private DisplayWidth() {}

  /** Returns 0 for marks that stand over what is before them, 2 for wide characters, else 1. */
  static int of(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    int found = Arrays.binarySearch(WIDE, codePoint);
    // Behind the first of a pair, the place to insert is that of the second.
    return found >= 0 || (-found - 1) % 2 == 1 ? 2 : 1;
  }
}
