// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.fetch.MemoryFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 15 production roots of sigstore, 2021 to 2026: P-256 keys as bare points (1 to 4), expiries
 * with fractions and offsets (1 to 3), specification version 1.0, a key id that is not the digest
 * of its key (11), empty signatures (12 to 14).
 */
class SigstoreRootsTest {
  private static final int NEWEST = 15;

  @TempDir Path store;

  private static Bytes root(int version) throws IOException {
    Path directory = SharedData.require("tuf/sigstore-production");
    return Bytes.of(Files.readAllBytes(directory.resolve(version + ".root.json")));
  }

  private TufClient client(int first, MemoryFetcher fetcher, String now) throws IOException {
    return TufClient.builder(root(first), TrustedStore.open(store), fetcher, new MemoryFetcher())
        .clock(TestClock.at(now))
        .build();
  }

  private static MemoryFetcher roots() throws IOException {
    MemoryFetcher fetcher = new MemoryFetcher();
    for (int i = 1; i <= NEWEST; i++) {
      fetcher.put(i + ".root.json", root(i));
    }
    return fetcher;
  }

  @Test
  void allRootsAreVerifiedFromTheFirstOn() throws IOException {
    MemoryFetcher fetcher = roots();
    TufClient client = client(1, fetcher, "2026-10-01T00:00:00Z");
    // Only roots are there: the refresh gets past all of them and then finds no timestamp.
    assertThrows(FetchNotFoundException.class, client::refresh);
    assertEquals(NEWEST + 1, fetcher.requests().size());
    assertArrayEquals(root(NEWEST).toByteArray(), Files.readAllBytes(store.resolve("root.json")));
    for (int i = 2; i <= NEWEST; i++) {
      Path kept = store.resolve("root_history").resolve(i + ".root.json");
      assertArrayEquals(root(i).toByteArray(), Files.readAllBytes(kept));
    }
  }

  @Test
  void everyRootIsABootstrapRoot() throws IOException {
    for (int i = 1; i <= NEWEST; i++) {
      MemoryFetcher fetcher = roots();
      TufClient client = client(i, fetcher, "2026-10-01T00:00:00Z");
      assertThrows(FetchNotFoundException.class, client::refresh, "from root " + i);
    }
  }

  @Test
  void theNewestRootExpires() throws IOException {
    TufClient client = client(1, roots(), "2026-11-20T13:58:18Z");
    ExpiredMetadataException e = assertThrows(ExpiredMetadataException.class, client::refresh);
    assertEquals(NEWEST, e.version());
  }

  @Test
  void aChainWithAGapIsRefused() throws IOException {
    MemoryFetcher fetcher = roots().put("5.root.json", root(6));
    TufClient client = client(1, fetcher, "2026-10-01T00:00:00Z");
    assertThrows(GantryException.class, client::refresh);
    assertArrayEquals(root(4).toByteArray(), Files.readAllBytes(store.resolve("root.json")));
    assertFalse(Files.exists(store.resolve("root_history/5.root.json")));
  }
}
