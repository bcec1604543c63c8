// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.internal.template.SampleSettings;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.TemplateFinding.Code;
import dev.gantry.settings.template.TemplateRenderException.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders a template with made-up settings and reads what it writes. */
final class OutputCheck {
  private static final MapValue OS =
      SettingValue.map(
          Map.of(
              "arch", SettingValue.of("x86_64"),
              "build_id", SettingValue.of("0123abcd"),
              "pretty_name", SettingValue.of("Sample OS 1.0.0"),
              "variant_id", SettingValue.of("sample"),
              "version_id", SettingValue.of("1.0.0")));

  private final TemplateEngine engine;
  private final SettingsModel model;
  private final Template template;
  private final OutputFormat format;
  private final Map<Code, TemplateFinding> findings = new EnumMap<>(Code.class);

  OutputCheck(TemplateEngine engine, SettingsModel model, Template template, OutputFormat format) {
    this.engine = engine;
    this.model = model;
    this.template = template;
    this.format = format;
  }

  List<TemplateFinding> run(long seed, int rounds) {
    round(SampleSettings.full(model), true, "with all settings");
    for (int i = 1; i < rounds; i++) {
      round(SampleSettings.random(model, seed + i), false, "with made-up settings " + (seed + i));
    }
    return List.copyOf(findings.values());
  }

  private void round(MapValue settings, boolean full, String which) {
    String output;
    try {
      output = engine.render(template, TemplateData.of(settings, OS));
    } catch (TemplateRenderException e) {
      if (full && e.reason() != Reason.MISSING_VALUE) {
        report(Code.FAILS, e.span(), which + " it cannot be rendered: " + e.getMessage());
      }
      return;
    } catch (GantryException e) {
      report(Code.FAILS, start(), which + " it cannot be rendered: " + e.getMessage());
      return;
    }
    Optional<String> problem = format.problem(output);
    problem.ifPresent(
        what ->
            report(
                Code.BROKEN_OUTPUT,
                start(),
                which + " it writes what is not " + format + "; " + what));
  }

  private SourceSpan start() {
    return new SourceSpan(template.name(), 1, 1, 1, 1);
  }

  private void report(Code code, SourceSpan span, String message) {
    findings.putIfAbsent(code, new TemplateFinding(code, span, message, Optional.empty()));
  }
}
