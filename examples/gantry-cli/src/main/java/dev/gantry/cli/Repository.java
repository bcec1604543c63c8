// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.tuf.fetch.HttpFetcher;
import dev.gantry.update.TufClientFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A release repository: a directory or an HTTP address with {@code metadata/} and {@code targets/}
 * below it.
 */
final class Repository {
  private static final String METADATA = "metadata";
  private static final String TARGETS = "targets";

  private Repository() {}

  /** Makes clients that trust what the host was built to trust. */
  static TufClientFactory factory(String repository, HostState host, InstantSource clock) {
    return () ->
        TufClient.builder(
                trustedRoot(host),
                TrustedStore.open(host.trustedStore()),
                fetcher(repository, METADATA),
                fetcher(repository, TARGETS))
            .clock(clock)
            .build();
  }

  private static Bytes trustedRoot(HostState host) throws IOException {
    try {
      return SmallFiles.read(host.trustedRoot(), TufLimits.defaults().rootBytes());
    } catch (NoSuchFileException e) {
      throw new StateConflictException(
          "NO_TRUSTED_ROOT",
          "refresh",
          host.trustedRoot() + " is absent",
          "the root metadata that this host trusts from the start; 'gantry image assemble' with"
              + " --trusted-root puts it there");
    }
  }

  private static Fetcher fetcher(String repository, String part) {
    if (repository.startsWith("http://") || repository.startsWith("https://")) {
      String base = repository.endsWith("/") ? repository : repository + "/";
      return HttpFetcher.builder(URI.create(base + part + "/")).build();
    }
    if (repository.contains("://")) {
      throw new IllegalArgumentException(
          "--repo is " + Text.quote(repository) + ", expected http://, https:// or a directory");
    }
    return FileFetcher.of(Path.of(repository).resolve(part));
  }
}
