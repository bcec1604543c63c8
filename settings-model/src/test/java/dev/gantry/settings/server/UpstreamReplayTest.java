// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.datastore.BottlerocketDatastore;
import dev.gantry.settings.datastore.DatastoreContents;
import dev.gantry.settings.datastore.DatastoreExchange;
import dev.gantry.settings.datastore.UpstreamTree;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoreFiles;
import dev.gantry.settings.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers the requests that Bottlerocket's own apiserver was sent, in the same order, over the data
 * store that it started with, and compares the answers. The README of the resources says how the
 * recording was made.
 */
class UpstreamReplayTest {
  private static final Version VERSION = Version.of(1, 26, 1);
  private static final List<Replayed> REPLAYED = new ArrayList<>();

  @TempDir static Path temporary;
  private static DatastoreContents launch;
  private static SettingsStore store;

  /** What they answered, and what we do. */
  private record Replayed(RecordedExchange exchange, ApiResponse ours) {
    int their() {
      return exchange.answer().status();
    }

    boolean isAlike() throws IOException {
      return their() == ours.status() && (their() != 200 || exchange.means(ours));
    }

    @Override
    public String toString() {
      return exchange
          + (" they: " + their() + " " + exchange.answer().body())
          + (" we: " + ours.status() + " " + ours.body());
    }
  }

  private static DatastoreContents tree(String listing) throws IOException {
    Path base = temporary.resolve(listing);
    UpstreamTree.unpack(listing, base);
    return BottlerocketDatastore.at(base).read();
  }

  @BeforeAll
  static void replay() throws IOException {
    launch = tree(UpstreamTree.LAUNCH);
    store =
        SettingsStore.open(
            StoreFiles.memory(),
            StoreOptions.builder(VERSION, InstantSource.fixed(Instant.EPOCH)).build());
    StoreContents imported = DatastoreExchange.of("datastore").toStore(launch, VERSION);
    store.rewrite(RevisionInfo.Action.IMPORT, "import", now -> imported);
    SettingsModel model = SettingsExtensions.load().variant("aws-k8s-1.31-nvidia").model();
    SettingsApi api = new SettingsApi(store, model, Profile.COMPAT, new TreeBackend(launch));
    for (RecordedExchange exchange : RecordedExchange.all()) {
      REPLAYED.add(new Replayed(exchange, api.answer(exchange.request())));
    }
  }

  @Test
  void requestsAreAnsweredAsUpstreamDoesButForKnownDifferences() throws Exception {
    List<KnownDifference> known = KnownDifference.all();
    Set<KnownDifference> seen = new HashSet<>();
    List<Replayed> unknown = new ArrayList<>();
    int alike = 0;
    for (Replayed each : REPLAYED) {
      if (each.isAlike()) {
        alike++;
        continue;
      }
      Optional<KnownDifference> difference =
          known.stream()
              .filter(one -> one.explains(each.exchange(), each.their(), each.ours().status()))
              .findFirst();
      difference.ifPresentOrElse(seen::add, () -> unknown.add(each));
    }
    System.out.println(
        alike + " of " + REPLAYED.size() + " answers are those of Bottlerocket's apiserver");
    assertEquals(List.of(), unknown);
    assertEquals(List.of(), known.stream().filter(each -> !seen.contains(each)).toList());
    assertTrue(REPLAYED.size() > 900 && alike > 840, () -> REPLAYED.size() + " requests");
  }

  @Test
  void refusalsThatSomeoneMightLookForHaveTheSameText() {
    Set<String> same = new HashSet<>();
    for (Replayed each : REPLAYED) {
      String theirs = each.exchange().answer().body();
      if (each.their() >= 400 && each.ours().body().equals(theirs)) {
        same.add(theirs.replaceAll("'.*'", "''"));
      }
    }
    assertEquals(
        Set.of(
            "Found no '' in datastore",
            "Input '' cannot be empty",
            "Missing required input ''",
            "Tried to commit with no pending changes",
            "Update status is uninitialized, refresh-updates to initialize it",
            "unsupported format"),
        same);
  }

  @Test
  void theDataStoreAfterAllRequestsIsTheSameByteForByte() throws Exception {
    DatastoreContents used = tree(UpstreamTree.USED);
    DatastoreContents ours = DatastoreExchange.toDatastore(store.layered().effective(), launch);
    assertEquals(used.live(), ours.live());
    assertEquals(used.metadata(), ours.metadata());
    assertTrue(used.live().size() > 200, () -> used.live().size() + " files");
  }
}
