// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process that refreshes with a store that others use too, and prints the versions that it sees.
 */
final class RefreshLoop {
  private RefreshLoop() {}

  public static void main(String[] arguments) throws IOException {
    Path store = Path.of(arguments[0]);
    Path metadata = Path.of(arguments[1]);
    Bytes bootstrap = Bytes.of(Files.readAllBytes(Path.of(arguments[2])));
    InstantSource clock = InstantSource.fixed(Instant.parse(arguments[3]));
    int count = Integer.parseInt(arguments[4]);
    TufClient client =
        TufClient.builder(
                bootstrap,
                TrustedStore.open(store),
                FileFetcher.of(metadata),
                FileFetcher.of(metadata))
            .clock(clock)
            .build();
    for (int i = 0; i < count; i++) {
      TrustedView view = client.refresh();
      Target target = view.require(TargetPath.of("role/file"));
      System.out.println(
          view.root().version()
              + " "
              + view.timestamp().version()
              + " "
              + view.snapshot().version()
              + " "
              + view.targets().version()
              + " "
              + target.lengthBytes());
    }
  }
}
