// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.template.ExtensionRequirement;
import dev.gantry.settings.template.RenderCommand;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateData;
import dev.gantry.settings.template.TemplateEngine;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A generator that renders a template, as Bottlerocket's {@code schnauzer-v2 render} does. It reads
 * the namespaces that the template requires.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class TemplateGenerator implements SettingGenerator {
  private final SettingKey target;
  private final Template template;
  private final TemplateEngine engine;
  private final MapValue os;

  /**
   * Creates a generator.
   *
   * @param target what it gives a text to
   * @param template the template; it requires what it reads, so it is in the second form
   * @param engine renders it
   * @param os what it sees as {@code os}
   */
  public TemplateGenerator(
      SettingKey target, Template template, TemplateEngine engine, MapValue os) {
    this.target = Objects.requireNonNull(target, "target");
    this.template = Objects.requireNonNull(template, "template");
    this.engine = Objects.requireNonNull(engine, "engine");
    this.os = Objects.requireNonNull(os, "os");
  }

  /**
   * Creates a generator of a command line.
   *
   * @param target what it gives a text to
   * @param commandLine {@code schnauzer-v2 render} and its arguments
   * @param engine renders the template
   * @param os what the template sees as {@code os}
   * @return the generator
   * @throws GantryException if it is no such command line
   */
  public static TemplateGenerator parse(
      SettingKey target, String commandLine, TemplateEngine engine, MapValue os)
      throws GantryException {
    Template template = RenderCommand.parse(commandLine).toTemplate("generator of " + target);
    return new TemplateGenerator(target, template, engine, os);
  }

  @Override
  public SettingKey target() {
    return target;
  }

  @Override
  public Set<SettingKey> inputs() {
    Set<SettingKey> inputs = new HashSet<>();
    for (ExtensionRequirement requirement : template.requirements()) {
      SettingKey namespace = SettingKey.of(requirement.name());
      if (!target.startsWith(namespace)) {
        inputs.add(namespace);
      }
    }
    return inputs;
  }

  @Override
  public Optional<SettingValue> generate(SettingsTree settings, CancellationToken cancellation)
      throws GantryException {
    cancellation.throwIfCancelled();
    return Optional.of(SettingValue.of(engine.render(template, TemplateData.of(settings, os))));
  }
}
