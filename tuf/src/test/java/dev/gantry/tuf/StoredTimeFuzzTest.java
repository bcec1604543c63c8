// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.internal.client.StoredTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The times that a store keeps, as somebody may have left them there. */
public class StoredTimeFuzzTest {
  private static final RepositorySimulator REPOSITORY = new RepositorySimulator();

  StoredTimeFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(StoredTimeFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzHarness.run(
        input,
        () -> {
          Optional<Instant> time = StoredTime.decode(Bytes.of(input));
          if (time.isPresent()) {
            assertEquals(time, StoredTime.decode(StoredTime.encode(time.get())));
            refresh(time.get());
          }
        });
  }

  /** A clock that seems to have gone back is all that a wrong time can do. */
  private static void refresh(Instant kept) throws IOException {
    for (StoredTime which : StoredTime.values()) {
      for (Freshness freshness :
          List.of(Freshness.online(), Freshness.cached(Duration.ofHours(1)))) {
        MemoryStore store = new MemoryStore();
        store.times.put(which, kept);
        MemoryFetcher metadata = new MemoryFetcher();
        REPOSITORY.served.forEach(metadata::put);
        TufClient client =
            TufClient.builder(
                    REPOSITORY.rootBytes(1), store.asTrustedStore(), metadata, REPOSITORY.files)
                .clock(TestClock.at(RepositorySimulator.NOW))
                .build();
        try {
          client.refresh(freshness);
        } catch (ClockWentBackException declared) {
          assertTrue(which == StoredTime.LATEST && kept.isAfter(RepositorySimulator.NOW));
        }
      }
    }
  }
}
