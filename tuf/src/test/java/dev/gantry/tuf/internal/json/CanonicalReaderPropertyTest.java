// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import tools.jackson.databind.JsonNode;

/** One pass gives what the tree gives: the same bytes, or the same kind of refusal. */
class CanonicalReaderPropertyTest {
  private static final String[] NAMES = {
    "",
    "a",
    "b",
    "ab",
    "a\"",
    "a\\",
    "\"",
    "\\",
    "é",
    "\uffee",
    "\ud83d\ude00",
    "\n",
    "\u007f",
    "signed",
    "targets",
    "\ue000",
    "\ud7ff",
    "a\\\"b",
    "A",
    "zz"
  };

  private static final String[] NUMBERS = {
    "0", "-0", "1", "-1", "12345678901234567890123", "-9007199254740993", "2147483648"
  };

  /** Writes random JSON: names in any order, white space, every way to write a character. */
  private static final class Writer {
    private final Random random;
    private final StringBuilder out = new StringBuilder();

    Writer(long seed) {
      this.random = new Random(seed);
    }

    private void space() {
      if (random.nextInt(4) == 0) {
        out.append(" \t\r\n".charAt(random.nextInt(4)));
      }
    }

    private void string(String text) {
      out.append('"');
      text.codePoints()
          .forEach(
              point -> {
                String plain = Character.toString(point);
                int way = random.nextInt(4);
                if (way == 0) {
                  plain.chars().forEach(c -> out.append(escape((char) c)));
                } else if (point == '"' || point == '\\') {
                  out.append('\\').append(plain);
                } else {
                  out.append(point == '\n' ? "\\n" : plain);
                }
              });
      out.append('"');
    }

    private static String escape(char c) {
      return String.format(java.util.Locale.ROOT, "\\u%04x", (int) c);
    }

    private String name() {
      return NAMES[random.nextInt(NAMES.length)]
          + (random.nextInt(3) == 0 ? random.nextInt(9) : "");
    }

    void value(int depth) {
      space();
      switch (random.nextInt(depth > 5 ? 4 : 8)) {
        case 0 -> string(name() + name());
        case 1 -> out.append(NUMBERS[random.nextInt(NUMBERS.length)]);
        case 2 -> out.append(random.nextBoolean() ? "true" : "false");
        case 3 -> out.append("null");
        case 4, 5 -> {
          out.append('[');
          for (int i = random.nextInt(4); i > 0; i--) {
            value(depth + 1);
            out.append(i > 1 ? "," : "");
          }
          out.append(']');
        }
        default -> object(depth);
      }
      space();
    }

    void object(int depth) {
      Map<String, Boolean> names = new LinkedHashMap<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        names.put(name(), true);
      }
      out.append('{');
      int left = names.size();
      for (String name : names.keySet()) {
        space();
        string(name);
        space();
        out.append(':');
        value(depth + 1);
        out.append(--left > 0 ? "," : "");
      }
      out.append('}');
    }
  }

  static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3_000)
  void agreesWithTheTree(@ForAll long seed) throws Exception {
    Writer writer = new Writer(seed);
    writer.value(0);
    Bytes json = utf8(writer.out.toString());

    JsonNode tree = StrictJson.parse(json, "test");
    CanonicalValue value = CanonicalReader.read(json, "test");

    assertEquals(CanonicalJson.encode(tree), value.bytes());
    assertEquals(tree, value.tree("test"));
  }

  @Property(tries = 1_000)
  void everyMemberIsFoundAndNoOther(@ForAll long seed) throws Exception {
    Writer writer = new Writer(seed);
    writer.out.append("{\"x\":[0.5],\"signed\":{\"q\":0,\"targets\":");
    writer.object(3);
    writer.out.append(",\"é\":");
    writer.object(3);
    writer.out.append("},\"signatures\":1e3}");
    Bytes json = utf8(writer.out.toString());
    JsonNode signed = StrictJson.parse(json, "test").get("signed");

    CanonicalDocument document =
        CanonicalReader.read(json, "test", json.size(), "signed", Set.of("targets"));

    CanonicalValue exact = document.member("signed").orElseThrow();
    assertEquals(CanonicalJson.encode(signed), exact.bytes());
    Set<String> names = Set.copyOf(document.exactObject().names());
    assertEquals(signed, document.exactObject().tree(names, "test"));
    for (String name : new String[] {"targets", "é"}) {
      JsonNode expected = signed.get(name);
      CanonicalObject object = document.object(name).orElseThrow();
      assertEquals(expected.size(), object.size());
      assertEquals(Set.copyOf(expected.propertyNames()), Set.copyOf(object.names()));
      for (String candidate : NAMES) {
        Optional<CanonicalValue> found = object.find(candidate);
        JsonNode tree = found.isEmpty() ? null : found.get().tree("test");
        assertEquals(expected.get(candidate), tree);
      }
    }
    assertTrue(document.exactObject().find("\ud800").isEmpty());
    assertTrue(document.object("absent").isEmpty());
    assertTrue(document.member("absent").isEmpty());
  }

  /** Returns the canonical form, or the type and code of the refusal. */
  private static Object viaTree(Bytes json) {
    try {
      return CanonicalJson.encode(StrictJson.parse(json, "test"));
    } catch (GantryException e) {
      return e.getClass() + e.code();
    }
  }

  private static Object viaReader(Bytes json) {
    try {
      return CanonicalReader.read(json, "test").bytes();
    } catch (GantryException e) {
      assertTrue(e.toString().length() < 2_000);
      return e.getClass() + e.code();
    }
  }

  /** Where two things are wrong, either may be named: a mutation makes one thing wrong. */
  @Property(tries = 3_000)
  void refusesWhatTheTreeRefuses(
      @ForAll long seed, @ForAll byte patch, @ForAll @IntRange(max = 100_000) int position) {
    Writer writer = new Writer(seed);
    writer.object(0);
    byte[] json = utf8(writer.out.toString()).toByteArray();
    json[position % json.length] = patch;

    Object expected = viaTree(Bytes.of(json));
    Object found = viaReader(Bytes.of(json));
    if (expected instanceof Bytes || found instanceof Bytes) {
      assertEquals(expected, found);
    }
    byte[] cut = Arrays.copyOf(json, position % json.length);
    assertEquals(
        viaTree(Bytes.of(cut)) instanceof Bytes, viaReader(Bytes.of(cut)) instanceof Bytes);
  }

  @Property(tries = 2_000)
  void randomBytesNeverBreakIt(@ForAll @Size(max = 200) byte[] content) {
    viaReader(Bytes.of(content));
  }

  @Property(tries = 500)
  void aRepeatedNameIsRefusedWhereverItIs(@ForAll long seed, @ForAll @IntRange(max = 30) int at) {
    Random random = new Random(seed);
    StringBuilder json = new StringBuilder("{\"o\":{");
    for (int i = 0; i < 30; i++) {
      json.append("\"k").append(random.nextInt(1 << 30)).append("\":").append(i).append(',');
      if (i == at % 30) {
        json.append("\"same\":1,");
      }
    }
    json.append("\"\\u0073ame\":2}}");

    assertThrows(
        dev.gantry.core.MalformedDataException.class,
        () -> CanonicalReader.read(utf8(json.toString()), "test"));
  }
}
