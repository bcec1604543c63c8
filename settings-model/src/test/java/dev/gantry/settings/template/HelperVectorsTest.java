// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The inputs and results of Bottlerocket's own tests of its helpers. */
class HelperVectorsTest {
  private static final List<SettingValue> VECTORS =
      Vectors.list(Vectors.read("helper-vectors.json"));

  @Test
  void helpersDoWhatThoseOfBottlerocketDo() {
    List<String> different = new ArrayList<>();
    for (SettingValue vector : VECTORS) {
      boolean fails = Vectors.get(vector, "error").isPresent();
      String expected = fails ? "(error)" : Vectors.text(vector, "out");
      String found = render(vector);
      if (!expected.equals(found)) {
        different.add(
            "\n["
                + Vectors.text(vector, "template")
                + "] expected ["
                + expected
                + "] found ["
                + found
                + "]");
      }
    }
    assertEquals(200, VECTORS.size());
    assertEquals(List.of(), different);
  }

  private static String render(SettingValue vector) {
    Set<String> resolvable = new HashSet<>();
    Vectors.get(vector, "resolvable")
        .ifPresent(
            names ->
                Vectors.list(names)
                    .forEach(name -> resolvable.add(((SettingValue.StringValue) name).value())));
    int cpus =
        Vectors.get(vector, "cpus")
            .map(value -> ((NumberValue) value).value().intValueExact())
            .orElse(2);
    boolean adapter = Vectors.get(vector, "efa").isPresent();
    TemplateEngine engine =
        TemplateEngine.create(TemplateEnvironment.of(cpus, false, adapter, resolvable));
    try {
      Template template = Template.ofBody("vector", Vectors.text(vector, "template"));
      MapValue data = (MapValue) Vectors.get(vector, "data").orElseThrow();
      return engine.render(template, new TemplateData(data));
    } catch (TemplateRenderException e) {
      return "(error)";
    } catch (GantryException e) {
      throw new AssertionError(vector.toString(), e);
    }
  }

  @Test
  void everyHelperOfAnExtensionHasVectors() {
    Set<String> tested = new TreeSet<>(Set.of("metadata-prefix"));
    VECTORS.forEach(vector -> tested.add(Vectors.text(vector, "helper")));
    for (HelperSignature signature : HelperCatalog.standard().signatures()) {
      assertTrue(
          signature.extension().isEmpty() || tested.contains(signature.name()), signature.name());
    }
  }
}
