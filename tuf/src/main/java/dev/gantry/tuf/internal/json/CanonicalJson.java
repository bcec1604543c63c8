// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Canonical JSON as OLPC defines it, the form over which TUF signs (specification section 4.2).
 *
 * <p>No white space, members sorted by the UTF-8 bytes of their names, only {@code "} and {@code \}
 * escaped, no Unicode normalisation, integers only. The result is not always JSON: a newline in a
 * string stays a newline.
 *
 * <p>Stateless and thread-safe.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * Encodes a value.
   *
   * @param value a value, usually from {@link StrictJson}
   * @return its canonical form
   * @throws MalformedDataException if the value holds a fraction, an unpaired surrogate or anything
   *     that is not JSON
   * @throws LimitExceededException if it nests deeper than {@link StrictJson#MAX_DEPTH}
   */
  public static Bytes encode(JsonNode value) throws MalformedDataException, LimitExceededException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    write(value, out, 0);
    return Bytes.of(out.toByteArray());
  }

  private static void write(JsonNode value, ByteArrayOutputStream out, int depth)
      throws MalformedDataException, LimitExceededException {
    if (value.isString()) {
      string(value.stringValue(), out);
    } else if (value.isIntegralNumber()) {
      ascii(value.isBigInteger() ? value.bigIntegerValue().toString() : value.asString(), out);
    } else if (value.isBoolean()) {
      ascii(value.booleanValue() ? "true" : "false", out);
    } else if (value.isNull()) {
      ascii("null", out);
    } else if (value.isContainer()) {
      LimitExceededException.check(
          "JSON depth of a canonical form", StrictJson.MAX_DEPTH, depth + 1L);
      if (value.isArray()) {
        array(value, out, depth + 1);
      } else {
        object(value, out, depth + 1);
      }
    } else {
      throw refused(value.isNumber() ? "a number with a fraction or exponent" : "not JSON");
    }
  }

  private static void array(JsonNode array, ByteArrayOutputStream out, int depth)
      throws MalformedDataException, LimitExceededException {
    out.write('[');
    boolean first = true;
    for (JsonNode element : array) {
      if (!first) {
        out.write(',');
      }
      first = false;
      write(element, out, depth);
    }
    out.write(']');
  }

  private static void object(JsonNode object, ByteArrayOutputStream out, int depth)
      throws MalformedDataException, LimitExceededException {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    members.sort((a, b) -> compareUtf8(a.getKey(), b.getKey()));
    out.write('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> member : members) {
      if (!first) {
        out.write(',');
      }
      first = false;
      string(member.getKey(), out);
      out.write(':');
      write(member.getValue(), out, depth);
    }
    out.write('}');
  }

  /**
   * Orders names by their UTF-8 bytes, which is the order of code points; {@link String#compareTo}
   * orders by UTF-16 units and differs above U+FFFF.
   */
  static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean highX = Character.isSurrogate(x);
        boolean highY = Character.isSurrogate(y);
        return highX == highY ? Character.compare(x, y) : Boolean.compare(highX, highY);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static void string(String text, ByteArrayOutputStream out) throws MalformedDataException {
    out.write('"');
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          throw refused("a string with an unpaired surrogate");
        }
        if (escaped != null) {
          escaped.append(c);
        }
        i++;
        c = text.charAt(i);
      } else if (c == '"' || c == '\\') {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        escaped.append('\\');
      }
      if (escaped != null) {
        escaped.append(c);
      }
    }
    out.writeBytes((escaped == null ? text : escaped.toString()).getBytes(StandardCharsets.UTF_8));
    out.write('"');
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static MalformedDataException refused(String found) {
    return new MalformedDataException(
        "CANONICAL_JSON",
        "canonical JSON",
        MalformedDataException.UNKNOWN_OFFSET,
        "value",
        found,
        "a string, integer, boolean, null, array or object, TUF specification section 4.2");
  }
}
