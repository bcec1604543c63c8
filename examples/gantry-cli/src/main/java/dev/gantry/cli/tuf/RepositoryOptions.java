// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.Freshness;
import dev.gantry.tuf.RepositoryClone;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which repository a client reads, and what it trusts from the start. */
final class RepositoryOptions {
  @Option(
      names = {"-r", "--root"},
      paramLabel = "FILE",
      description = "Root metadata that is trusted from the start.")
  private @Nullable Path root;

  @Option(
      names = {"-m", "--metadata-url"},
      paramLabel = "URL|DIR",
      description = "Where metadata is served.")
  private @Nullable String metadataUrl;

  @Option(
      names = {"-t", "--targets-url"},
      paramLabel = "URL|DIR",
      description = "Where targets are served.")
  private @Nullable String targetsUrl;

  @Option(
      names = "--repo",
      paramLabel = "URL|DIR",
      description = "Short for --metadata-url REPO/metadata --targets-url REPO/targets.")
  private @Nullable String repository;

  @Option(
      names = "--allow-root-download",
      description = "Trust the root that the repository serves. Unsafe: anybody may have made it.")
  private boolean allowRootDownload;

  @Option(
      names = {"-v", "--root-version"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Which root --allow-root-download takes; default: ${DEFAULT-VALUE}.")
  private long rootVersion;

  @Mixin private final ExpiryOptions expiry = new ExpiryOptions();

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Keeps verified metadata here, so that nothing older is accepted later; default: nothing"
              + " is kept.")
  private @Nullable Path store;

  Fetcher metadata() {
    return Locations.fetcher(metadataLocation());
  }

  String metadataLocation() {
    if (metadataUrl != null) {
      return metadataUrl;
    }
    if (repository != null) {
      return Locations.below(repository, "metadata");
    }
    throw new IllegalArgumentException("--metadata-url or --repo is needed");
  }

  /** Returns what serves targets; a verb that needs them fails if nobody said where they are. */
  Fetcher targets() {
    if (targetsUrl != null) {
      return Locations.fetcher(targetsUrl);
    }
    if (repository != null) {
      return Locations.fetcher(Locations.below(repository, "targets"));
    }
    return request -> {
      throw new IllegalArgumentException("--targets-url or --repo is needed");
    };
  }

  /** Returns what is trusted from the start. */
  Bytes root(Output output) throws IOException {
    if (root != null) {
      return TrustedRoot.read(root);
    }
    if (!allowRootDownload) {
      throw new IllegalArgumentException(
          "--root is needed: root metadata that you trust; or, unsafe, --allow-root-download");
    }
    String file = rootVersion + ".root.json";
    output.warning(
        "trusting "
            + file
            + " as the repository serves it; whoever serves it decides what is trusted");
    int limit = TufLimits.defaults().rootBytes();
    try (FetchResponse response = metadata().open(FetchRequest.of(file))) {
      byte[] content = response.body().readNBytes(limit + 1);
      LimitExceededException.check("size of " + file, limit, content.length);
      return TrustedRoot.check(Bytes.of(content), file);
    }
  }

  Freshness freshness(Output output) {
    return expiry.isIgnored(output) ? Freshness.unsafeIgnoreExpiry() : Freshness.online();
  }

  /** Starts a clone. */
  RepositoryClone.Builder clone(Output output) throws IOException {
    return expiry.apply(RepositoryClone.builder(root(output), metadata(), targets()), output);
  }

  @Nullable Path store() {
    return store;
  }
}
