// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks documents against a model and says all that is wrong at once, each thing once and at its
 * place: keys that the model does not have, values of a wrong kind or out of range, values that
 * break the rules of their types, keys that are missing, and broken rules across fields.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SettingsBinder {
  private final SettingsModel model;
  private final Profile profile;
  private final SettingsTree weaker;
  private final boolean patch;

  private SettingsBinder(SettingsModel model, Profile profile, SettingsTree weaker, boolean patch) {
    this.model = Objects.requireNonNull(model, "model");
    this.profile = Objects.requireNonNull(profile, "profile");
    this.weaker = Objects.requireNonNull(weaker, "weaker");
    this.patch = patch;
  }

  /**
   * Returns a binder.
   *
   * @param model what settings may be
   * @param profile how strictly values are checked
   * @return a binder that takes no null and runs rules across fields over the document alone; with
   *     the profile {@code COMPAT} it runs none, since Bottlerocket has none
   */
  public static SettingsBinder of(SettingsModel model, Profile profile) {
    return new SettingsBinder(model, profile, SettingsTree.empty(), false);
  }

  /**
   * Returns a binder that runs rules across fields over other settings with the document's laid
   * over them. Only what the document has to do with is told.
   *
   * @param settings the other settings, for example defaults
   * @return a new binder
   */
  public SettingsBinder over(SettingsTree settings) {
    return new SettingsBinder(model, profile, settings, patch);
  }

  /**
   * Returns a binder for patches, in which null takes a setting away.
   *
   * @return a new binder
   */
  public SettingsBinder forPatches() {
    return new SettingsBinder(model, profile, weaker, true);
  }

  /**
   * Binds user data: a document with the table {@code settings} and nothing beside it. A blank
   * document has no settings, and nothing is wrong with it.
   *
   * @param document the document
   * @return its settings and all that is wrong with it
   */
  public BoundSettings bindUserData(SettingsDocument document) {
    return withRules(new Binding(model, profile, patch, document).userData());
  }

  /**
   * Binds a document that holds settings without {@code settings} around them, as bodies of API
   * requests do.
   *
   * @param document the document
   * @return its settings and all that is wrong with it
   */
  public BoundSettings bindSettings(SettingsDocument document) {
    return withRules(new Binding(model, profile, patch, document).settings());
  }

  /** Bottlerocket has no rules across fields, so its profile has none either. */
  private BoundSettings withRules(BoundSettings bound) {
    if (profile == Profile.COMPAT) {
      return bound;
    }
    SettingsTree below = weaker;
    for (var key : bound.unset()) {
      below = below.without(key);
    }
    List<Violation> broken =
        RuleRunner.run(
            model.rules(),
            below.isEmpty() ? bound.tree() : below.overlaidWith(bound.tree()),
            bound);
    if (broken.isEmpty()) {
      return bound;
    }
    List<Violation> all = new ArrayList<>(bound.violations());
    all.addAll(broken);
    return bound.withViolations(all);
  }
}
