// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PathChoiceTest {
  private static final int BYTES = 1000;

  /** Lets batches take what they are said to take, and counts which way each went. */
  private static Map<HashPath, Integer> run(
      PathChoice choice, int batches, boolean fits, long sequential, long paired, long kernel) {
    Map<HashPath, Integer> counts = new EnumMap<>(HashPath.class);
    for (int i = 0; i < batches; i++) {
      HashPath path = choice.next(fits);
      counts.merge(path, 1, Integer::sum);
      long nanos =
          switch (path) {
            case SEQUENTIAL -> sequential;
            case PAIRED -> paired;
            case KERNEL -> kernel;
          };
      choice.record(path, BYTES, nanos);
    }
    return counts;
  }

  private static double share(Map<HashPath, Integer> counts, HashPath path) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return (double) counts.getOrDefault(path, 0) / all;
  }

  @Test
  void takesTheCheapestWayNearlyAlways() {
    PathChoice turns = new PathChoice(true);
    assertTrue(share(run(turns, 4000, true, 700, 550, 1), HashPath.PAIRED) > 0.9);
    PathChoice plain = new PathChoice(true);
    assertTrue(share(run(plain, 4000, true, 700, 760, 1), HashPath.SEQUENTIAL) > 0.9);
    PathChoice kernel = new PathChoice(true);
    kernel.offerKernel();
    assertTrue(share(run(kernel, 4000, true, 700, 550, 400), HashPath.KERNEL) > 0.9);
  }

  @Test
  void staysWithTheDefaultWhereThereIsNothingElse() {
    assertEquals(
        Map.of(HashPath.SEQUENTIAL, 1000), run(new PathChoice(false), 1000, true, 700, 1, 1));
  }

  @Test
  void givesBatchesThatDoNotFillAKernelToTheJdk() {
    PathChoice choice = new PathChoice(true);
    choice.offerKernel();
    assertFalse(run(choice, 1000, false, 700, 600, 1).containsKey(HashPath.KERNEL));
  }

  @Test
  void followsAWayThatBecomesFaster() {
    PathChoice choice = new PathChoice(true);
    run(choice, 1000, true, 700, 5000, 0);
    assertTrue(share(run(choice, 4000, true, 700, 550, 0), HashPath.PAIRED) > 0.8);
  }

  @Test
  void followsAKernelThatBecomesSlower() {
    PathChoice choice = new PathChoice(true);
    choice.offerKernel();
    run(choice, 1000, true, 700, 600, 300);
    assertTrue(share(run(choice, 4000, true, 700, 600, 900), HashPath.PAIRED) > 0.8);
    assertTrue(choice.hasKernel());
  }

  @Test
  void oneBatchThatWasInterruptedChangesNothing() {
    PathChoice choice = new PathChoice(true);
    choice.offerKernel();
    run(choice, 1000, true, 700, 600, 300);
    choice.record(HashPath.KERNEL, BYTES, 10_000_000);
    assertTrue(share(run(choice, 1000, true, 700, 600, 300), HashPath.KERNEL) > 0.9);
  }

  @Test
  void dropsAKernelThatBecomesHopeless() {
    PathChoice choice = new PathChoice(true);
    choice.offerKernel();
    run(choice, 1000, true, 700, 600, 300);
    Map<HashPath, Integer> counts = run(choice, 1000, true, 700, 600, 500_000);
    assertFalse(choice.hasKernel());
    assertEquals(8, counts.get(HashPath.KERNEL));
  }
}
