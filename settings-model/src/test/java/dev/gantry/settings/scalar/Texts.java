// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes texts that are close to what a type accepts. */
final class Texts {
  private static final String ODD =
      " \t\n\r\u0000\u007f\u0085\u00a0\u2028\u00b5\u03bc\u0661\u212a\u017f\ud83d\ude00\uff11";
  private static final String PLAIN = "abcxyzABCXYZ0123456789.-_/:,;@%+=!\"'\\|~`#$&*()<>[]{}?^";

  private static final Map<String, List<String>> UPSTREAM = upstream();

  private final SplittableRandom random;
  private final List<String> seeds = new ArrayList<>();
  private final String alphabet;

  Texts(ScalarType<?> type, long seed) {
    random = new SplittableRandom(seed);
    seeds.add("");
    seeds.addAll(type.examples());
    seeds.addAll(UPSTREAM.getOrDefault(type.name(), List.of()));
    seeds.removeIf(each -> each.length() > 300);
    alphabet = String.join("", seeds) + PLAIN;
  }

  private static Map<String, List<String>> upstream() {
    Map<String, List<String>> texts = new HashMap<>();
    for (List<String> row : Vectors.read("upstream-vectors.tsv")) {
      if (Vectors.json(row.get(1)) instanceof StringValue text) {
        texts.computeIfAbsent(row.get(0), type -> new ArrayList<>()).add(text.value());
      }
    }
    return texts;
  }

  String next() {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    int edits = random.nextInt(5);
    for (int i = 0; i < edits; i++) {
      edit(text);
    }
    return text.toString();
  }

  private void edit(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    switch (random.nextInt(6)) {
      case 0, 1 -> text.insert(at, character());
      case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(2)));
      case 3 -> text.replace(at, Math.min(text.length(), at + 1), character());
      case 4 -> text.insert(at, text.substring(0, Math.min(text.length(), 1 + random.nextInt(6))));
      default -> {
        // Lengths around the limits of the types.
        int[] limits = {6, 16, 23, 56, 63, 64, 76, 100, 128, 253, 256};
        int length = limits[random.nextInt(limits.length)] + random.nextInt(3) - 1;
        String more = character();
        while (text.length() < length) {
          text.insert(at, more);
        }
      }
    }
  }

  private String character() {
    if (random.nextInt(12) == 0) {
      int at = random.nextInt(ODD.length());
      int code = ODD.codePointAt(at);
      return Character.isSurrogate((char) code) ? "\ud83d\ude00" : Character.toString(code);
    }
    int code = alphabet.codePointAt(random.nextInt(alphabet.length()));
    return code <= 0xffff && Character.isSurrogate((char) code) ? "z" : Character.toString(code);
  }
}
