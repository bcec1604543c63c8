// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version in the total order that Bottlerocket uses.
 *
 * <p>Immutable. The order is that of SemVer 2.0.0, section 11, made total: where SemVer ignores
 * build metadata, versions are further ordered by it, identifier by identifier (none first, digits
 * before letters, digits by value and then by number of leading zeros), as the Rust {@code semver}
 * crate does. Hence {@code compareTo} is consistent with {@code equals}.
 *
 * <p>Limits of this class, not of SemVer: a text form of at most {@value #MAX_LENGTH} characters,
 * and numbers up to {@link Long#MAX_VALUE}, where the Rust crate takes twice as much. Numeric
 * identifiers behind the three numbers may be as long as the text form allows.
 *
 * @param major 0 or more
 * @param minor 0 or more
 * @param patch 0 or more
 * @param preRelease identifiers separated by dots, or empty
 * @param build identifiers separated by dots, or empty
 */
public record Version(long major, long minor, long patch, String preRelease, String build)
    implements Comparable<Version> {
  /** Longest text form, in characters. */
  public static final int MAX_LENGTH = 256;

  private static final String NUMBER = "(0|[1-9][0-9]{0,18})";
  private static final String PRE = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final String BUILD = "[0-9a-zA-Z-]+";
  private static final Pattern PRE_RELEASE = Pattern.compile(PRE + "(?:\\." + PRE + ")*");
  private static final Pattern BUILD_METADATA = Pattern.compile(BUILD + "(?:\\." + BUILD + ")*");
  private static final Pattern TEXT =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-([0-9a-zA-Z.-]+))?(?:\\+([0-9a-zA-Z.-]+))?");

  /**
   * Creates a version.
   *
   * @throws IllegalArgumentException if a number is negative, an identifier is not SemVer's, or the
   *     text form is longer than {@link #MAX_LENGTH}
   */
  public Version {
    Objects.requireNonNull(preRelease, "preRelease");
    Objects.requireNonNull(build, "build");
    if (major < 0 || minor < 0 || patch < 0) {
      throw new IllegalArgumentException("version numbers are 0 or more");
    }
    checkLength(major, minor, patch, preRelease, build);
    if (!preRelease.isEmpty() && !PRE_RELEASE.matcher(preRelease).matches()) {
      throw invalid(preRelease);
    }
    if (!build.isEmpty() && !BUILD_METADATA.matcher(build).matches()) {
      throw invalid(build);
    }
  }

  /** Keeps hostile identifiers away from the patterns, and every version parseable. */
  private static void checkLength(
      long major, long minor, long patch, String preRelease, String build) {
    String numbers = major + "." + minor + "." + patch;
    long length = numbers.length();
    length += preRelease.isEmpty() ? 0 : 1L + preRelease.length();
    length += build.isEmpty() ? 0 : 1L + build.length();
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "version has " + length + " characters, the limit is " + MAX_LENGTH);
    }
  }

  /**
   * Creates a release version.
   *
   * @param major 0 or more
   * @param minor 0 or more
   * @param patch 0 or more
   * @return the version
   */
  public static Version of(long major, long minor, long patch) {
    return new Version(major, minor, patch, "", "");
  }

  /**
   * Parses the text form of SemVer 2.0.0.
   *
   * @param text for example {@code 1.26.1} or {@code 1.0.0-rc.1+git.5}; no leading {@code v}
   * @return the version
   * @throws IllegalArgumentException if the text is anything else, or beyond the limits above
   */
  public static Version parse(String text) {
    Matcher matcher = text.length() > MAX_LENGTH ? null : TEXT.matcher(text);
    if (matcher == null || !matcher.matches()) {
      throw invalid(text);
    }
    String pre = matcher.group(4);
    String build = matcher.group(5);
    try {
      return new Version(
          Long.parseLong(matcher.group(1)),
          Long.parseLong(matcher.group(2)),
          Long.parseLong(matcher.group(3)),
          pre == null ? "" : pre,
          build == null ? "" : build);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("version " + Text.quote(text) + " is too large", e);
    }
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "version is " + Text.quote(text) + ", expected MAJOR.MINOR.PATCH[-PRE][+BUILD]");
  }

  /**
   * Says whether this is a pre-release.
   *
   * @return true if there are pre-release identifiers
   */
  public boolean isPreRelease() {
    return !preRelease.isEmpty();
  }

  @Override
  public int compareTo(Version other) {
    int order = Long.compare(major, other.major);
    order = order != 0 ? order : Long.compare(minor, other.minor);
    order = order != 0 ? order : Long.compare(patch, other.patch);
    order = order != 0 ? order : comparePreRelease(preRelease, other.preRelease);
    return order != 0 ? order : compareIdentifiers(build, other.build);
  }

  private static int comparePreRelease(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    return compareIdentifiers(left, right);
  }

  private static int compareIdentifiers(String left, String right) {
    String[] lefts = left.split("\\.", -1);
    String[] rights = right.split("\\.", -1);
    for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
      int order = compareIdentifier(lefts[i], rights[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(lefts.length, rights.length);
  }

  private static int compareIdentifier(String left, String right) {
    boolean leftDigits = isDigits(left);
    boolean rightDigits = isDigits(right);
    if (leftDigits != rightDigits) {
      return leftDigits ? -1 : 1;
    }
    if (!leftDigits) {
      return left.compareTo(right);
    }
    String leftValue = withoutLeadingZeros(left);
    String rightValue = withoutLeadingZeros(right);
    int order = Integer.compare(leftValue.length(), rightValue.length());
    order = order != 0 ? order : leftValue.compareTo(rightValue);
    return order != 0 ? order : Integer.compare(left.length(), right.length());
  }

  private static boolean isDigits(String identifier) {
    return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  /** Returns the text form, which {@link #parse} reads back to an equal version. */
  @Override
  public String toString() {
    return major
        + "."
        + minor
        + "."
        + patch
        + (preRelease.isEmpty() ? "" : "-" + preRelease)
        + (build.isEmpty() ? "" : "+" + build);
  }
}
