// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.artefact.MarkdownReference;
import dev.gantry.settings.extension.VariantSettings;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gantry settings docs}. */
@Command(name = "docs", description = "Prints the reference of a variant's settings in Markdown.")
final class DocsCommand extends GantryCommand {
  @Mixin private final VariantOptions model = new VariantOptions();

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    String reference = MarkdownReference.of(variant.model(), List.of(variant));
    output.line(reference.stripTrailing());
    output.result(Output.object().put("markdown", reference));
    return ExitCode.OK;
  }
}
