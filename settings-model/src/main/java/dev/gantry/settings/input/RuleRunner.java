// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.ExtensionFailureException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.SettingsRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs rules across fields. A rule runs if something that it reads is set. What it reports shows
 * the places of all keys that it names.
 */
public final class RuleRunner {
  private RuleRunner() {}

  /**
   * Runs rules over settings whose single values are all valid.
   *
   * @param rules the rules
   * @param settings the effective settings
   * @param spans finds where a key has its value; may find nothing
   * @return what is broken, with the codes of the rules
   * @throws ExtensionFailureException if a rule throws, with its code
   */
  public static List<Violation> run(
      Collection<? extends SettingsRule> rules,
      SettingsTree settings,
      Function<SettingKey, Optional<SourceSpan>> spans) {
    return run(rules, settings, spans, keys -> true);
  }

  /**
   * Runs rules over settings of which a document is the strongest part. What a rule reports is left
   * out if the document has nothing to do with it, or if one of its keys is in doubt because
   * something else is wrong there.
   */
  static List<Violation> run(
      Collection<? extends SettingsRule> rules, SettingsTree settings, BoundSettings bound) {
    return run(
        rules,
        settings,
        bound::span,
        keys ->
            keys.stream().anyMatch(key -> isTouched(bound, key))
                && keys.stream().noneMatch(key -> touchesAny(bound.doubtful(), key))
                && keys.stream().allMatch(key -> isSet(settings, key) || bound.isSurelyUnset(key)));
  }

  private static boolean isTouched(BoundSettings bound, SettingKey key) {
    return bound.span(key).isPresent()
        || isSet(bound.tree(), key)
        || touchesAny(bound.unset(), key);
  }

  /** Tells whether one of many keys is at, above or below a key. */
  private static boolean touchesAny(SortedSet<SettingKey> keys, SettingKey key) {
    for (SettingKey at = key; !at.isRoot(); at = at.parent()) {
      if (keys.contains(at)) {
        return true;
      }
    }
    SortedSet<SettingKey> from = keys.tailSet(key);
    return !from.isEmpty() && from.first().startsWith(key);
  }

  private static List<Violation> run(
      Collection<? extends SettingsRule> rules,
      SettingsTree settings,
      Function<SettingKey, Optional<SourceSpan>> spans,
      Predicate<List<SettingKey>> counts) {
    List<Violation> found = new ArrayList<>();
    for (SettingsRule rule : rules) {
      if (rule.reads().stream().anyMatch(key -> isSet(settings, key))) {
        try {
          rule.check(new RunContext(rule.code(), settings, spans, counts, found));
        } catch (RuntimeException e) {
          throw new ExtensionFailureException("rule " + rule.code(), e);
        }
      }
    }
    return found;
  }

  private static boolean isSet(SettingsTree settings, SettingKey key) {
    var below = settings.leaves().tailMap(key);
    return !below.isEmpty() && below.firstKey().startsWith(key);
  }

  private record RunContext(
      String code,
      SettingsTree settings,
      Function<SettingKey, Optional<SourceSpan>> spans,
      Predicate<List<SettingKey>> counts,
      List<Violation> found)
      implements SettingsRule.Context {
    @Override
    public void report(SettingKey key, String message, List<SettingKey> others) {
      List<SettingKey> keys = new ArrayList<>(others);
      keys.add(0, key);
      if (!counts.test(keys)) {
        return;
      }
      // What should change may be set elsewhere, or not at all; then another key's place is shown.
      SourceSpan place =
          keys.stream().flatMap(each -> spans.apply(each).stream()).findFirst().orElse(null);
      Violation violation = Violation.of(code, key, message).at(place);
      for (SettingKey other : others) {
        SourceSpan also = spans.apply(other).orElse(null);
        if (also != null && !also.equals(place)) {
          violation = violation.withRelated(also, other + " is set here");
        }
      }
      found.add(violation);
    }
  }
}
