// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.json;

import dev.gantry.core.Bytes;
import dev.gantry.update.json.JsonValue.JsonArray;
import dev.gantry.update.json.JsonValue.JsonLiteral;
import dev.gantry.update.json.JsonValue.JsonNumber;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * Writes JSON as Rust's {@code serde_json} does in its pretty form: two spaces a level, one member
 * or item a line, {@code []} and {@code {}} for the empty, only quotes, backslashes and control
 * characters escaped, no line end at the end.
 */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /**
   * Writes a value.
   *
   * @param value any value
   * @return the text; equal values give equal texts
   */
  public static String write(JsonValue value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, 0);
    return writer.out.toString();
  }

  /**
   * Writes a value as UTF-8.
   *
   * @param value any value
   * @return the bytes
   */
  public static Bytes writeBytes(JsonValue value) {
    return Bytes.of(write(value).getBytes(StandardCharsets.UTF_8));
  }

  private void value(JsonValue value, int depth) {
    if (value instanceof JsonObject object) {
      object(object, depth);
    } else if (value instanceof JsonArray array) {
      array(array, depth);
    } else if (value instanceof JsonString string) {
      string(string.text());
    } else if (value instanceof JsonNumber number) {
      out.append(number.text());
    } else if (value instanceof JsonLiteral literal) {
      out.append(literal.name().toLowerCase(Locale.ROOT));
    }
  }

  private void object(JsonObject object, int depth) {
    out.append('{');
    Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      line(depth + 1);
      string(member.getKey());
      out.append(": ");
      value(member.getValue(), depth + 1);
      if (members.hasNext()) {
        out.append(',');
      }
    }
    close('}', depth, object.members().isEmpty());
  }

  private void array(JsonArray array, int depth) {
    out.append('[');
    Iterator<JsonValue> items = array.items().iterator();
    while (items.hasNext()) {
      line(depth + 1);
      value(items.next(), depth + 1);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    close(']', depth, array.items().isEmpty());
  }

  private void close(char bracket, int depth, boolean empty) {
    if (!empty) {
      line(depth);
    }
    out.append(bracket);
  }

  private void line(int depth) {
    out.append('\n').append("  ".repeat(depth));
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
