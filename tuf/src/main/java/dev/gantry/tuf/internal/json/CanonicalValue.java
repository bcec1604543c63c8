// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * One value in the canonical form of a document, read where it lies. Only {@link CanonicalReader}
 * makes the first one of a document.
 *
 * <p>Immutable and thread-safe; keeps the form of the whole document in memory.
 */
public final class CanonicalValue {
  private final byte[] text;
  private final int start;
  private final int end;

  CanonicalValue(byte[] text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  static CanonicalValue at(byte[] text, int start) {
    return new CanonicalValue(text, start, CanonicalScan.end(text, start));
  }

  byte[] text() {
    return text;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Says whether this is an object. */
  public boolean isObject() {
    return text[start] == '{';
  }

  /** Says whether this is an array. */
  public boolean isArray() {
    return text[start] == '[';
  }

  /** Says whether this is a string. */
  public boolean isString() {
    return text[start] == '"';
  }

  /** Returns the members; the value must be an object. */
  public CanonicalObject object() {
    return CanonicalObject.scan(this);
  }

  /** Returns the elements; the value must be an array. */
  public List<CanonicalValue> elements() {
    List<CanonicalValue> elements = new ArrayList<>();
    int at = start + 1;
    while (at < end - 1) {
      CanonicalValue element = at(text, at);
      elements.add(element);
      at = element.end + 1;
    }
    return elements;
  }

  /** Counts the elements; the value must be an array. */
  public int size() {
    int count = 0;
    for (int at = start + 1; at < end - 1; at = CanonicalScan.end(text, at) + 1) {
      count++;
    }
    return count;
  }

  /** Returns the text; the value must be a string. */
  public String string() {
    String quoted = new String(text, start + 1, end - start - 2, StandardCharsets.UTF_8);
    if (quoted.indexOf('\\') < 0) {
      return quoted;
    }
    StringBuilder plain = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      plain.append(c == '\\' ? quoted.charAt(++i) : c);
    }
    return plain.toString();
  }

  /** Returns the value if it is an integer from 0 on of at most 18 digits. */
  public OptionalLong smallInteger() {
    long value = 0;
    for (int i = start; i < end; i++) {
      if (text[i] < '0' || text[i] > '9' || end - start > 18) {
        return OptionalLong.empty();
      }
      value = 10 * value + (text[i] - '0');
    }
    return OptionalLong.of(value);
  }

  /**
   * Returns a new tree of this value.
   *
   * @param source what it is, for error messages
   * @throws LimitExceededException if it has more tokens than 10,000 and one for every 4 of its
   *     characters
   */
  public JsonNode tree(String source) throws LimitExceededException {
    return StrictJson.parseCanonical(
        new String(text, start, end - start, StandardCharsets.UTF_8), source);
  }

  /** Says whether another value has the same canonical form. */
  public boolean isSameAs(CanonicalValue other) {
    return Arrays.equals(text, start, end, other.text, other.start, other.end);
  }

  /** Returns a copy of the canonical form. */
  public Bytes bytes() {
    return Bytes.of(text, start, end - start);
  }

  /** Returns the canonical form, without a copy; who gets it must not write to it. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(text, start, end - start);
  }
}
