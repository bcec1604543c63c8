// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to open: a relative, percent-encoded path, the offset to start at, and what source not to
 * ask.
 *
 * <p>The path is made of RFC 3986 segments separated by single slashes and can only lead downwards:
 * no scheme, no leading slash, no empty segment, no segment that is a dot or two dots, also not in
 * percent-encoded form. An encoded slash ({@code %2F}) is an ordinary character of its segment.
 *
 * <p>Immutable and thread-safe.
 */
public final class FetchRequest {
  private static final int MAX_LENGTH = 4096;
  private static final String UNRESERVED_MARKS = "-._~";
  private static final String SUB_DELIMITERS = "!$&'()*+,;=:@";

  private final String path;
  private final long offsetBytes;
  private final Set<String> avoided;
  private final CancellationToken cancellation;

  private FetchRequest(
      String path, long offsetBytes, Set<String> avoided, CancellationToken cancellation) {
    this.path = path;
    this.offsetBytes = offsetBytes;
    this.avoided = avoided;
    this.cancellation = cancellation;
  }

  /**
   * Creates a request for a whole file.
   *
   * @param path a relative, percent-encoded path, for example {@code 3.root.json}
   * @return a request from offset 0 on
   * @throws IllegalArgumentException if the path is not encoded or could lead outside the base
   */
  public static FetchRequest of(String path) {
    check(path);
    return new FetchRequest(path, 0, Set.of(), CancellationToken.NONE);
  }

  /**
   * Percent-encodes text as one path segment (RFC 3986 section 2): every byte of its UTF-8 form but
   * letters, digits and {@code -._~}, with upper-case digits; a slash becomes {@code %2F}.
   *
   * @param text any text, for example the name of a role
   * @return the segment
   */
  public static String encodeSegment(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    HexFormat hex = HexFormat.of().withUpperCase();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isAlphanumeric(c) || UNRESERVED_MARKS.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(hex.toHexDigits(b));
      }
    }
    return out.toString();
  }

  /**
   * Returns a request for the same file from another offset on.
   *
   * @param newOffsetBytes the first byte wanted, 0 or more
   * @return a request
   */
  public FetchRequest from(long newOffsetBytes) {
    if (newOffsetBytes < 0) {
      throw new IllegalArgumentException("offset is negative: " + newOffsetBytes);
    }
    return new FetchRequest(path, newOffsetBytes, avoided, cancellation);
  }

  /**
   * Returns a request for the same file that does not want it from a source whose content turned
   * out bad. A fetcher with one source need not care.
   *
   * @param origin the source, as {@link FetchResponse#origin()} named it
   * @return a request
   */
  public FetchRequest avoiding(String origin) {
    Set<String> all = new TreeSet<>(avoided);
    all.add(origin);
    return new FetchRequest(path, offsetBytes, Collections.unmodifiableSet(all), cancellation);
  }

  /**
   * Returns the sources that shall not be asked.
   *
   * @return their names; unmodifiable, most often empty
   */
  public Set<String> avoided() {
    return avoided;
  }

  /**
   * Returns a request for the same file that ends when it is cancelled: a fetcher that tries again
   * by itself looks at the token before each attempt and while it waits for one. It does not count
   * when requests are compared.
   *
   * @param token what cancels the request
   * @return a request
   */
  public FetchRequest cancelledBy(CancellationToken token) {
    return new FetchRequest(path, offsetBytes, avoided, Objects.requireNonNull(token, "token"));
  }

  /**
   * Returns what cancels the request.
   *
   * @return the token, {@link CancellationToken#NONE} if there is none
   */
  public CancellationToken cancellation() {
    return cancellation;
  }

  /**
   * Returns the path.
   *
   * @return relative and percent-encoded
   */
  public String path() {
    return path;
  }

  /**
   * Returns where to start. A source that cannot may start at 0 and say so in its response.
   *
   * @return bytes from the start of the file
   */
  public long offsetBytes() {
    return offsetBytes;
  }

  private static void check(String path) {
    Objects.requireNonNull(path, "path");
    if (path.length() > MAX_LENGTH) {
      throw refused(path, "longer than " + MAX_LENGTH + " characters");
    }
    for (String segment : path.split("/", -1)) {
      checkSegment(path, segment);
    }
  }

  private static void checkSegment(String path, String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%') {
        if (i + 2 >= segment.length()
            || !HexFormat.isHexDigit(segment.charAt(i + 1))
            || !HexFormat.isHexDigit(segment.charAt(i + 2))) {
          throw refused(path, "a percent sign without two hexadecimal digits");
        }
        i += 2;
      } else if (!isAlphanumeric(c)
          && UNRESERVED_MARKS.indexOf(c) < 0
          && SUB_DELIMITERS.indexOf(c) < 0) {
        throw refused(path, "a character that must be percent-encoded");
      }
    }
    String dots = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
    if (dots.isEmpty()) {
      throw refused(path, "an empty segment");
    }
    if (dots.equals(".") || dots.equals("..")) {
      throw refused(path, "a segment of dots");
    }
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static IllegalArgumentException refused(String path, String why) {
    return new IllegalArgumentException("path " + Text.quote(path) + " has " + why);
  }

  /** Decodes a segment of a checked path; bytes that are not UTF-8 become U+FFFD. */
  static String decodeSegment(String segment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) == '%') {
        out.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
        i += 2;
      } else {
        out.write(segment.charAt(i));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FetchRequest request
        && path.equals(request.path)
        && offsetBytes == request.offsetBytes
        && avoided.equals(request.avoided);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, offsetBytes, avoided);
  }

  /** Returns the path, and the offset if it is not 0. */
  @Override
  public String toString() {
    return offsetBytes == 0 ? path : path + " from byte " + offsetBytes;
  }
}
