// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.PlainValues;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.testkit.settings.SettingsArbitraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;

/**
 * A document is valid for an independent validator with our schema exactly if it is valid for the
 * model: for what reads documents, and for the types alone.
 */
class SchemaAgreesWithModelPropertyTest {
  private static final int INSTANCES = Boolean.getBoolean("gantry.test.long") ? 50_000 : 5_000;
  private static final long SEED = Long.getLong("gantry.test.seed", 20_241_024L);

  private final SettingsModel model =
      SettingsModel.of(BottlerocketModel.model().namespaces().values(), List.of());

  @Example
  void compat() throws Exception {
    compare(Profile.COMPAT);
  }

  @Example
  void strict() throws Exception {
    compare(Profile.STRICT);
  }

  private void compare(Profile profile) throws Exception {
    MapValue schema = JsonSchemas.document(model, profile, "all", SettingsTree.empty());
    SchemaOracle oracle = new SchemaOracle(SettingsJson.write(schema), model, profile);
    SettingsArbitraries arbitraries = SettingsArbitraries.of(PlainValues.toPlain(schema));
    Random random = new Random(SEED);
    int valid = 0;
    int byFormat = 0;
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      Arbitrary<Map<String, Object>> kind =
          random.nextInt(3) == 0 ? arbitraries.valid() : arbitraries.mutated();
      Map<String, Object> plain = kind.generator(1).next(random).value();
      MapValue document = (MapValue) PlainValues.of(plain);
      String text = SettingsJson.write(document);
      SettingsDocument read =
          SettingsDocument.parse("x.json", DocumentFormat.JSON, text, InputLimits.defaults());
      boolean bound = SettingsBinder.of(model, profile).bindUserData(read).violations().isEmpty();
      boolean typed =
          document.entries().size() == 1
              && document.entries().get("settings") instanceof MapValue settings
              && model.accepts(settings, profile);
      boolean accepted = oracle.accepts(text);
      if (accepted != bound || accepted != typed) {
        disagreements.add(
            "schema " + accepted + ", binder " + bound + ", types " + typed + ": " + text);
      }
      valid += accepted ? 1 : 0;
      byFormat += !accepted && oracle.acceptsWithoutFormats(text) ? 1 : 0;
    }
    System.out.println(
        "schema and model, "
            + profile
            + ": "
            + INSTANCES
            + " instances, "
            + valid
            + " valid, "
            + (INSTANCES - valid)
            + " invalid ("
            + byFormat
            + " of them by a format alone), "
            + disagreements.size()
            + " disagreements");
    assertEquals(
        List.of(), disagreements.subList(0, Math.min(5, disagreements.size())), "seed " + SEED);
    assertTrue(valid > INSTANCES / 4 && valid < INSTANCES * 3 / 4, valid + " valid");
  }
}
