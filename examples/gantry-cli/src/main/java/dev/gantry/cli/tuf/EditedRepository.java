// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.RepositoryClone;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.ExpiryPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.fetch.FetchResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The repository that a verb changes: a directory with {@code metadata} and {@code targets}. */
final class EditedRepository {
  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      required = true,
      description =
          "The repository, changed in place; made from --metadata-url if it is not there.")
  private Path directory = Path.of("");

  @Option(
      names = {"-r", "--root"},
      paramLabel = "FILE",
      required = true,
      description = "Root metadata that the repository must descend from.")
  private Path root = Path.of("");

  @Option(
      names = {"-m", "--metadata-url"},
      paramLabel = "URL|DIR",
      description = "Where the metadata is taken from; default: DIR/metadata.")
  private @Nullable String metadataUrl;

  @Mixin private final ExpiryOptions expiry = new ExpiryOptions();

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Option(
      names = "--renew-below",
      paramLabel = "PERCENT",
      description =
          "Also sign again what has less than this part of its usual time left, or has expired,"
              + " where there are keys.")
  private @Nullable Integer renewBelow;

  Path directory() {
    return directory;
  }

  SigningOptions signing() {
    return signing;
  }

  /** Opens the repository, with a copy of the metadata if it is somewhere else. */
  RepositoryEditor open(Output output) throws IOException {
    Bytes trusted = TrustedRoot.read(root);
    copyMetadata(trusted, output);
    EditorOptions.Builder options = EditorOptions.builder().trustedRoot(trusted);
    if (renewBelow != null) {
      options.expiry(ExpiryPolicy.builder().renewBelow(renewBelow).build());
    }
    return RepositoryEditor.open(directory, options.build(), signing.signers());
  }

  private void copyMetadata(Bytes trusted, Output output) throws IOException {
    Path metadata = directory.resolve("metadata");
    if (metadataUrl == null || isSame(metadataUrl, metadata)) {
      return;
    }
    if (Files.exists(metadata)) {
      throw new StateConflictException(
          "REPOSITORY_EXISTS",
          "copying metadata from " + metadataUrl,
          metadata + " is there",
          "a directory without metadata, or --metadata-url of this directory, or none");
    }
    Files.createDirectories(directory);
    RepositoryClone.Builder clone =
        RepositoryClone.builder(trusted, Locations.fetcher(metadataUrl), request -> noTargets());
    expiry.apply(clone, output).progress(output.progress()).build().copyMetadata(metadata);
  }

  private static FetchResponse noTargets() {
    throw new IllegalStateException("no targets are copied");
  }

  private static boolean isSame(String location, Path metadata) throws IOException {
    Optional<Path> other = Locations.directory(location);
    return other.isPresent()
        && Files.exists(other.get())
        && Files.exists(metadata)
        && Files.isSameFile(other.get(), metadata);
  }
}
