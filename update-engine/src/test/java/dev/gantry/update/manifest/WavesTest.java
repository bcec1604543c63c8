// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import static dev.gantry.update.manifest.WaveMode.BOTTLEROCKET;
import static dev.gantry.update.manifest.WaveMode.SPREAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavesTest {
  private static final Instant START = Instant.parse("2024-10-24T20:00:00Z");

  /** Bottlerocket's policies: hours and percentages. */
  private static final int[][] DEFAULT = {
    {1, 1}, {4, 5}, {24, 15}, {48, 40}, {96, 60}, {120, 90}, {144, 100}
  };

  private static final int[][] ACCELERATED = {{1, 3}, {4, 12}, {8, 40}, {16, 80}, {24, 100}};
  private static final int[][] SLOW = {
    {1, 1}, {24, 5}, {72, 15}, {168, 40}, {216, 60}, {288, 90}, {312, 100}
  };

  private static Waves policy(int[][] steps) {
    return Waves.ofPolicy(
        START, Arrays.stream(steps).map(s -> new WaveStep(Duration.ofHours(s[0]), s[1])).toList());
  }

  private static Instant hours(double hours) {
    return START.plusSeconds(Math.round(hours * 3600));
  }

  @Test
  void policiesGiveUpstreamsBounds() {
    assertEquals(
        Map.of(
            0L,
            hours(1),
            20L,
            hours(4),
            102L,
            hours(24),
            307L,
            hours(48),
            819L,
            hours(96),
            1228L,
            hours(120),
            1843L,
            hours(144)),
        policy(DEFAULT).startsByBound());
    assertEquals(
        List.of(0L, 61L, 245L, 819L, 1638L),
        List.copyOf(policy(ACCELERATED).startsByBound().keySet()));
    assertEquals(
        List.of(0L, 20L, 102L, 307L, 819L, 1228L, 1843L),
        List.copyOf(policy(SLOW).startsByBound().keySet()));
  }

  @Test
  void policiesMustAscend() {
    assertThrows(IllegalArgumentException.class, () -> policy(new int[][] {{4, 1}, {4, 5}}));
    assertThrows(
        IllegalArgumentException.class, () -> policy(new int[][] {{1, 5}, {2, 5}, {3, 9}}));
    assertThrows(IllegalArgumentException.class, () -> policy(new int[][] {{1, 0}}));
    assertThrows(IllegalArgumentException.class, () -> policy(new int[][] {{1, 101}}));
  }

  @Test
  void bottlerocketModeMultipliesByTheAbsoluteSeed() {
    Waves waves = policy(DEFAULT);
    assertEquals(Optional.empty(), waves.eligibleAt(0, BOTTLEROCKET));
    // 3 hours over 20 seeds are 540 s each, from hour 1 on.
    assertEquals(Optional.of(START.plusSeconds(3600 + 540)), waves.eligibleAt(1, BOTTLEROCKET));
    assertEquals(Optional.of(hours(4)), waves.eligibleAt(20, BOTTLEROCKET));
    // 20 hours over 82 seeds, times 21 and not times 1.
    Duration pace = Duration.ofHours(20).dividedBy(82);
    assertEquals(
        Optional.of(hours(4).plus(pace.multipliedBy(21))), waves.eligibleAt(21, BOTTLEROCKET));
    assertEquals(Optional.of(hours(144)), waves.eligibleAt(1229, BOTTLEROCKET));
    assertEquals(Optional.of(hours(144)), waves.eligibleAt(2047, BOTTLEROCKET));
  }

  @Test
  void bottlerocketModeReleasesTwoFifthsOfTheFleetInOneInstant() {
    assertEquals(40, percentAt(policy(DEFAULT), hours(144)));
    assertEquals(20, percentAt(policy(DEFAULT), hours(120)));
    assertEquals(15, percentAt(policy(DEFAULT), hours(96)));
    assertEquals(60, percentAt(policy(ACCELERATED), hours(24)));
    assertEquals(12, percentAt(policy(ACCELERATED), hours(16)));
  }

  private static long percentAt(Waves waves, Instant at) {
    long count =
        IntStream.range(0, Waves.SEEDS)
            .filter(seed -> waves.eligibleAt(seed, BOTTLEROCKET).equals(Optional.of(at)))
            .count();
    return Math.round(100.0 * count / Waves.SEEDS);
  }

  @Test
  void bottlerocketModeWithoutABoundBelowOrAbove() {
    Waves waves = Waves.of(Map.of(20L, hours(1), 858993459L, hours(2)));
    assertEquals(Optional.empty(), waves.eligibleAt(20, BOTTLEROCKET));
    assertEquals(Optional.of(hours(1)), waves.eligibleAt(21, BOTTLEROCKET));
    assertEquals(
        Optional.empty(), Waves.of(Map.of(858993459L, hours(2))).eligibleAt(7, BOTTLEROCKET));
    assertEquals(Optional.empty(), Waves.none().eligibleAt(2047, BOTTLEROCKET));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2048, 2049, Integer.MAX_VALUE})
  void seedsOutOfRangeAreRefused(int seed) {
    assertThrows(
        IllegalArgumentException.class, () -> policy(DEFAULT).eligibleAt(seed, BOTTLEROCKET));
    assertThrows(IllegalArgumentException.class, () -> policy(DEFAULT).eligibleAt(seed, SPREAD));
  }

  @Test
  void spreadModeIsRelativeAndContinuous() {
    Waves waves = policy(DEFAULT);
    assertEquals(Optional.of(hours(1)), waves.eligibleAt(0, SPREAD));
    assertEquals(Optional.of(hours(1).plusSeconds(540)), waves.eligibleAt(1, SPREAD));
    assertEquals(Optional.of(hours(4)), waves.eligibleAt(20, SPREAD));
    assertEquals(
        Optional.of(hours(4).plus(Duration.ofHours(20).dividedBy(82))),
        waves.eligibleAt(21, SPREAD));
    assertEquals(Optional.of(hours(144)), waves.eligibleAt(1843, SPREAD));
    // The last wave goes on at the pace of the one before: 24 hours for 615 seeds.
    assertEquals(
        Optional.of(hours(144).plus(Duration.ofHours(24).multipliedBy(204).dividedBy(615))),
        waves.eligibleAt(2047, SPREAD));
  }

  @Test
  void spreadModeReleasesAtMostTwoPercentInAHundredthOfTheTime() {
    for (int[][] steps : List.of(DEFAULT, ACCELERATED)) {
      assertTrue(largestShare(policy(steps)) <= 0.02);
    }
  }

  private static double largestShare(Waves waves) {
    List<Instant> times = new ArrayList<>();
    for (int seed = 0; seed < Waves.SEEDS; seed++) {
      times.add(waves.eligibleAt(seed, SPREAD).orElseThrow());
    }
    Duration slice = Duration.between(times.get(0), times.get(2047)).dividedBy(100);
    int largest = 0;
    for (int from = 0, to = 0; from < times.size(); from++) {
      while (to < times.size() && times.get(to).isBefore(times.get(from).plus(slice))) {
        to++;
      }
      largest = Math.max(largest, to - from);
    }
    return (double) largest / Waves.SEEDS;
  }

  @Test
  void spreadModeNeverGoesBackInTimeWithTheSeed() {
    for (int[][] steps : List.of(DEFAULT, ACCELERATED, SLOW)) {
      Instant last = Instant.MIN;
      for (int seed = 0; seed < Waves.SEEDS; seed++) {
        Instant time = policy(steps).eligibleAt(seed, SPREAD).orElseThrow();
        assertTrue(!time.isBefore(last));
        last = time;
      }
    }
  }

  @Test
  void spreadModeWaitsForTheFirstWaveAndKeepsASingleOne() {
    Waves waves = Waves.of(Map.of(20L, hours(1)));
    assertEquals(Optional.of(hours(1)), waves.eligibleAt(3, SPREAD));
    assertEquals(Optional.of(hours(1)), waves.eligibleAt(2000, SPREAD));
    assertEquals(Optional.empty(), Waves.none().eligibleAt(2000, SPREAD));
  }

  @Test
  void timesInDisorderGiveNoErrors() {
    Waves waves = Waves.of(new TreeMap<>(Map.of(0L, hours(9), 100L, hours(1), 200L, hours(5))));
    for (int seed = 0; seed < Waves.SEEDS; seed++) {
      for (WaveMode mode : WaveMode.values()) {
        assertTrue(waves.eligibleAt(seed, mode).orElse(START).isBefore(hours(1000)));
      }
    }
  }
}
