// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateData;
import dev.gantry.settings.template.TemplateEngine;
import dev.gantry.settings.template.TemplateEnvironment;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are found in what templates write, in whatever way they write it. */
final class SecretTextsTest {
  private static final SettingKey TOKEN = SettingKey.of("kubernetes", "bootstrap-token");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain-secret",
        "tab\there",
        "esc\u001bape",
        "del\u007fete",
        "quo\"te\\d",
        "a<b>&'c"
      })
  void secretsAreTakenOut(String secret) throws Exception {
    SettingsTree tree = SettingsTree.ofValues(Map.of(TOKEN, SettingValue.of(secret)));
    SecretTexts secrets = SecretTexts.of(BottlerocketModel.model(), SettingsTree.empty(), tree);
    String rendered =
        TemplateEngine.create(TemplateEnvironment.of(1, false, false, Set.of()))
            .render(
                Template.ofBody(
                    "test",
                    "{{settings.kubernetes.bootstrap-token}}|"
                        + "{{{settings.kubernetes.bootstrap-token}}}|"
                        + "{{toml_encode settings.kubernetes.bootstrap-token}}"),
                TemplateData.of(tree, SettingValue.MapValue.EMPTY));
    String shown = secrets.without(rendered).orElseThrow();
    assertEquals("(secret)|(secret)|(secret)", shown.replace("\"", "").replace("'", ""), rendered);
    assertEquals(
        "\"(secret)\"", secrets.without(SettingsJson.write(SettingValue.of(secret))).orElseThrow());
  }
}
