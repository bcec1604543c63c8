// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.InputFile;
import dev.gantry.cli.Output;
import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateData;
import dev.gantry.settings.template.TemplateEngine;
import dev.gantry.settings.template.TemplateEnvironment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry settings render}. */
@Command(
    name = "render",
    description = {
      "Renders a configuration file from a template and settings, secrets too.",
      "A template without front matter sees all settings."
    })
final class RenderCommand extends GantryCommand {
  private static final int MAX_TEMPLATE_BYTES = 1 << 20;

  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      defaultValue = "x86_64",
      description = "What os.arch is in templates; default ${DEFAULT-VALUE}.")
  private String arch = "x86_64";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many processors the host has; default ${DEFAULT-VALUE}.")
  private int cpus = 2;

  @Parameters(
      index = "0",
      paramLabel = "TEMPLATE",
      description = "The template, - for standard input.")
  private Path file = Path.of("");

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    MapValue os =
        SettingValue.map(
            Map.of("arch", SettingValue.of(arch), "variant_id", SettingValue.of(variant.name())));
    String text = text(file);
    boolean hasFrontMatter = text.lines().anyMatch(line -> line.matches("\\s*\\+{3,}\\s*"));
    Template template =
        hasFrontMatter
            ? Template.parse(InputFile.name(file), text)
            : Template.ofBody(InputFile.name(file), text);
    String rendered =
        TemplateEngine.create(TemplateEnvironment.of(cpus, false, false, Set.of()))
            .withHelpers(VariantOptions.helpers())
            .render(
                template,
                TemplateData.of(source.settings(variant, model.profile()).effective(), os));
    output.exact(rendered);
    output.result(Output.object().put("text", rendered));
    return ExitCode.OK;
  }

  private static String text(Path path) throws IOException {
    ByteBuffer bytes = InputFile.read(path, MAX_TEMPLATE_BYTES);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      // The decoder stops in front of what it cannot read.
      throw new MalformedDataException(
          "TEMPLATE_SYNTAX",
          InputFile.name(path),
          bytes.position(),
          "template",
          "bytes that are not UTF-8",
          "text in UTF-8",
          e);
    }
  }
}
