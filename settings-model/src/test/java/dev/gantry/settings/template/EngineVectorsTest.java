// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the engine of Bottlerocket made of many templates, and what this one makes of them. */
class EngineVectorsTest {
  private static final SettingValue FILE = Vectors.read("engine-vectors.json");

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

  @Test
  void rendersAsBottlerocketDoes() {
    MapValue data = (MapValue) Vectors.get(FILE, "data").orElseThrow();
    List<String> different = new ArrayList<>();
    List<SettingValue> cases = Vectors.list(Vectors.get(FILE, "cases").orElseThrow());
    for (SettingValue vector : cases) {
      String template = Vectors.text(vector, "template");
      boolean fails = Vectors.get(vector, "error").isPresent();
      String expected = fails ? "(error)" : Vectors.text(vector, "out");
      String found = render(template, data);
      if (!expected.equals(found)) {
        different.add("\n[" + template + "] expected [" + expected + "] found [" + found + "]");
      }
    }
    assertTrue(cases.size() > 1000);
    assertEquals(List.of(), different);
  }

  @Test
  void writesTomlAsBottlerocketDoes() {
    List<String> different = new ArrayList<>();
    for (SettingValue vector : Vectors.list(Vectors.get(FILE, "toml").orElseThrow())) {
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
