// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine of Bottlerocket made of many templates, and what this one makes of them. */
class EngineVectorsTest {
  private final TemplateEngine engine =
      TemplateEngine.create(TemplateEnvironment.of(2, false, false, Set.of()));

  private String render(String template, MapValue data) {
    try {
      return engine.render(Template.ofBody("vector", template), new TemplateData(data));
    } catch (MalformedTemplateException | TemplateRenderException e) {
      return "(error)";
    } catch (GantryException e) {
      throw new AssertionError(template, e);
    }
  }

  @ParameterizedTest
  @CsvSource({"engine-vectors.json, 1061", "engine-vectors-odd.json, 442"})
  void rendersAsBottlerocketDoes(String name, int count) {
    SettingValue file = Vectors.read(name);
    MapValue data = (MapValue) Vectors.get(file, "data").orElseThrow();
    List<String> different = new ArrayList<>();
    List<SettingValue> cases = Vectors.list(Vectors.get(file, "cases").orElseThrow());
    for (SettingValue vector : cases) {
      String template = Vectors.text(vector, "template");
      boolean fails = Vectors.get(vector, "error").isPresent();
      String expected = fails ? "(error)" : Vectors.text(vector, "out");
      String found = render(template, data);
      if (!expected.equals(found)) {
        different.add("\n[" + template + "] expected [" + expected + "] found [" + found + "]");
      }
    }
    assertEquals(List.of(), different);
    assertEquals(count, cases.size());
  }

  @Test
  void writesTomlAsBottlerocketDoes() {
    SettingValue file = Vectors.read("engine-vectors.json");
    List<SettingValue> toml = Vectors.list(Vectors.get(file, "toml").orElseThrow());
    List<String> different = new ArrayList<>();
    for (SettingValue vector : toml) {
      MapValue data = SettingValue.map(Map.of("v", Vectors.get(vector, "toml").orElseThrow()));
      String expected = Vectors.text(vector, "out");
      String found = render("{{toml_encode v}}", data);
      if (!expected.equals(found)) {
        different.add("\nexpected [" + expected + "] found [" + found + "]");
      }
    }
    assertEquals(List.of(), different);
  }
}
