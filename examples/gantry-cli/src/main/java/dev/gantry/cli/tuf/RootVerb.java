// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.tuf.author.RootDocument;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** A verb that changes a root file; each change drops the signatures, which would not verify. */
abstract class RootVerb extends GantryCommand {
  @Parameters(index = "0", paramLabel = "PATH", description = "The root file.")
  private Path path = Path.of("");

  /** Returns the changed document; what else there is to say goes into the result. */
  abstract RootDocument change(RootDocument root, ObjectNode result) throws IOException;

  Path path() {
    return path;
  }

  @Override
  protected int run(Output output) throws IOException {
    RootDocument before = RootFiles.read(path);
    ObjectNode result = Output.object();
    RootDocument after = change(before, result);
    if (!after.equals(before)) {
      RootFiles.write(path, after);
    }
    report(path, after, result, output);
    return ExitCode.OK;
  }

  static void report(Path path, RootDocument root, ObjectNode result, Output output) {
    if (result.has("key_id")) {
      output.line(result.path("key_id").asString());
    }
    result.path("keys").forEach(id -> output.line(id.asString()));
    output.line(path + ": " + root);
    result.put("root", path.toString());
    result.put("version", root.version());
    result.put("expires", root.expires().toString());
    result.put("signatures", root.signatures().size());
    output.result(result);
  }
}
