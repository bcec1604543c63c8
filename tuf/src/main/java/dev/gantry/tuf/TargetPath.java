// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.tuf.internal.model.LocalNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The path of a target below the base of all targets, TUF specification section 4.5.
 *
 * <p>Relative, with {@code /} between segments. Stricter than the specification, so that no path
 * can lead out of its base on a POSIX file system: no segment is empty, {@code .} or {@code ..},
 * and there are no backslashes, control characters or lone surrogates. All else is accepted, also
 * names that Windows treats in a special way, such as {@code C:x} or {@code NUL}, and names that
 * differ only in case or Unicode normalisation: {@link #localName()} and {@link #localPath} give
 * names for files that are safe and distinct on every platform.
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

  /**
   * Returns a name for a file of this target in a directory that holds files of all targets.
   *
   * <p>Lower-case letters, digits, {@code -}, {@code _} and dots within the path stay; every other
   * byte of its UTF-8 form, a slash too, becomes a percent sign and two hexadecimal digits, and so
   * do a first and a last dot and the first letter of a name that Windows reserves. What would have
   * more than 200 characters is cut, and ends in {@code +} and the SHA-256 digest of the path. So
   * the name is always that of a direct child, is never hidden, and differs from the names of all
   * other paths, also where case or Unicode normalisation do not count.
   *
   * @return 1 to 200 characters of ASCII, for example {@code dir%2F%52%45%41%44%4D%45}
   */
  public String localName() {
    return LocalNames.whole(value);
  }

  /**
   * Returns a path for a file of this target that keeps its directories. Every segment becomes what
   * {@link #localName()} is of a path without slashes. Nothing is looked up or made.
   *
   * <p>Of two targets {@code a} and {@code a/b} only one can be kept so.
   *
   * @param directory the directory that holds all
   * @return a path that lies below the directory, if no link in between leads elsewhere: see {@link
   *     #createLocalPath}
   */
  public Path localPath(Path directory) {
    Path path = directory;
    for (String segment : value.split("/", -1)) {
      path = path.resolve(LocalNames.whole(segment));
    }
    return path;
  }

  /**
   * Makes the directories that {@link #localPath} needs, as far as they are not there.
   *
   * <p>Nobody else may be able to write to the directory meanwhile: a link that takes the place of
   * a directory after it was looked at is not noticed.
   *
   * @param directory the directory that holds all; it must exist, and may be behind a link
   * @return the path of {@link #localPath}
   * @throws dev.gantry.core.StateConflictException {@code TARGET_DIRECTORY} if a link or a file is
   *     in the way (CVE-2026-6968)
   * @throws IOException if a directory cannot be made
   */
  public Path createLocalPath(Path directory) throws IOException {
    Path file = localPath(directory);
    OwnDirectories.createAbove(directory, file);
    return file;
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
