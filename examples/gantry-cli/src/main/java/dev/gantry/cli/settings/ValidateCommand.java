// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.NewFile;
import dev.gantry.cli.Output;
import dev.gantry.cli.ViolationJson;
import dev.gantry.core.Bytes;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.ViolationReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry settings validate}. */
@Command(
    name = "validate",
    description = {
      "Checks user data in TOML or JSON and shows everything that is wrong with it.",
      "Later files are laid over earlier ones."
    })
final class ValidateCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Write the violations as SARIF 2.1.0 for tools that show them beside code.")
  private @Nullable Path sarif;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Documents of user data; - for standard input.")
  private List<Path> files = List.of();

  @Override
  protected int run(Output output) throws IOException {
    if (sarif != null) {
      NewFile.check(sarif, true, files.toArray(Path[]::new));
    }
    Documents documents = Documents.read(model.variant(), model.profile(), files);
    List<Violation> violations = documents.violations();
    if (sarif != null) {
      String report = ViolationReports.sarif(violations, "gantry", "0.1.0") + "\n";
      NewFile.write(sarif, Bytes.of(report.getBytes(StandardCharsets.UTF_8)));
    }
    output.line(
        violations.isEmpty()
            ? "valid: " + documents.settings().effective().leaves().size() + " settings"
            : documents.rendered() + "\n" + count(violations.size()));
    ObjectNode result = Output.object();
    result.put("valid", violations.isEmpty());
    ViolationJson.put(result, violations);
    output.result(result);
    return violations.isEmpty() ? ExitCode.OK : ExitCode.DATA_REFUSED;
  }

  private static String count(int violations) {
    return violations == 1 ? "1 violation" : violations + " violations";
  }
}
