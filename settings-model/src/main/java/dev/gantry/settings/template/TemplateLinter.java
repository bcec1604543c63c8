// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.settings.internal.template.LintWalk;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks templates against what settings may be: without rendering them, and by rendering them with
 * made-up settings and reading what they write.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class TemplateLinter {
  private static final TemplateEnvironment SOME_HOST =
      TemplateEnvironment.of(4, false, false, Set.of());

  private final SettingsModel model;
  private final HelperCatalog helpers;

  private TemplateLinter(SettingsModel model, HelperCatalog helpers) {
    this.model = Objects.requireNonNull(model, "model");
    this.helpers = Objects.requireNonNull(helpers, "helpers");
  }

  /**
   * Returns a linter.
   *
   * @param model what settings may be
   * @param helpers the helpers that templates may import
   * @return the linter
   */
  public static TemplateLinter create(SettingsModel model, HelperCatalog helpers) {
    return new TemplateLinter(model, helpers);
  }

  /**
   * Checks paths, helpers and kinds of values. Both parts of every block are looked at.
   *
   * @param template the template
   * @return all findings, sorted by place
   */
  public List<TemplateFinding> check(Template template) {
    List<TemplateFinding> findings =
        LintWalk.check(
            template.nodes(),
            model,
            helpers,
            template.requirements(),
            template.seesAll(),
            template::place);
    List<TemplateFinding> sorted = new ArrayList<>(findings);
    sorted.sort(TemplateFinding.BY_PLACE);
    return List.copyOf(sorted);
  }

  /**
   * Renders a template with made-up settings and reads what it writes. The first settings have
   * everything, with two different entries in each list and map; the others are made by chance, so
   * that entries may also be alike. What the settings lack is no finding, since then the file is
   * not written.
   *
   * @param template the template
   * @param format how the file is written
   * @param seed what the settings are made from; the same seed gives the same findings
   * @param rounds how many settings to try
   * @return at most one finding of a kind, with a place in the template that is its start, since
   *     what is wrong is in the output
   */
  public List<TemplateFinding> checkOutput(
      Template template, OutputFormat format, long seed, int rounds) {
    TemplateEngine engine = TemplateEngine.create(SOME_HOST).withHelpers(helpers);
    return new OutputCheck(engine, model, template, format).run(seed, rounds);
  }
}
