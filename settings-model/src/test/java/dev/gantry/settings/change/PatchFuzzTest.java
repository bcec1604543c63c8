// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.input.FuzzSeeds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever patch is read and applied: what comes out can be stored and said as a patch again. */
public class PatchFuzzTest {
  PatchFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(PatchFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws Exception {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input: a document, and behind the first line feed a patch. */
  public static void fuzzerTestOneInput(byte[] input) throws GantryException {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    SettingValue document;
    try {
      document = SettingsJson.read("document", parts[0]).orElse(MapValue.EMPTY);
    } catch (GantryException declared) {
      return;
    }
    String patch = parts.length == 1 ? "[]" : parts[1];
    jsonPatch(document, patch);
    mergePatch(document, patch);
  }

  private static void jsonPatch(SettingValue document, String text) throws GantryException {
    SettingValue result;
    try {
      JsonPatch patch = JsonPatch.read("patch", text);
      assertEquals(patch.toJson(), JsonPatch.read("again", patch.toJson()).toJson());
      result = patch.applyTo(document);
    } catch (GantryException declared) {
      return;
    }
    assertEquals(result, reread(result));
    if (document instanceof MapValue before && result instanceof MapValue after) {
      SettingsTree from = SettingsTree.of(before);
      SettingsTree to = SettingsTree.of(after);
      assertEquals(to, JsonPatch.between(from, to).applyTo(from));
      assertEquals(to, SettingsChange.between(from, to).applyTo(from));
      assertEquals(to, ThreeWayMerge.merge(from, from, to).tree());
      assertEquals(to, ThreeWayMerge.merge(from, to, to).tree());
      assertTrue(ThreeWayMerge.merge(from, to, from).conflicts().isEmpty());
    }
  }

  private static void mergePatch(SettingValue document, String text) throws GantryException {
    MergePatch patch;
    try {
      patch = MergePatch.read("patch", text);
    } catch (GantryException declared) {
      return;
    }
    MapValue result = patch.applyTo(document);
    assertEquals(result, patch.applyTo(result));
    assertEquals(result, reread(result));
    assertEquals(result, MergePatch.read("again", patch.toJson()).applyTo(document));
  }

  private static SettingValue reread(SettingValue value) throws GantryException {
    return SettingsJson.read("result", SettingsJson.write(value)).orElse(MapValue.EMPTY);
  }
}
