// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.author.DocumentSignatures;
import dev.gantry.tuf.author.RootDocument;
import dev.gantry.tuf.author.Signer;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf root sign}. */
@Command(name = "sign", description = "Adds signatures to a root file; those that are there stay.")
final class RootSignCommand extends GantryCommand {
  @Parameters(paramLabel = "PATH", description = "The root file.")
  private Path path = Path.of("");

  @Mixin private final SigningOptions keys = new SigningOptions();

  @Option(
      names = {"-c", "--cross-sign"},
      paramLabel = "FILE",
      description = "The root before this one, whose keys may sign too.")
  private @Nullable Path previous;

  @Option(
      names = {"-i", "--ignore-threshold"},
      description = "Save the file even if more signatures are needed.")
  private boolean ignoreThreshold;

  @Override
  protected int run(Output output) throws IOException {
    RootDocument root = RootFiles.read(path);
    RootDocument before = previous == null ? null : RootFiles.read(previous);
    List<Signer> signers = keys.signers();
    requireKnown(signers, root, before);
    RootDocument signed = before == null ? root.sign(signers) : root.sign(signers, before);
    DocumentSignatures report = before == null ? signed.inspect() : signed.inspect(before);
    if (!report.isComplete() && !ignoreThreshold) {
      throw new StateConflictException(
          "THRESHOLD_NOT_MET",
          "saving " + path,
          Signatures.summary(report),
          "enough signatures; --ignore-threshold saves the file for the next key holder");
    }
    RootFiles.write(path, signed);
    ObjectNode json = Output.object();
    Signatures.lines(report).forEach(output::line);
    json.put("root", path.toString());
    Signatures.add(json.putArray("documents"), report);
    json.put("complete", report.isComplete());
    output.result(json);
    return ExitCode.OK;
  }

  /** Signs nothing with a key that does not count: it would be a mistake. */
  private static void requireKnown(
      Collection<Signer> signers, RootDocument root, @Nullable RootDocument before)
      throws StateConflictException {
    Set<TufPublicKey> known = new HashSet<>(root.keys("root").values());
    if (before != null) {
      known.addAll(before.keys("root").values());
    }
    for (Signer signer : signers) {
      if (!known.contains(signer.publicKey())) {
        throw new StateConflictException(
            "KEY_NOT_FOUND",
            "signing with key " + signer.publicKey().keyId(),
            "no root key of that id in the root" + (before == null ? "" : ", nor the one before"),
            "a key that counts for the root role; --cross-sign names the root before");
      }
    }
  }
}
