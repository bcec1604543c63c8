// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.RuleRunner;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.store.CommitCheck;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Refuses commits after which the settings would break a rule across fields that they do not break
 * now. What is broken already does not keep a host from being changed. Safe for use by many
 * threads.
 */
public final class RuleCheck implements CommitCheck {
  private final SettingsModel model;

  /**
   * Creates a check.
   *
   * @param model whose rules count
   */
  public RuleCheck(SettingsModel model) {
    this.model = Objects.requireNonNull(model, "model");
  }

  @Override
  public void check(Candidate candidate) throws InvalidSettingsException {
    List<Violation> after = violations(candidate.after());
    if (after.isEmpty()) {
      return;
    }
    List<Violation> before = violations(candidate.before());
    List<Violation> added =
        after.stream()
            .filter(violation -> before.stream().noneMatch(old -> isSame(old, violation)))
            .toList();
    if (!added.isEmpty()) {
      throw new InvalidSettingsException(added);
    }
  }

  private List<Violation> violations(LayeredSettings settings) {
    return RuleRunner.run(model.rules(), settings.effective(), key -> place(settings, key));
  }

  private static Optional<SourceSpan> place(LayeredSettings settings, SettingKey key) {
    return settings.explain(key).winner().map(winner -> winner.definition().origin().place());
  }

  private static boolean isSame(Violation one, Violation other) {
    return one.code().equals(other.code())
        && one.key().equals(other.key())
        && one.message().equals(other.message());
  }
}
