// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MergePatchTest {
  /** The cases of appendix A whose patch is an object and that have no null in the target. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "{\"a\":\"b\"} ; {\"a\":\"c\"} ; {\"a\":\"c\"}",
        "{\"a\":\"b\"} ; {\"b\":\"c\"} ; {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"} ; {\"a\":null} ; {}",
        "{\"a\":\"b\",\"b\":\"c\"} ; {\"a\":null} ; {\"b\":\"c\"}",
        "{\"a\":[\"b\"]} ; {\"a\":\"c\"} ; {\"a\":\"c\"}",
        "{\"a\":\"c\"} ; {\"a\":[\"b\"]} ; {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}} ; {\"a\":{\"b\":\"d\",\"c\":null}} ; {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]} ; {\"a\":[1]} ; {\"a\":[1]}",
        "[1,2] ; {\"a\":\"b\",\"c\":null} ; {\"a\":\"b\"}",
        "{} ; {\"a\":{\"bb\":{\"ccc\":null}}} ; {\"a\":{\"bb\":{}}}"
      })
  void rfc_7396_appendixA(String target, String patch, String result) throws Exception {
    SettingValue before = SettingsJson.read("target", target).orElseThrow();
    assertEquals(result, SettingsJson.write(MergePatch.read("patch", patch).applyTo(before)));
    assertEquals(patch, MergePatch.read("patch", patch).toJson());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"a\"", "null", "", "{\"a\":[null]}", "{\"a\":1,\"a\":null}"})
  void whatIsNoPatchIsRefused(String text) {
    assertThrows(MalformedDataException.class, () -> MergePatch.read("patch", text));
  }

  @Test
  void aChangeThatUnsetsAndSetsBelowHasNoPatch() {
    SettingsChange change =
        SettingsChange.of(
            SettingsTree.ofValues(Map.of(SettingKey.of("a", "b"), SettingValue.of(1))),
            new TreeSet<>(Set.of(SettingKey.of("a"))));
    assertThrows(IllegalArgumentException.class, () -> MergePatch.of(change));
  }
}
