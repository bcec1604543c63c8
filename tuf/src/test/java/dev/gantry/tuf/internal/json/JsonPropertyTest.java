// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class JsonPropertyTest {
  private static final byte[] SEED =
      ("{\"signed\":{\"_type\":\"root\",\"version\":12,\"x\":[1.5e3,true,null,\"\\u00e9\\n\"]},"
              + "\"signatures\":[{\"keyid\":\"ab\",\"sig\":\"00ff\"}]}")
          .getBytes(StandardCharsets.UTF_8);

  /** Parses and, where possible, encodes; nothing but a typed failure may come out. */
  private static void survive(byte[] content) {
    try {
      CanonicalJson.encode(StrictJson.parse(Bytes.of(content), "fuzz", 1 << 16));
    } catch (GantryException expected) {
      assertTrue(expected.toString().length() < 2_000);
    }
  }

  @Property(tries = 3_000)
  void randomBytesNeverBreakTheParser(@ForAll @Size(max = 200) byte[] content) {
    survive(content);
  }

  @Property(tries = 3_000)
  void mutationsNeverBreakTheParser(
      @ForAll @Size(min = 1, max = 4) byte[] patch, @ForAll @IntRange(max = 120) int position) {
    byte[] content = SEED.clone();
    int at = position % content.length;
    System.arraycopy(patch, 0, content, at, Math.min(patch.length, content.length - at));
    survive(content);
    survive(Arrays.copyOf(content, at));
  }

  @Property(tries = 1_000)
  void jsonTokensInAnyOrderNeverBreakTheParser(
      @ForAll @Size(max = 40) byte @IntRange(max = 15) [] picks) {
    String[] tokens = {
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-2", "3.5", "true", "null", " ", "\"",
      "e9"
    };
    StringBuilder text = new StringBuilder();
    for (byte pick : picks) {
      text.append(tokens[pick & 15]);
    }
    survive(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1_000)
  void orderOfNamesIsOrderOfBytes(
      @ForAll @StringLength(max = 5) String a, @ForAll @StringLength(max = 5) String b) {
    int byBytes =
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    assertEquals(Integer.signum(byBytes), Integer.signum(CanonicalJson.compareUtf8(a, b)));
  }
}
