// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The times from which on parts of a fleet may take a release.
 *
 * <p>Every host has a seed from 0 to {@link #SEEDS}{@code - 1}, drawn once. A bound {@code s → t}
 * says that at {@code t} the hosts up to {@code s} have been released and those beyond begin.
 * Immutable.
 */
public final class Waves {
  /** Number of seeds: a seed is 0 or more and less than this. */
  public static final int SEEDS = 2048;

  /** The largest bound that a manifest can hold, that of an unsigned 32-bit number. */
  public static final long MAX_BOUND = 0xffffffffL;

  private static final Waves NONE = new Waves(new TreeMap<>());

  private final NavigableMap<Long, Instant> startsByBound;

  private Waves(NavigableMap<Long, Instant> startsByBound) {
    this.startsByBound = Collections.unmodifiableNavigableMap(startsByBound);
  }

  /**
   * Returns no waves: every host may take the release at once.
   *
   * @return the empty schedule
   */
  public static Waves none() {
    return NONE;
  }

  /**
   * Takes bounds as a manifest has them, in any order and with any times.
   *
   * @param startsByBound times by seed bound, each bound from 0 to {@link #MAX_BOUND}
   * @return the schedule
   * @throws IllegalArgumentException if a bound is out of range
   */
  public static Waves of(Map<Long, Instant> startsByBound) {
    TreeMap<Long, Instant> copy = new TreeMap<>(startsByBound);
    if (!copy.isEmpty() && (copy.firstKey() < 0 || copy.lastKey() > MAX_BOUND)) {
      throw new IllegalArgumentException("a wave bound is not from 0 to " + MAX_BOUND);
    }
    copy.values().forEach(start -> Objects.requireNonNull(start, "start of a wave"));
    return new Waves(copy);
  }

  /**
   * Turns a wave policy into bounds, with Bottlerocket's rounding: a step begins at the percentage
   * of the one before it, and the last percentage bounds nothing.
   *
   * @param releaseStart when the release begins
   * @param steps the steps
   * @return the schedule
   * @throws IllegalArgumentException if bounds or times do not ascend strictly
   */
  public static Waves ofPolicy(Instant releaseStart, List<WaveStep> steps) {
    TreeMap<Long, Instant> starts = new TreeMap<>();
    long bound = 0;
    for (WaveStep step : steps) {
      Instant start = releaseStart.plus(step.startAfter());
      if (!starts.isEmpty()
          && (bound <= starts.lastKey() || !start.isAfter(starts.lastEntry().getValue()))) {
        throw new IllegalArgumentException(
            "the wave from seed " + bound + " on does not come after the wave before it");
      }
      starts.put(bound, start);
      // Single precision, as upstream computes it.
      bound = (long) ((float) step.fleetPercentage() / 100f * (float) SEEDS);
    }
    return new Waves(starts);
  }

  /**
   * Returns the bounds.
   *
   * @return times by seed bound, ascending
   */
  public NavigableMap<Long, Instant> startsByBound() {
    return startsByBound;
  }

  /**
   * Says from when on a host may take the release.
   *
   * @param seed the host's seed, 0 to {@link #SEEDS}{@code - 1}
   * @param mode how waves are computed
   * @return the first instant at which it may, or empty if it always may
   * @throws IllegalArgumentException if the seed is out of range
   */
  public Optional<Instant> eligibleAt(int seed, WaveMode mode) {
    if (seed < 0 || seed >= SEEDS) {
      throw new IllegalArgumentException(
          "seed is " + seed + ", expected 0 to " + (SEEDS - 1) + " (update seed)");
    }
    Map.Entry<Long, Instant> start = startsByBound.lowerEntry((long) seed);
    Map.Entry<Long, Instant> end = startsByBound.ceilingEntry((long) seed);
    if (end != null && end.getKey() > SEEDS) {
      end = null;
    }
    return mode == WaveMode.BOTTLEROCKET
        ? bottlerocket(seed, start, end)
        : spread(seed, start, end);
  }

  private static Optional<Instant> bottlerocket(
      int seed,
      Map.@org.jspecify.annotations.Nullable Entry<Long, Instant> start,
      Map.@org.jspecify.annotations.Nullable Entry<Long, Instant> end) {
    if (start == null) {
      return Optional.empty();
    }
    if (end == null) {
      return Optional.of(start.getValue());
    }
    Duration pace =
        Duration.between(start.getValue(), end.getValue()).dividedBy(end.getKey() - start.getKey());
    Instant own = start.getValue().plus(pace.multipliedBy(seed));
    return Optional.of(own.isBefore(end.getValue()) ? own : end.getValue());
  }

  private Optional<Instant> spread(
      int seed,
      Map.@org.jspecify.annotations.Nullable Entry<Long, Instant> start,
      Map.@org.jspecify.annotations.Nullable Entry<Long, Instant> end) {
    if (start == null) {
      return Optional.ofNullable(end).map(Map.Entry::getValue);
    }
    Map.Entry<Long, Instant> from = end == null ? startsByBound.lowerEntry(start.getKey()) : start;
    Map.Entry<Long, Instant> to = end == null ? start : end;
    if (from == null) {
      return Optional.of(start.getValue());
    }
    Duration length = Duration.between(from.getValue(), to.getValue());
    long seeds = to.getKey() - from.getKey();
    Duration wait = length.multipliedBy(seed - start.getKey()).dividedBy(seeds);
    return Optional.of(start.getValue().plus(wait.isNegative() ? Duration.ZERO : wait));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Waves waves && startsByBound.equals(waves.startsByBound);
  }

  @Override
  public int hashCode() {
    return startsByBound.hashCode();
  }

  /** Returns the bounds and times, for messages. */
  @Override
  public String toString() {
    return startsByBound.toString();
  }
}
