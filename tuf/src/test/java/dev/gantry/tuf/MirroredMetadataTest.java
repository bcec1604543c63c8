// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.fetch.MirrorFetcher;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Mirrors that serve metadata which is refused: the next one gets its chance. */
class MirroredMetadataTest {
  private static final TargetPath TARGET = TargetPath.of("d/file");
  private static final List<String> ROLES =
      List.of("root", "timestamp", "snapshot", "targets", "d");

  /** Less than the limit of any other role with a digest. */
  private static final int SMALL = 1 << 20;

  /** What is wrong with a file, and what a client with no other mirror says. */
  enum Fault {
    MALFORMED(MalformedDataException.class),
    SIGNATURE(SignatureThresholdException.class),
    ROLLBACK(RollbackException.class),
    VERSION(VersionMismatchException.class),
    EXPIRED(ExpiredMetadataException.class),
    TOO_LARGE(LimitExceededException.class),
    DIGEST(DigestMismatchException.class),
    LENGTH(LengthMismatchException.class);

    final Class<? extends GantryException> type;

    Fault(Class<? extends GantryException> type) {
      this.type = type;
    }

    /** The timestamp lists no digest, or else other content would only be other content. */
    boolean isListed() {
      return this == DIGEST || this == LENGTH;
    }
  }

  private final RepositorySimulator repository = new RepositorySimulator();
  private final MemoryStore store = new MemoryStore();
  private final TestClock clock = TestClock.at(RepositorySimulator.NOW);
  private TufLimits limits =
      TufLimits.builder().targetsBytes(SMALL).delegatedTargetsBytes(SMALL).build();

  @BeforeEach
  void publish() {
    repository.delegate(repository.targets, "d", false, "d/*");
    repository.addTarget(repository.signed("d"), TARGET.value(), "good");
    repository.release();
  }

  /** Publishes once more, after the host has seen what was there. */
  private void publishAgain(boolean listHashes) throws IOException {
    refresh(repository.metadata).require(TARGET);
    repository.listHashes = listHashes;
    repository.serveNextRoot();
    repository.release();
  }

  private String fileName(String role) {
    return RoleNames.served(
        role, role.equals("timestamp") ? 0 : RepositorySimulator.version(repository.signed(role)));
  }

  /** A mirror that serves what the repository does, but for one file. */
  private MemoryFetcher mirror(String badFile, Bytes content) {
    MemoryFetcher mirror = new MemoryFetcher();
    repository.served.forEach(mirror::put);
    return mirror.put(badFile, content);
  }

  private MemoryFetcher bad(String role, Fault fault) {
    return mirror(fileName(role), spoilt(role, fault));
  }

  private Bytes spoilt(String role, Fault fault) {
    Bytes good = repository.bytes(fileName(role));
    ObjectNode signed = repository.signed(role).deepCopy();
    List<TestKey> keys = repository.signers(role);
    switch (fault) {
      case MALFORMED -> {
        return RepositorySimulator.utf8("{");
      }
      case TOO_LARGE -> {
        return Bytes.of(new byte[(8 << 20) + 1]);
      }
      case DIGEST -> {
        byte[] other = good.toByteArray();
        other[other.length - 1] ^= 1;
        return Bytes.of(other);
      }
      case LENGTH -> {
        return Bytes.of(Arrays.copyOf(good.toByteArray(), good.size() + 1));
      }
      case SIGNATURE -> keys = List.of(TestKey.of("nobody"));
      case EXPIRED -> signed.put("expires", RepositorySimulator.NOW.toString());
      case VERSION -> signed.put("version", 77);
      default -> {
        if (role.equals("snapshot")) {
          ((ObjectNode) signed.get("meta").get("targets.json")).put("version", 1);
        } else {
          signed.put("version", 1);
        }
      }
    }
    return RepositorySimulator.sign(signed, keys);
  }

  static Stream<Arguments> faults() {
    List<Arguments> all = new ArrayList<>();
    for (String role : ROLES) {
      for (Fault fault : Fault.values()) {
        boolean applies =
            switch (fault) {
              // Only the newest root must not have expired, and there is one of each version.
              case EXPIRED -> !role.equals("root");
              case ROLLBACK -> !role.equals("targets") && !role.equals("d");
              case VERSION -> !role.equals("timestamp");
              case DIGEST, LENGTH -> !role.equals("root") && !role.equals("timestamp");
              default -> true;
            };
        if (applies) {
          all.add(Arguments.of(role, fault));
        }
      }
    }
    return all.stream();
  }

