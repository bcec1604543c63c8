// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class PatternPropertyTest {
  /** Each of 20 tries makes 500 texts for each type: 10,000 texts for each. */
  private static final int TEXTS = 500;

  static List<ScalarType<?>> scalars() {
    Map<String, ScalarType<?>> scalars = new TreeMap<>();
    for (SettingType type : Scalars.all()) {
      List<SettingType> parts = new ArrayList<>(List.of(type));
      if (type instanceof UnionType union) {
        parts.addAll(union.shapes());
      }
      for (SettingType part : parts) {
        if (part instanceof ScalarType<?> scalar) {
          scalars.put(scalar.name(), scalar);
        }
      }
    }
    return List.copyOf(scalars.values());
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void aPatternSaysWhatTheCheckSays(@ForAll long seed) {
    List<String> wrong = new ArrayList<>();
    for (ScalarType<?> type : scalars()) {
      for (Profile profile : Profile.values()) {
        if (type.choices().isEmpty()) {
          compare(type, profile, seed, wrong);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static void compare(ScalarType<?> type, Profile profile, long seed, List<String> wrong) {
    Pattern pattern = Pattern.compile(type.pattern(profile).orElseThrow());
    Texts texts = new Texts(type, seed);
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.next();
      // matches(), as find() would take a line break at the end for nothing.
      boolean matches = pattern.matcher(text).matches();
      boolean accepted = type.problem(text, profile).isEmpty();
      boolean alike = type.format().isPresent() ? matches || !accepted : matches == accepted;
      if (!alike) {
        wrong.add(type + " " + profile + " accepts=" + accepted + ": " + escaped(text));
      }
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void strictAcceptsNothingThatCompatRejects(@ForAll long seed) {
    List<String> wrong = new ArrayList<>();
    for (ScalarType<?> type : scalars()) {
      Texts texts = new Texts(type, seed);
      for (int i = 0; i < TEXTS; i++) {
        String text = texts.next();
        boolean compat = type.problem(text, Profile.COMPAT).isEmpty();
        if (!compat && type.problem(text, Profile.STRICT).isEmpty()) {
          wrong.add(type + ": " + escaped(text));
        }
        if (compat && !type.canonical(type.canonical(text)).equals(type.canonical(text))) {
          wrong.add(type + " is not kept as it was kept: " + escaped(text));
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c >= 0x20 && c < 0x7f) {
                out.append((char) c);
              } else {
                out.append("\\u").append(Integer.toHexString(c));
              }
            });
    return out.toString();
  }
}
