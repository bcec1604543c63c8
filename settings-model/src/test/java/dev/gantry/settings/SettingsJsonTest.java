// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue.NumberValue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\"",
        "1",
        "-0.50",
        "1E+5",
        "true",
        "[]",
        "{}",
        "[1,[2,{\"a\":\"\\u0001\"}]]",
        "{\"a\":1,\"b\":[\"x\",false]}"
      })
  void canonicalTextComesBackUnchanged(String text) throws Exception {
    assertEquals(text, SettingsJson.write(SettingsJson.read("test", text).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "1 2",
        "{\"a\":1,\"a\":2}",
        "[null]",
        "{\"a\":null}",
        "nul",
        "01",
        "NaN",
        "1e99999999999",
        "[-1.5E-99999999999]",
        "444444444444444444444444444444E444444044444444444444",
        "'x'",
        "\"a",
        "\"\\x\"",
        "[1",
        "{\"a\"}",
        "\u0000"
      })
  void whatIsNotJsonIsRefused(String text) {
    MalformedDataException thrown =
        assertThrows(MalformedDataException.class, () -> SettingsJson.read("test", text));
    assertEquals("SETTINGS_JSON", thrown.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "'hunter2'",
        "{\"a\":hunter2}",
        "{hunter2:1}",
        "[\"hunter2\" hunter2",
        "\"\\hunter2\""
      })
  void whatTheTextHasIsNotTold(String text) {
    MalformedDataException thrown =
        assertThrows(MalformedDataException.class, () -> SettingsJson.read("test", text));
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    assertFalse(trace.toString().contains("hunter2"));
  }

  @Test
  void nullIsNoValue() throws Exception {
    assertTrue(SettingsJson.read("test", " null ").isEmpty());
  }

  @Test
  void deepNestingIsRefused() {
    String text = "[".repeat(100_000) + "]".repeat(100_000);
    assertThrows(MalformedDataException.class, () -> SettingsJson.read("test", text));
  }

  @Test
  void hugeExponentIsKeptAsItIs() throws Exception {
    SettingValue value = SettingsJson.read("test", "1e999999999").orElseThrow();
    assertEquals(new NumberValue(new BigDecimal("1e999999999")), value);
    assertEquals("1E+999999999", SettingsJson.write(value));
  }

  @Test
  void mapsAreSortedAndIndentedForPeople() {
    SettingValue value =
        SettingValue.map(
            Map.of(
                "b", SettingValue.strings("x", "y"),
                "a", SettingValue.map(Map.of()),
                "c", SettingValue.of(1)));
    assertEquals("{\"a\":{},\"b\":[\"x\",\"y\"],\"c\":1}", SettingsJson.write(value));
    assertEquals(
        "{\n  \"a\": {},\n  \"b\": [\n    \"x\",\n    \"y\"\n  ],\n  \"c\": 1\n}",
        SettingsJson.writePretty(value));
  }
}
