// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.Set;

/**
 * Rules for single labels of internationalised domain names: UTS #46, section 4.1, "Validity
 * Criteria", with RFC 5892, appendix A, for joiners, and RFC 5893, section 2, for right-to-left
 * scripts.
 */
final class IdnaLabels {
  private static final int NON_JOINER = 0x200c;
  private static final int JOINER = 0x200d;

  /** Code points of the canonical combining class 9, which Java does not tell; sorted. */
  private static final int[] VIRAMAS = {
    0x94d, 0x9cd, 0xa4d, 0xacd, 0xb4d, 0xbcd, 0xc4d, 0xccd, 0xd3b, 0xd3c, 0xd4d, 0xdca, 0xe3a,
    0xeba, 0xf84, 0x1039, 0x103a, 0x1714, 0x1715, 0x1734, 0x17d2, 0x1a60, 0x1b44, 0x1baa, 0x1bab,
    0x1bf2, 0x1bf3, 0x2d7f, 0xa806, 0xa82c, 0xa8c4, 0xa953, 0xa9c0, 0xaaf6, 0xabed, 0x10a3f,
    0x11046, 0x11070, 0x1107f, 0x110b9, 0x11133, 0x11134, 0x111c0, 0x11235, 0x112ea, 0x1134d,
    0x11442, 0x114c2, 0x115bf, 0x1163f, 0x116b6, 0x1172b, 0x11839, 0x1193d, 0x1193e, 0x119e0,
    0x11a34, 0x11a47, 0x11a99, 0x11c3f, 0x11d44, 0x11d45, 0x11d97
  };

  /** Scripts whose letters join; Java does not tell which letters of them do not. */
  private static final Set<UnicodeScript> JOINING =
      Set.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.NKO,
          UnicodeScript.MANDAIC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.PHAGS_PA,
          UnicodeScript.MANICHAEAN,
          UnicodeScript.PSALTER_PAHLAVI,
          UnicodeScript.ADLAM);

  private IdnaLabels() {}

  static boolean isJoiner(int c) {
    return c == NON_JOINER || c == JOINER;
  }

  /** Tells whether a label has no mark at its start and joiners only where they have an effect. */
  static boolean isLabel(String label) {
    if (label.isEmpty()) {
      return true;
    }
    int[] points = label.codePoints().toArray();
    if (isMark(points[0])) {
      return false;
    }
    for (int i = 0; i < points.length; i++) {
      if (isJoiner(points[i]) && !isJoinerAllowed(points, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isJoinerAllowed(int[] points, int at) {
    if (at > 0 && Arrays.binarySearch(VIRAMAS, points[at - 1]) >= 0) {
      return true;
    }
    int before = at - 1;
    while (before >= 0 && isMark(points[before])) {
      before--;
    }
    int after = at + 1;
    while (after < points.length && isMark(points[after])) {
      after++;
    }
    return points[at] == NON_JOINER
        && before >= 0
        && after < points.length
        && JOINING.contains(UnicodeScript.of(points[before]))
        && JOINING.contains(UnicodeScript.of(points[after]));
  }

  /** Tells whether a label has a letter of a right-to-left script or an Arabic number. */
  static boolean isRightToLeft(String label) {
    return label
        .codePoints()
        .anyMatch(
            c ->
                switch (Character.getDirectionality(c)) {
                  case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                      Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                      Character.DIRECTIONALITY_ARABIC_NUMBER ->
                      true;
                  default -> false;
                });
  }

  /** RFC 5893, section 2, the six rules. */
  static boolean isBidi(String label) {
    if (label.isEmpty()) {
      return true;
    }
    int[] points = label.codePoints().toArray();
    boolean right =
        switch (Character.getDirectionality(points[0])) {
          case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
              Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
              true;
          default -> false;
        };
    if (!right
        && Character.getDirectionality(points[0]) != Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
      return false;
    }
    int end = points.length - 1;
    while (end > 0
        && Character.getDirectionality(points[end]) == Character.DIRECTIONALITY_NONSPACING_MARK) {
      end--;
    }
    boolean european = false;
    boolean arabic = false;
    for (int c : points) {
      byte direction = Character.getDirectionality(c);
      european |= direction == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
      arabic |= direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
      if (!isAllowed(direction, right)) {
        return false;
      }
    }
    return isEnd(Character.getDirectionality(points[end]), right) && !(right && european && arabic);
  }

  private static boolean isAllowed(byte direction, boolean right) {
    return switch (direction) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          right;
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> !right;
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER,
          Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
          Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
          Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
          Character.DIRECTIONALITY_OTHER_NEUTRALS,
          Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
          Character.DIRECTIONALITY_NONSPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isEnd(byte direction, boolean right) {
    return switch (direction) {
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER -> true;
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> !right;
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          right;
      default -> false;
    };
  }
}
