// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.DocumentSignatures;
import dev.gantry.tuf.author.PendingDocument;
import dev.gantry.tuf.author.RootDocument;
import dev.gantry.tuf.author.SignatureReport;
import dev.gantry.tuf.author.SigningBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf bundle}. */
@Command(
    name = "bundle",
    description = "Carries metadata to key holders without a network, and their signatures back.",
    subcommands = {
      BundleCommand.Root.class,
      BundleShowCommand.class,
      BundleCommand.Sign.class,
      BundleCommand.Merge.class,
      BundleCommand.Report.class,
      BundleCommand.Finish.class
    })
final class BundleCommand {
  private BundleCommand() {}

  /** A verb on one bundle. */
  abstract static class Verb extends GantryCommand {
    @Parameters(index = "0", paramLabel = "BUNDLE", description = "The bundle.")
    private Path path = Path.of("");

    Path path() {
      return path;
    }

    static int report(SigningBundle bundle, Path path, Output output) {
      SignatureReport report = bundle.report();
      ObjectNode json = Output.object();
      json.put("bundle", path.toString());
      json.put("complete", report.isComplete());
      ArrayNode documents = json.putArray("documents");
      for (DocumentSignatures document : report.documents()) {
        Signatures.lines(document).forEach(output::line);
        Signatures.add(documents, document);
      }
      output.result(json);
      return report.isComplete() ? ExitCode.OK : ExitCode.STATE_CONFLICT;
    }
  }

  /** {@code gantry tuf bundle root}. */
  @Command(name = "root", description = "Puts a root file into a new bundle.")
  static final class Root extends Verb {
    @Parameters(index = "1", paramLabel = "FILE", description = "The root file.")
    private Path root = Path.of("");

    @Option(
        names = {"-c", "--cross-sign"},
        paramLabel = "FILE",
        description = "The root before it, whose keys must sign too.")
    private @Nullable Path previous;

    @Override
    protected int run(Output output) throws IOException {
      RootDocument document = RootFiles.read(root);
      PendingDocument pending =
          previous == null ? document.toPending() : document.toPending(RootFiles.read(previous));
      SigningBundle bundle = SigningBundle.of(List.of(pending));
      BundleFiles.write(path(), bundle);
      report(bundle, path(), output);
      return ExitCode.OK;
    }
  }

  /** {@code gantry tuf bundle sign}. */
  @Command(name = "sign", description = "Adds signatures; look at 'bundle show' before.")
  static final class Sign extends Verb {
    @Mixin private final SigningOptions keys = new SigningOptions();

    @Override
    protected int run(Output output) throws IOException {
      SigningBundle before = BundleFiles.read(path());
      SigningBundle after = before.sign(keys.signers());
      if (after.equals(before)) {
        output.warning("nothing in the bundle waits for these keys");
      } else {
        BundleFiles.write(path(), after);
      }
      report(after, path(), output);
      return after.equals(before) ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
    }
  }

  /** {@code gantry tuf bundle merge}. */
  @Command(
      name = "merge",
      description = "Adds the signatures of copies that were signed elsewhere.")
  static final class Merge extends Verb {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COPY", description = "Signed copies.")
    private List<Path> copies = new ArrayList<>();

    @Override
    protected int run(Output output) throws IOException {
      SigningBundle bundle = BundleFiles.read(path());
      for (Path copy : copies) {
        bundle = bundle.merge(BundleFiles.read(copy));
      }
      BundleFiles.write(path(), bundle);
      report(bundle, path(), output);
      return ExitCode.OK;
    }
  }

  /** {@code gantry tuf bundle report}. */
  @Command(
      name = "report",
      description = "Says who has signed and who is missing; exit code 5 if somebody is.")
  static final class Report extends Verb {
    @Override
    protected int run(Output output) throws IOException {
      return report(BundleFiles.read(path()), path(), output);
    }
  }

  /** {@code gantry tuf bundle finish}. */
  @Command(
      name = "finish",
      description = "Writes a signed document to its file once every threshold is met.")
  static final class Finish extends Verb {
    @Parameters(index = "1", paramLabel = "DIR", description = "Where the files go.")
    private Path directory = Path.of("");

    @Override
    protected int run(Output output) throws IOException {
      SigningBundle bundle = BundleFiles.read(path()).verify();
      ObjectNode json = Output.object();
      ArrayNode files = json.putArray("files");
      for (PendingDocument document : bundle.documents()) {
        Path file = directory.resolve(document.fileName());
        SmallFiles.writeAtomically(file, document.verify());
        output.line(file.toString());
        files.add(file.toString());
      }
      output.result(json);
      return ExitCode.OK;
    }
  }
}
