// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * The path of a target below the base of all targets, TUF specification section 4.5.
 *
 * <p>Relative, with {@code /} between segments. Stricter than the specification, so that no path
 * can lead out of its base on a POSIX file system: no segment is empty, {@code .} or {@code ..},
 * and there are no backslashes, control characters or lone surrogates. Names that Windows treats in
 * a special way, such as {@code C:x} or {@code NUL}, and names that differ only in case are
 * accepted; who makes files of such names on another platform must check them.
 *
 * <p>Immutable; ordered by UTF-16 code units.
 *
 * @param value the path, 1 to {@value #MAX_LENGTH_BYTES} bytes of UTF-8
 */
public record TargetPath(String value) implements Comparable<TargetPath> {
  /** Longest path, in bytes of its UTF-8 form. */
  public static final int MAX_LENGTH_BYTES = 1024;

  /**
   * Creates a path.
   *
   * @throws IllegalArgumentException if it breaks a rule above
   */
  public TargetPath {
    Objects.requireNonNull(value, "value");
    if (!isSafe(value)) {
      throw new IllegalArgumentException(
          "target path is "
              + Text.quote(value)
              + ", expected relative segments that are neither empty, \".\" nor \"..\","
              + " without backslashes and control characters");
    }
  }

  /**
   * Creates a path.
   *
   * @param value the path
   * @return the path
   * @throws IllegalArgumentException if it breaks a rule above
   */
  public static TargetPath of(String value) {
    return new TargetPath(value);
  }

  /**
   * Creates a path from foreign text.
   *
   * @param value any text
   * @return the path, or empty if the text breaks a rule above
   */
  public static Optional<TargetPath> tryParse(String value) {
    return isSafe(value) ? Optional.of(new TargetPath(value)) : Optional.empty();
  }

  private static boolean isSafe(String value) {
    if (value.isEmpty() || !isEncodable(value)) {
      return false;
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return value.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
  }

  private static boolean isEncodable(String value) {
    if (value.length() > MAX_LENGTH_BYTES) {
      return false;
    }
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      return encoded.remaining() <= MAX_LENGTH_BYTES;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Returns the last segment.
   *
   * @return the name without directories
   */
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(TargetPath other) {
    return value.compareTo(other.value);
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return value;
  }
}
