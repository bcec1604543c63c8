// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.internal.template.Evaluator;
import dev.gantry.settings.template.TemplateRenderException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Renders templates, byte for byte as Bottlerocket does. A template reaches the values that it is
 * given and the helpers of the catalog, and nothing else: no Java object, no file, no process.
 *
 * <p>Immutable and safe for use by many threads, if the helpers and the environment are.
 */
public final class TemplateEngine {
  private final HelperCatalog helpers;
  private final TemplateEnvironment environment;
  private final TemplateLimits limits;

  private TemplateEngine(
      HelperCatalog helpers, TemplateEnvironment environment, TemplateLimits limits) {
    this.helpers = Objects.requireNonNull(helpers, "helpers");
    this.environment = Objects.requireNonNull(environment, "environment");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /**
   * Returns an engine with the helpers of Bottlerocket and the usual limits.
   *
   * @param environment what helpers may know of the host
   * @return the engine
   */
  public static TemplateEngine create(TemplateEnvironment environment) {
    return new TemplateEngine(HelperCatalog.standard(), environment, TemplateLimits.DEFAULT);
  }

  /**
   * Returns this engine with other helpers.
   *
   * @param newHelpers the helpers
   * @return a new engine
   */
  public TemplateEngine withHelpers(HelperCatalog newHelpers) {
    return new TemplateEngine(newHelpers, environment, limits);
  }

  /**
   * Returns this engine with other limits.
   *
   * @param newLimits the limits
   * @return a new engine
   */
  public TemplateEngine withLimits(TemplateLimits newLimits) {
    return new TemplateEngine(helpers, environment, newLimits);
  }

  /**
   * Returns the helpers that templates may import.
   *
   * @return the catalog
   */
  public HelperCatalog helpers() {
    return helpers;
  }

  /**
   * Renders a template. A template in its second form sees the namespaces that it requires and what
   * is not under {@code settings}.
   *
   * @param template the template
   * @param data what paths lead to
   * @return the text that it writes
   * @throws TemplateRenderException if it cannot be rendered with these values
   * @throws LimitExceededException if it takes more steps or writes more than the limits allow
   * @throws GantryException if a helper fails
   */
  public String render(Template template, TemplateData data) throws GantryException {
    return Evaluator.render(
        template.nodes(), visible(template, data), imported(template), environment, limits);
  }

  private static MapValue visible(Template template, TemplateData data) {
    SettingValue all = data.root().entries().get(TemplateData.SETTINGS);
    if (template.seesAll() || !(all instanceof MapValue settings)) {
      return data.root();
    }
    SortedMap<String, SettingValue> kept = new TreeMap<>();
    for (ExtensionRequirement requirement : template.requirements()) {
      SettingValue value = settings.entries().get(requirement.name());
      if (value != null) {
        kept.put(requirement.name(), value);
      }
    }
    SortedMap<String, SettingValue> root = new TreeMap<>(data.root().entries());
    root.put(TemplateData.SETTINGS, new MapValue(kept));
    return new MapValue(root);
  }

  private Map<String, TemplateHelper> imported(Template template) throws TemplateRenderException {
    Map<String, TemplateHelper> found = new HashMap<>();
    for (HelperSignature signature : helpers.signatures()) {
      if (template.seesAll() || signature.extension().isEmpty()) {
        helpers.helper(signature.name()).ifPresent(each -> found.put(signature.name(), each));
      }
    }
    for (ExtensionRequirement requirement : template.requirements()) {
      for (String name : requirement.helpers()) {
        TemplateHelper helper =
            helpers
                .helper(name)
                .filter(each -> each.signature().extension().equals(requirement.name()))
                .orElse(null);
        if (helper == null) {
          throw new TemplateRenderException(
              Reason.UNKNOWN_HELPER,
              template.place(requirement.name(), name),
              "the extension "
                  + Text.quote(requirement.name())
                  + " has no helper "
                  + Text.quote(name));
        }
        found.put(name, helper);
      }
    }
    return found;
  }
}
