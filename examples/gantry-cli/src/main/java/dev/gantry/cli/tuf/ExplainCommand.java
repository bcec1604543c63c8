// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.Digest;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetExplanation;
import dev.gantry.tuf.TargetNotFoundException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf explain}. */
@Command(
    name = "explain",
    description = "Says which roles were asked for a target, in order, and which one decided.")
final class ExplainCommand extends GantryCommand {
  @Parameters(paramLabel = "TARGET", description = "Path of the target.")
  private String target = "";

  @Mixin private final RepositoryOptions repository = new RepositoryOptions();

  @Override
  protected int run(Output output) throws IOException {
    TargetPath path = TargetPath.of(target);
    try (ClientSession session = ClientSession.open(repository, output)) {
      TargetExplanation explanation = session.view().explain(path);
      explanation.toString().lines().forEach(output::line);
      explanation.target().ifPresent(found -> output.line(describe(found)));
      if (output.isJson()) {
        output.result(json(explanation));
      } else if (explanation.failure().isPresent()) {
        throw explanation.failure().get();
      } else if (explanation.target().isEmpty()) {
        throw new TargetNotFoundException(path);
      }
      return explanation.target().isPresent() ? ExitCode.OK : ExitCode.DATA_REFUSED;
    }
  }

  private static String describe(Target found) {
    StringBuilder text = new StringBuilder(found.lengthBytes() + " bytes");
    found.digests().forEach(digest -> text.append(", ").append(digest));
    return text.toString();
  }

  private static ObjectNode json(TargetExplanation explanation) {
    ObjectNode json = Output.object();
    json.put("target", explanation.path().value());
    ArrayNode steps = json.putArray("steps");
    for (TargetExplanation.Step step : explanation.steps()) {
      ObjectNode each = steps.addObject();
      each.put("role", step.role());
      each.put("delegator", step.delegator());
      each.put("outcome", step.outcome().name());
      each.put("detail", step.detail());
    }
    explanation
        .target()
        .ifPresent(
            found -> {
              json.put("role", found.roleName());
              json.put("length", found.lengthBytes());
              ObjectNode hashes = json.putObject("hashes");
              for (Digest digest : found.digests()) {
                hashes.put(digest.algorithm().toString(), digest.hex());
              }
            });
    explanation.failure().ifPresent(failure -> json.put("failure", failure.getMessage()));
    return json;
  }
}
