// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.SmallFiles;
import dev.gantry.core.Version;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.PublishedRepository;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.update.codec.Lz4Effort;
import dev.gantry.update.codec.Lz4EncodeOptions;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.publish.PublishedRelease;
import dev.gantry.update.publish.ReleasePublisher;
import dev.gantry.update.publish.ReleaseTerms;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry release}. */
@Command(
    name = "release",
    description = "Publishes releases into a signed repository.",
    subcommands = {ReleaseCommand.Init.class, ReleaseCommand.Publish.class})
final class ReleaseCommand {
  private ReleaseCommand() {}

  /** {@code gantry release init}. */
  @Command(name = "init", description = "Makes a key for each role and an empty signed repository.")
  static final class Init extends GantryCommand {
    @Option(names = "--repo", paramLabel = "DIR", required = true, description = "The repository.")
    private Path repository = Path.of("");

    @Option(
        names = "--keys",
        paramLabel = "DIR",
        required = true,
        description = "Where the four keys go; keep root.pem offline.")
    private Path keys = Path.of("");

    @Option(
        names = "--algorithm",
        defaultValue = "ED25519",
        description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private KeyAlgorithm algorithm = KeyAlgorithm.ED25519;

    @Override
    protected int run(Output output) throws IOException {
      if (Files.exists(repository.resolve("metadata"))) {
        throw new FileAlreadyExistsException(repository + ": a repository");
      }
      ReleaseKeys made = ReleaseKeys.create(keys, algorithm);
      Files.createDirectories(repository);
      RepositoryEditor editor =
          RepositoryEditor.create(repository, made.policy(), EditorOptions.defaults(), made.all());
      PublishedRepository published = editor.publish(InstantSource.system().instant());
      Path root = keys.resolve("root.json");
      SmallFiles.writeAtomically(root, editor.rootFile());
      output.line("keys in " + keys + ", repository in " + repository);
      output.line("give " + root + " to hosts as --trusted-root");
      ObjectNode json = Output.object();
      json.put("repository", repository.toString());
      json.put("trusted_root", root.toString());
      json.put("root_version", published.rootVersion());
      output.result(json);
      return ExitCode.OK;
    }
  }

  /** {@code gantry release publish}. */
  @Command(
      name = "publish",
      description = "Makes the images of a release from a root file system and publishes them.")
  static final class Publish extends GantryCommand {
    @Option(names = "--repo", paramLabel = "DIR", required = true, description = "The repository.")
    private Path repository = Path.of("");

    @Option(
        names = "--keys",
        paramLabel = "DIR",
        required = true,
        description = "Where targets.pem, snapshot.pem and timestamp.pem are.")
    private Path keys = Path.of("");

    @Option(
        names = "--max-version",
        paramLabel = "VERSION",
        description = "Newest version that hosts may take; default: the highest so far.")
    private @Nullable String maxVersion;

    @Option(names = "--fast", description = "Compress faster and less.")
    private boolean fast;

    @Mixin private final ReleaseOptions release = new ReleaseOptions();

    @Override
    protected int run(Output output) throws IOException {
      VerityOptions options =
          VerityOptions.builder().progress(output.progress()).cancellation(cancellation()).build();
      RepositoryEditor editor =
          RepositoryEditor.open(repository, EditorOptions.defaults(), ReleaseKeys.loadOnline(keys));
      PublishedRelease published;
      try (WorkDirectory work = WorkDirectory.create()) {
        ReleaseImages images = release.images(work.path(), options);
        published =
            new ReleasePublisher(editor, release.layout())
                .options(options)
                .encoding(
                    Lz4EncodeOptions.builder()
                        .effort(fast ? Lz4Effort.FAST : Lz4Effort.HIGH)
                        .cancellation(cancellation())
                        .build())
                .publish(images, terms(), InstantSource.system().instant());
      }
      UpdateEntry entry = published.entry();
      output.line("published " + entry.version() + " for " + entry.variant() + " " + entry.arch());
      ObjectNode json = Output.object();
      json.put("version", entry.version().toString());
      json.put("max_version", entry.maxVersion().toString());
      json.put("boot", entry.images().boot());
      json.put("root", entry.images().root());
      json.put("hash", entry.images().hash());
      json.put("timestamp_version", published.repository().timestampVersion());
      output.result(json);
      return ExitCode.OK;
    }

    private ReleaseTerms terms() {
      ReleaseTerms.Builder builder = ReleaseTerms.builder();
      if (maxVersion != null) {
        builder.maxVersion(Version.parse(maxVersion));
      }
      return builder.build();
    }
  }
}
