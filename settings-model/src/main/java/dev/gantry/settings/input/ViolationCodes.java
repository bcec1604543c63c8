// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The codes of what the reader of input finds wrong. Rules across fields have their own. */
public final class ViolationCodes {
  /** Bytes that are not UTF-8. */
  public static final String INVALID_UTF8 = "invalid-utf8";

  /** A compressed document that cannot be decompressed. */
  public static final String MALFORMED_GZIP = "malformed-gzip";

  /** More than the limits allow. */
  public static final String LIMIT_EXCEEDED = "limit-exceeded";

  /** A character that must not stand there, for example a control character. */
  public static final String INVALID_CHARACTER = "invalid-character";

  /** A string without its end. */
  public static final String UNTERMINATED_STRING = "unterminated-string";

  /** A wrong escape sequence in a string. */
  public static final String INVALID_ESCAPE = "invalid-escape";

  /** Something that looks like a number and is none. */
  public static final String MALFORMED_NUMBER = "malformed-number";

  /** Something that looks like a date or a time and is none. */
  public static final String MALFORMED_DATE_TIME = "malformed-date-time";

  /** Something that is no value at all. */
  public static final String MALFORMED_VALUE = "malformed-value";

  /** No value where there should be one. */
  public static final String MISSING_VALUE = "missing-value";

  /** A key that is not well written, or none where there should be one. */
  public static final String MALFORMED_KEY = "malformed-key";

  /** A key without an equals sign. */
  public static final String MISSING_EQUALS = "missing-equals";

  /** A header of a table that is not well written. */
  public static final String MALFORMED_HEADER = "malformed-header";

  /** Values that are not separated. */
  public static final String MISSING_SEPARATOR = "missing-separator";

  /** A list without its end. */
  public static final String UNTERMINATED_LIST = "unterminated-list";

  /** An inline table without its end, or with a line break in it. */
  public static final String UNTERMINATED_TABLE = "unterminated-table";

  /** A comma where none may be. */
  public static final String UNEXPECTED_COMMA = "unexpected-comma";

  /** Text behind the end of a statement. */
  public static final String UNEXPECTED_TEXT = "unexpected-text";

  /** Text that is not JSON. */
  public static final String MALFORMED_JSON = "malformed-json";

  /** A key that has a value already. */
  public static final String DUPLICATE_KEY = "duplicate-key";

  /** A table that is defined already. */
  public static final String DUPLICATE_TABLE = "duplicate-table";

  /** No table {@code settings} in user data. */
  public static final String MISSING_SETTINGS = "missing-settings";

  /** A table beside {@code settings}. */
  public static final String UNKNOWN_TABLE = "unknown-table";

  /** A key that the model does not have. */
  public static final String UNKNOWN_KEY = "unknown-key";

  /** A name in a map that breaks the map's rules. */
  public static final String INVALID_NAME = "invalid-name";

  /** A value of another kind than the model has. */
  public static final String WRONG_TYPE = "wrong-type";

  /** A value that breaks the rules of its type. */
  public static final String INVALID_VALUE = "invalid-value";

  /** A number that is too small or too great. */
  public static final String OUT_OF_RANGE = "out-of-range";

  /** A list with too few or too many items. */
  public static final String WRONG_SIZE = "wrong-size";

  /** An item of a list that occurs twice. */
  public static final String DUPLICATE_ITEM = "duplicate-item";

  /** A table without a key that it must have. */
  public static final String MISSING_KEY = "missing-key";

  /** A null where it means nothing. */
  public static final String NULL_VALUE = "null-value";

  private static final SortedMap<String, String> DESCRIPTIONS = descriptions();

  private ViolationCodes() {}

  /**
   * Returns what the codes mean.
   *
   * @return one sentence for each code; cannot be changed
   */
  public static SortedMap<String, String> all() {
    return DESCRIPTIONS;
  }

  private static SortedMap<String, String> descriptions() {
    TreeMap<String, String> all = new TreeMap<>();
    all.putAll(
        Map.of(
            INVALID_UTF8, "The document has bytes that are not UTF-8.",
            MALFORMED_GZIP, "The compressed document cannot be decompressed.",
            LIMIT_EXCEEDED, "The document asks for more than the limits allow.",
            INVALID_CHARACTER, "A character must not stand there.",
            UNTERMINATED_STRING, "A string has no end.",
            INVALID_ESCAPE, "An escape sequence is wrong.",
            MALFORMED_NUMBER, "A number is not well written.",
            MALFORMED_DATE_TIME, "A date or time is not well written.",
            MALFORMED_VALUE, "Something is no value.",
            MISSING_VALUE, "A value is missing."));
    all.putAll(
        Map.of(
            MALFORMED_KEY, "A key is missing or not well written.",
            MISSING_EQUALS, "A key has no equals sign.",
            MALFORMED_HEADER, "The header of a table is not well written.",
            MISSING_SEPARATOR, "Values are not separated.",
            UNTERMINATED_LIST, "A list has no end.",
            UNTERMINATED_TABLE, "An inline table has no end in its line.",
            UNEXPECTED_COMMA, "A comma must not stand there.",
            UNEXPECTED_TEXT, "There is text behind the end of a statement.",
            MALFORMED_JSON, "The document is not JSON.",
            DUPLICATE_KEY, "A key has a value already."));
    all.putAll(
        Map.of(
            DUPLICATE_TABLE, "A table is defined already.",
            MISSING_SETTINGS, "The document has no table settings.",
            UNKNOWN_TABLE, "A table beside settings has no meaning.",
            UNKNOWN_KEY, "The model does not have the key.",
            INVALID_NAME, "A name breaks the rules of its map.",
            WRONG_TYPE, "A value is of another kind than the model has.",
            INVALID_VALUE, "A value breaks the rules of its type.",
            OUT_OF_RANGE, "A number is too small or too great.",
            WRONG_SIZE, "A list has too few or too many items.",
            DUPLICATE_ITEM, "An item occurs twice."));
    all.put(MISSING_KEY, "A table lacks a key that it must have.");
    all.put(NULL_VALUE, "A null has no meaning.");
    return Collections.unmodifiableSortedMap(all);
  }
}
