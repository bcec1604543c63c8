// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Data that cannot be read as the format it claims to be. */
public final class MalformedDataException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Offset when the position is not known. */
  public static final long UNKNOWN_OFFSET = -1;

  /** Where the data came from. */
  private final String source;

  /** Byte offset in the source. */
  private final long offsetBytes;

  /** Name of the field. */
  private final String field;

  /** What was found. */
  private final String found;

  /** What was expected. */
  private final String expected;

  /**
   * Creates a failure without a cause.
   *
   * @param code stable name, see {@link #code()}
   * @param source where the data came from, for example {@link BlockSource#description()}
   * @param offsetBytes byte offset in the source, or {@link #UNKNOWN_OFFSET}
   * @param field name of the field as the specification has it; foreign text is cut and escaped
   *     here
   * @param found what was found; foreign text is cut and escaped here
   * @param expected what was expected, with the section of the specification
   */
  public MalformedDataException(
      String code, String source, long offsetBytes, String field, String found, String expected) {
    this(code, source, offsetBytes, field, found, expected, null);
  }

  /**
   * Creates a failure.
   *
   * @param code stable name, see {@link #code()}
   * @param source where the data came from, for example {@link BlockSource#description()}
   * @param offsetBytes byte offset in the source, or {@link #UNKNOWN_OFFSET}
   * @param field name of the field as the specification has it; foreign text is cut and escaped
   *     here
   * @param found what was found; foreign text is cut and escaped here
   * @param expected what was expected, with the section of the specification
   * @param cause the failure underneath, or null
   */
  public MalformedDataException(
      String code,
      String source,
      long offsetBytes,
      String field,
      String found,
      String expected,
      @Nullable Throwable cause) {
    super(code, message(source, offsetBytes, field, found, expected), cause);
    this.source = Text.clean(source);
    this.offsetBytes = offsetBytes;
    this.field = Text.clean(field);
    this.found = Text.clean(found);
    this.expected = Objects.requireNonNull(expected, "expected");
  }

  private static String message(
      String source, long offsetBytes, String field, String found, String expected) {
    String where = offsetBytes == UNKNOWN_OFFSET ? "" : " at byte " + offsetBytes;
    return Text.clean(source)
        + where
        + ": "
        + Text.clean(field)
        + " is "
        + Text.clean(found)
        + ", expected "
        + expected;
  }

  /**
   * Returns where the data came from.
   *
   * @return a description, not necessarily a path
   */
  public String source() {
    return source;
  }

  /**
   * Returns the byte offset in the source.
   *
   * @return the offset, or {@link #UNKNOWN_OFFSET}
   */
  public long offsetBytes() {
    return offsetBytes;
  }

  /**
   * Returns the field that was wrong.
   *
   * @return the name that the specification uses
   */
  public String field() {
    return field;
  }

  /**
   * Returns what was found.
   *
   * @return the value, cut and escaped
   */
  public String found() {
    return found;
  }

  /**
   * Returns what was expected.
   *
   * @return the rule
   */
  public String expected() {
    return expected;
  }
}
