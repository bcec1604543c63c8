// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingKeyTest {
  @Test
  void quotedNamesKeepTheirDots() throws Exception {
    SettingKey key = SettingKey.parse("kubernetes.node-labels.\"example.com/role\"");
    assertEquals(List.of("kubernetes", "node-labels", "example.com/role"), key.names());
    assertEquals("kubernetes.node-labels.\"example.com/role\"", key.toString());
    assertTrue(key.isStorable());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"``|0", "a..b|2", ".a|0", "a.|2", "a b|1", "a:b|1", "\"a|2", "ä|0", "a!|1"})
  void malformedKeysAreRefused(String text, int index) {
    MalformedKeyException thrown =
        assertThrows(MalformedKeyException.class, () -> SettingKey.parse(text));
    assertEquals("SETTINGS_KEY", thrown.code());
    assertEquals(index, thrown.index());
  }

  @Test
  void longKeysAreRefused() throws Exception {
    assertEquals(1, SettingKey.parse("a".repeat(255)).depth());
    assertThrows(MalformedKeyException.class, () -> SettingKey.parse("a".repeat(256)));
    assertFalse(SettingKey.of("a".repeat(256)).isStorable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\nb", "\"", "\\", "ä"})
  void namesThatNoStoreCanHoldAreShownInQuotes(String name) {
    SettingKey key = SettingKey.of("a", name);
    assertFalse(key.isStorable());
    assertTrue(key.toString().startsWith("a.\""), key.toString());
    assertFalse(key.toString().contains("\n"));
  }

  @Test
  void prefixesAreCountedInNames() {
    assertTrue(SettingKey.of("kernel", "x").startsWith(SettingKey.of("kernel")));
    assertFalse(SettingKey.of("kernels").startsWith(SettingKey.of("kernel")));
    assertEquals(
        SettingKey.of("x"), SettingKey.of("kernel", "x").relativeTo(SettingKey.of("kernel")));
    assertEquals(SettingKey.of("kernel", "x"), SettingKey.of("kernel").resolve(SettingKey.of("x")));
  }
}
