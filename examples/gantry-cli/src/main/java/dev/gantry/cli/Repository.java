// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.cli.tuf.Locations;
import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.TufLimits;
import dev.gantry.update.TufClientFactory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
                Locations.fetcher(Locations.below(repository, METADATA)),
                Locations.fetcher(Locations.below(repository, TARGETS)))
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
}
