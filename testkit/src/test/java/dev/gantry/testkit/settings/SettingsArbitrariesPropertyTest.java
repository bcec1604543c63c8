// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class SettingsArbitrariesPropertyTest {
  private static final Map<String, Object> LEVEL =
      Map.of("type", "integer", "minimum", 2, "maximum", 5);
  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "required",
          List.of("level"),
          "additionalProperties",
          false,
          "allOf",
          List.of(Map.of("not", Map.of("required", List.of("colour", "color")))),
          "properties",
          Map.of(
              "level", LEVEL,
              "colour", Map.of("$ref", "#/$defs/Colour"),
              "color", Map.of("$ref", "#/$defs/Colour"),
              "pair", Map.of("type", "array", "prefixItems", List.of(LEVEL, LEVEL)),
              "names",
                  Map.of(
                      "type",
                      "object",
                      "propertyNames",
                      Map.of("$ref", "#/$defs/Colour"),
                      "additionalProperties",
                      Map.of("type", "boolean"))),
          "$defs",
          Map.of("Colour", Map.of("type", "string", "enum", List.of("red", "green"))));

  @Provide
  Arbitrary<Map<String, Object>> valid() {
    return SettingsArbitraries.of(SCHEMA).valid();
  }

  @Provide
  Arbitrary<Map<String, Object>> mutated() {
    return SettingsArbitraries.of(SCHEMA).mutated();
  }

  private static boolean isValid(Map<String, Object> document) {
    return document.keySet().stream()
            .allMatch(
                Map.of("level", 1, "colour", 1, "color", 1, "pair", 1, "names", 1)::containsKey)
        && isLevel(document.get("level"))
        && !(document.containsKey("colour") && document.containsKey("color"))
        && Set.of("red", "green").contains(document.getOrDefault("colour", "red"))
        && Set.of("red", "green").contains(document.getOrDefault("color", "red"))
        && (!document.containsKey("pair")
            || (document.get("pair") instanceof List<?> pair
                && pair.size() == 2
                && pair.stream().allMatch(SettingsArbitrariesPropertyTest::isLevel)))
        && (!document.containsKey("names")
            || (document.get("names") instanceof Map<?, ?> names
                && Set.of("red", "green").containsAll(names.keySet())
                && names.values().stream().allMatch(Boolean.class::isInstance)));
  }

  private static boolean isLevel(@Nullable Object value) {
    return value instanceof BigDecimal number
        && number.scale() == 0
        && number.compareTo(BigDecimal.valueOf(2)) >= 0
        && number.compareTo(BigDecimal.valueOf(5)) <= 0;
  }

  @Property(tries = 500)
  void validDocumentsAreValid(@ForAll("valid") Map<String, Object> document) {
    assertTrue(isValid(document), document.toString());
  }

  @Property(tries = 500)
  void mutatedDocumentsAreDocuments(@ForAll("mutated") Map<String, Object> document) {
    assertInstanceOf(Map.class, document);
  }

  @Example
  void mutationsBreakMostDocuments() {
    List<Boolean> verdicts =
        SettingsArbitraries.of(SCHEMA).mutated().list().ofSize(500).sample().stream()
            .map(SettingsArbitrariesPropertyTest::isValid)
            .collect(Collectors.toList());
    long broken = verdicts.stream().filter(valid -> !valid).count();
    assertTrue(broken > 250, broken + " of 500");
    assertFalse(broken == 500, "no change is harmless");
  }

  @Example
  void textsWithRulesNeedExamples() {
    Map<String, Object> schema =
        Map.of(
            "type",
            "object",
            "required",
            List.of("x"),
            "properties",
            Map.of("x", Map.of("type", "string", "pattern", "^a$")));
    assertThrows(
        IllegalArgumentException.class, () -> SettingsArbitraries.of(schema).valid().sample());
    assertEquals(Map.of("type", "string"), Schema.map(Map.of("type", "string"), "here"));
  }
}
