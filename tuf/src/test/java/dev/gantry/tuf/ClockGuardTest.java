// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static dev.gantry.tuf.RepositorySimulator.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockGuardTest {
  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  @Test
  void theStandardGuardToleratesOneHour() throws IOException {
    host.refresh();
    host.clock.set(NOW.minus(Duration.ofHours(1)));
    host.refresh();
    host.clock.set(NOW.minus(Duration.ofHours(1)).minusNanos(1));
    int requests = repository.metadataRequests().size();
    ClockWentBackException e = host.refuses(ClockWentBackException.class);
    assertEquals("CLOCK_WENT_BACK", e.code());
    assertEquals(host.clock.instant(), e.now());
    assertEquals(NOW, e.latest(), "an earlier time does not take its place");
    assertEquals(Duration.ofHours(1), e.tolerance());
    assertEquals(requests, repository.metadataRequests().size());
  }

  @Test
  void theToleranceMayBeZero() throws IOException {
    host.clockGuard = ClockGuard.tolerating(Duration.ZERO);
    host.refresh();
    host.refresh();
    host.clock.advance(Duration.ofNanos(-1));
    host.refuses(ClockWentBackException.class);
    host.clock.advance(Duration.ofNanos(1));
    assertEquals(1, host.refresh().root().version());
  }

  @Test
  void metadataThatExpiredIsNotMadeFreshByTheClock() throws IOException {
    repository.timestamp.put("expires", NOW.plus(Duration.ofDays(1)).toString());
    repository.releaseTimestamp();
    host.refresh();
    host.clock.advance(Duration.ofDays(2));
    repository.timestamp.put("expires", NOW.plus(Duration.ofDays(9)).toString());
    repository.releaseTimestamp();
    host.refresh();
    host.clock.set(NOW);
    assertEquals(NOW.plus(Duration.ofDays(2)), host.refuses(ClockWentBackException.class).latest());
    assertEquals(
        NOW.plus(Duration.ofDays(2)),
        host.refuses(ClockWentBackException.class, Freshness.cached(Duration.ofDays(9))).latest());
  }

  @Test
  void aClockOnceWrongInTheFutureCanBeForgotten() throws IOException {
    host.clock.set(NOW.plus(Duration.ofDays(20)));
    host.refresh();
    host.clock.set(NOW);
    host.refuses(ClockWentBackException.class);
    TrustedStore store = TrustedStore.open(host.directory);
    store.forgetTime();
    store.forgetTime();
    assertEquals(1, host.refresh().root().version());
    host.clock.set(NOW.minus(Duration.ofDays(1)));
    assertEquals(NOW, host.refuses(ClockWentBackException.class).latest());
  }

  /** The remembered time is never later than metadata that was fresh by it. */
  @Test
  void aTimeAtWhichEverythingHasExpiredIsNotRemembered() throws IOException {
    host.clock.set(NOW.plus(Duration.ofDays(10_000)));
    host.refuses(ExpiredMetadataException.class);
    host.clock.set(NOW);
    assertEquals(1, host.refresh().root().version());
  }

  @Test
  void modesThatDoNotAskTheClockAreNotGuarded() throws IOException {
    host.refresh();
    host.clock.set(Instant.EPOCH);
    assertEquals(1, host.refresh(Freshness.offline(NOW)).root().version());
    assertEquals(1, host.refresh(Freshness.unsafeIgnoreExpiry()).root().version());
    host.clock.set(NOW.plus(Duration.ofDays(9999)));
    assertEquals(1, host.refresh(Freshness.unsafeIgnoreExpiry()).root().version());
    host.clock.set(NOW);
    assertEquals(1, host.refresh().root().version(), "such a time is not remembered");
  }

  @Test
  void theGuardCanBeOff() throws IOException {
    host.clockGuard = ClockGuard.off();
    host.refresh();
    assertFalse(Files.exists(host.file("latest_time")));
    host.clockGuard = ClockGuard.standard();
    host.refresh();
    host.clockGuard = ClockGuard.off();
    host.clock.set(Instant.EPOCH);
    assertEquals(1, host.refresh().root().version());
  }

  @Test
  void theTimeIsKeptInStepsOfAMinute() throws IOException {
    host.refresh();
    host.clock.advance(Duration.ofMinutes(1).minusNanos(1));
    host.refresh();
    assertEquals(NOW + "\n", Files.readString(host.file("latest_time")));
    host.clock.advance(Duration.ofNanos(1));
    host.refresh();
    assertEquals(NOW.plusSeconds(60) + "\n", Files.readString(host.file("latest_time")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2030-13-01T00:00:00Z"})
  void aDamagedTimeCountsAsNone(String content) throws IOException {
    host.refresh();
    Files.writeString(host.file("latest_time"), content);
    host.clock.set(Instant.EPOCH);
    assertEquals(1, host.refresh().root().version());
  }

  @Test
  void aRefusedRefreshLeavesTheTimeAlone() throws IOException {
    host.refresh();
    host.clock.advance(Duration.ofDays(1));
    repository.metadata.remove("timestamp.json");
    assertThrows(IOException.class, host::refresh);
    assertEquals(NOW + "\n", Files.readString(host.file("latest_time")));
  }

  @Test
  void isAValue() {
    assertEquals(ClockGuard.standard(), ClockGuard.tolerating(Duration.ofHours(1)));
    assertEquals(
        ClockGuard.standard().hashCode(), ClockGuard.tolerating(Duration.ofHours(1)).hashCode());
    assertNotEquals(ClockGuard.standard(), ClockGuard.off());
    assertNotEquals(ClockGuard.standard(), new Object());
    assertEquals(Optional.empty(), ClockGuard.off().tolerance());
    assertTrue(ClockGuard.standard().toString().contains("PT1H"));
    assertFalse(ClockGuard.off().toString().isEmpty());
    Duration negative = Duration.ofNanos(-1);
    assertThrows(IllegalArgumentException.class, () -> ClockGuard.tolerating(negative));
    assertEquals(List.of(), repository.metadataRequests());
  }
}