  private TrustedView refresh(Fetcher metadata) throws IOException {
    return TufClient.builder(
            repository.rootBytes(1), store.asTrustedStore(), metadata, repository.files)
        .clock(clock)
        .limits(limits)
        .build()
        .refresh();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatIsRefusedComesFromTheNextMirror(String role, Fault fault) throws Exception {
    publishAgain(fault.isListed());
    MemoryFetcher bad = bad(role, fault);
    MemoryFetcher good = mirror("unused", Bytes.empty());

    Target target = refresh(MirrorFetcher.of(List.of(bad, good))).require(TARGET);

    assertEquals(4, target.lengthBytes());
    for (String each : ROLES) {
      assertEquals(repository.bytes(fileName(each)), store.kept.get(each), each);
    }
    assertTrue(paths(bad).contains(fileName(role)));
    assertTrue(paths(good).contains(fileName(role)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatIsRefusedEverywhereIsAskedForOnceEachAndNotKept(String role, Fault fault)
      throws Exception {
    publishAgain(fault.isListed());
    Bytes kept = store.kept.get(role);
    MemoryFetcher first = bad(role, fault);
    MemoryFetcher second = mirror(fileName(role), RepositorySimulator.utf8("[]"));
    Fetcher mirrors = MirrorFetcher.of(List.of(first, second));

    GantryException refused = assertThrows(fault.type, () -> refresh(mirrors).require(TARGET));

    // The other refusal, and that there is no third mirror.
    assertEquals(2, refused.getSuppressed().length);
    assertInstanceOf(GantryException.class, refused.getSuppressed()[0]);
    assertInstanceOf(FetchFailedException.class, refused.getSuppressed()[1]);
    assertEquals(kept, store.kept.get(role));
    for (MemoryFetcher mirror : List.of(first, second)) {
      assertEquals(1, paths(mirror).stream().filter(fileName(role)::equals).count());
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aSingleSourceIsAskedOnce(String role, Fault fault) throws Exception {
    publishAgain(fault.isListed());
    MemoryFetcher bad = bad(role, fault);

    GantryException refused = assertThrows(fault.type, () -> refresh(bad).require(TARGET));

    assertEquals(0, refused.getSuppressed().length);
    assertEquals(1, paths(bad).stream().filter(fileName(role)::equals).count());
  }

  private static List<String> paths(MemoryFetcher mirror) {
    return mirror.requests().stream().map(FetchRequest::path).toList();
  }

  /** One that makes up a root can do no more than one that leaves one out. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRootThatOneMirrorMakesUpDoesNotExist(boolean isFirst) throws Exception {
    Bytes madeUp = RepositorySimulator.sign(repository.root, List.of(TestKey.of("nobody")));
    MemoryFetcher liar = mirror("2.root.json", madeUp);
    List<Fetcher> mirrors =
        isFirst ? List.of(liar, repository.metadata) : List.of(repository.metadata, liar);

    assertEquals(1, refresh(MirrorFetcher.of(mirrors)).root().version());
    assertFalse(store.kept.containsKey("2/root"));
    assertThrows(SignatureThresholdException.class, () -> refresh(MirrorFetcher.strict(mirrors)));
  }

  @Test
  void aMissingFileDoesNotHideWhatWasRefused() throws Exception {
    MemoryFetcher behind = mirror("unused", Bytes.empty());
    behind.remove("2.targets.json");
    Fetcher mirrors = MirrorFetcher.of(List.of(bad("targets", Fault.DIGEST), behind));

    DigestMismatchException refused =
        assertThrows(DigestMismatchException.class, () -> refresh(mirrors));

    assertInstanceOf(FetchNotFoundException.class, refused.getSuppressed()[0]);
  }

  /** One that is behind, as a frozen mirror would be, does not end the refresh. */
  @Test
  void aMirrorThatStandsStillIsPassedBy() throws Exception {
    MemoryFetcher frozen = mirror("unused", Bytes.empty());
    for (String role : List.of("root", "timestamp", "snapshot", "targets", "d")) {
      repository.signed(role).put("expires", "2031-01-01T00:00:00Z");
    }
    repository.serveNextRoot();
    repository.release();
    clock.advance(Duration.ofDays(60));

    Fetcher mirrors = MirrorFetcher.of(List.of(frozen, repository.metadata));

    assertEquals(3, refresh(mirrors).require(TARGET).lengthBytes() - 1);
    assertEquals(repository.bytes("timestamp.json"), store.kept.get("timestamp"));
  }

  @Test
  void bytesOfAllMirrorsCount() throws Exception {
    int timestamp = repository.bytes("timestamp.json").size();
    Bytes large = Bytes.of(new byte[timestamp + 1]);
    limits = TufLimits.builder().cycleBytes(2L * timestamp).build();
    Fetcher mirrors =
        MirrorFetcher.of(List.of(mirror("timestamp.json", large), repository.metadata));

    MalformedDataException refused =
        assertThrows(MalformedDataException.class, () -> refresh(mirrors));

    assertInstanceOf(LimitExceededException.class, refused.getSuppressed()[0]);
  }

  @Test
  void aFetcherThatNamesEverNewSourcesEnds() throws Exception {
    MemoryFetcher bad = bad("timestamp", Fault.MALFORMED);
    Fetcher endless = r -> bad.open(r).withOrigin("source " + bad.requests().size());
    assertThrows(MalformedDataException.class, () -> refresh(endless));
    assertEquals(64, paths(bad).stream().filter("timestamp.json"::equals).count());

    MemoryFetcher same = bad("timestamp", Fault.MALFORMED);
    Fetcher deaf = request -> same.open(request).withOrigin("the same");
    assertThrows(MalformedDataException.class, () -> refresh(deaf));
    assertEquals(2, paths(same).stream().filter("timestamp.json"::equals).count());
  }
}
