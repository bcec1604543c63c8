// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.Text;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.apply.GeneratorReport.Outcome;
import dev.gantry.settings.apply.GeneratorReport.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Runs generators, each after those whose values it reads, otherwise by the order of their targets.
 *
 * <p>Immutable and safe for use by many threads, if the generators are.
 */
public final class GeneratorRunner {
  private final List<SettingGenerator> order;

  private GeneratorRunner(List<SettingGenerator> order) {
    this.order = List.copyOf(order);
  }

  /**
   * Returns a runner.
   *
   * @param generators the generators
   * @return the runner
   * @throws GeneratorLoopException if generators wait for one another
   * @throws IllegalArgumentException if two generators have one target
   */
  public static GeneratorRunner create(Collection<? extends SettingGenerator> generators)
      throws GeneratorLoopException {
    SortedMap<SettingKey, SettingGenerator> byTarget = new TreeMap<>();
    for (SettingGenerator generator : generators) {
      if (byTarget.put(generator.target(), generator) != null) {
        throw new IllegalArgumentException("two generators give " + generator.target());
      }
    }
    List<SettingGenerator> sorted = new ArrayList<>();
    while (!byTarget.isEmpty()) {
      SettingGenerator next = ready(byTarget);
      byTarget.remove(next.target());
      sorted.add(next);
    }
    return new GeneratorRunner(sorted);
  }

  private static SettingGenerator ready(SortedMap<SettingKey, SettingGenerator> waiting)
      throws GeneratorLoopException {
    for (SettingGenerator each : waiting.values()) {
      if (neededBy(each, waiting).isEmpty()) {
        return each;
      }
    }
    throw new GeneratorLoopException(loop(waiting));
  }

  private static Optional<SettingKey> neededBy(
      SettingGenerator generator, SortedMap<SettingKey, SettingGenerator> waiting) {
    return waiting.keySet().stream()
        .filter(target -> generator.inputs().stream().anyMatch(key -> touch(key, target)))
        .findFirst();
  }

  private static boolean touch(SettingKey one, SettingKey other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  private static List<SettingKey> loop(SortedMap<SettingKey, SettingGenerator> waiting) {
    List<SettingKey> path = new ArrayList<>();
    Optional<SettingKey> at = Optional.of(waiting.firstKey());
    while (at.isPresent() && !path.contains(at.get())) {
      path.add(at.get());
      SettingGenerator generator = waiting.get(at.get());
      at = generator == null ? Optional.empty() : neededBy(generator, waiting);
    }
    int start = at.map(path::indexOf).orElse(0);
    return path.subList(start, path.size());
  }

  /**
   * Returns the targets in the order in which their generators run.
   *
   * @return targets
   */
  public List<SettingKey> order() {
    return order.stream().map(SettingGenerator::target).toList();
  }

  /**
   * Runs the generators. One that fails does not stop those that do not read its target.
   *
   * @param settings the settings; a generator does not run if they have anything at or below its
   *     target, in any layer
   * @param name name of the layer for what is generated
   * @param tokens gives the token that stops a generator, for example when its time is over
   * @return the values, and what became of each generator
   */
  public GeneratorReport run(
      LayeredSettings settings, String name, Function<SettingKey, CancellationToken> tokens) {
    SettingsTree effective = settings.effective();
    SettingsLayer layer = SettingsLayer.empty(LayerKind.GENERATED, name);
    List<Outcome> outcomes = new ArrayList<>();
    Set<SettingKey> failed = new HashSet<>();
    for (SettingGenerator generator : order) {
      SettingKey target = generator.target();
      Outcome outcome;
      if (effective.get(target).isPresent()) {
        outcome = new Outcome(target, Status.ALREADY_SET, Optional.empty());
      } else if (failed.stream().anyMatch(key -> reads(generator, key))) {
        outcome = new Outcome(target, Status.SKIPPED, Optional.of("what it reads is missing"));
      } else {
        Map.Entry<Outcome, Optional<SettingValue>> result =
            run(generator, effective, tokens.apply(target));
        outcome = result.getKey();
        Optional<SettingValue> value = result.getValue();
        if (value.isPresent()) {
          SettingsTree given = SettingsTree.empty().with(target, value.get());
          Origin origin = Origin.of("generator of " + target);
          layer = layer.with(given, key -> origin);
          effective = effective.overlaidWith(given);
        }
      }
      if (outcome.status() == Status.FAILED || outcome.status() == Status.SKIPPED) {
        failed.add(target);
      }
      outcomes.add(outcome);
    }
    return new GeneratorReport(layer, outcomes);
  }

  private static boolean reads(SettingGenerator generator, SettingKey target) {
    return generator.inputs().stream().anyMatch(key -> touch(key, target));
  }

  private static Map.Entry<Outcome, Optional<SettingValue>> run(
      SettingGenerator generator, SettingsTree settings, CancellationToken token) {
    SettingKey target = generator.target();
    try {
      token.throwIfCancelled();
      Optional<SettingValue> value = generator.generate(settings, token);
      if (value == null) {
        return failure(target, "it gave null, expected a value or an empty Optional");
      }
      Status status = value.isPresent() ? Status.GENERATED : Status.NO_VALUE;
      return Map.entry(new Outcome(target, status, Optional.empty()), value);
    } catch (CancellationException e) {
      return failure(target, "it was stopped");
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage();
      return failure(
          target, e.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }
  }

  private static Map.Entry<Outcome, Optional<SettingValue>> failure(SettingKey target, String why) {
    return Map.entry(
        new Outcome(target, Status.FAILED, Optional.of(Text.clean(why))), Optional.empty());
  }
}
