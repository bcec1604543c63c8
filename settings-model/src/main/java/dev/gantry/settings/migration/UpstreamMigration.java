// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The kinds of migrations that Bottlerocket has in common, doing exactly what its own do, losses
 * included; for comparison, and for stores in its format. {@link #lossless()} gives what Gantry
 * does in its own store instead.
 *
 * @see <a href="https://github.com/bottlerocket-os/bottlerocket">bottlerocket</a>,
 *     sources/api/migration/migration-helpers/src/common_migrations.rs
 */
public sealed interface UpstreamMigration {
  /**
   * Migrates to the later version.
   *
   * @param data the data before
   * @return the data after
   * @throws MigrationFailedException where Bottlerocket's migration ends with an error
   */
  UpstreamData forward(UpstreamData data) throws MigrationFailedException;

  /**
   * Migrates to the earlier version.
   *
   * @param data the data after
   * @return the data before, as far as it is known
   * @throws MigrationFailedException where Bottlerocket's migration ends with an error
   */
  UpstreamData backward(UpstreamData data) throws MigrationFailedException;

  /**
   * Returns steps to the same end that lose nothing.
   *
   * @return steps; none where layers of defaults and the rule that unknown keys stay do it already
   */
  default List<SettingsLens> lossless() {
    return List.of();
  }

  /** Changes nothing, so that there is a store of the new version. */
  record NoOpMigration() implements UpstreamMigration {
    @Override
    public UpstreamData forward(UpstreamData data) {
      return data;
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return data;
    }
  }

  /**
   * New settings: going back deletes them.
   *
   * @param settings keys
   */
  record AddSettingsMigration(List<String> settings) implements UpstreamMigration {
    /** Creates a migration. */
    public AddSettingsMigration {
      settings = List.copyOf(settings);
    }

    @Override
    public UpstreamData forward(UpstreamData data) {
      return data;
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return UpstreamSteps.without(data, settings::contains);
    }
  }

  /**
   * New settings: going back deletes all whose keys start with a text, within a name too.
   *
   * @param prefixes starts of keys
   */
  record AddPrefixesMigration(List<String> prefixes) implements UpstreamMigration {
    /** Creates a migration. */
    public AddPrefixesMigration {
      prefixes = List.copyOf(prefixes);
    }

    @Override
    public UpstreamData forward(UpstreamData data) {
      return data;
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return UpstreamSteps.without(data, key -> prefixes.stream().anyMatch(key::startsWith));
    }
  }

  /**
   * Settings that are no more: going forward deletes them for good.
   *
   * @param settings keys
   */
  record RemoveSettingsMigration(List<String> settings) implements UpstreamMigration {
    /** Creates a migration. */
    public RemoveSettingsMigration {
      settings = List.copyOf(settings);
    }

    @Override
    public UpstreamData forward(UpstreamData data) {
      return UpstreamSteps.without(data, settings::contains);
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return data;
    }

    @Override
    public List<SettingsLens> lossless() {
      List<SettingsLens> steps = new ArrayList<>();
      settings.forEach(
          setting -> UpstreamSteps.key(setting).map(Lenses::removeField).ifPresent(steps::add));
      return steps;
    }
  }

  /**
   * A default that is another text now.
   *
   * @param setting the key
   * @param oldValue the old default
   * @param newValue the new default
   */
  record ReplaceStringMigration(String setting, String oldValue, String newValue)
      implements UpstreamMigration {
    @Override
    public UpstreamData forward(UpstreamData data) {
      return UpstreamSteps.replace(
          data, setting, SettingValue.of(oldValue), SettingValue.of(newValue));
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return UpstreamSteps.replace(
          data, setting, SettingValue.of(newValue), SettingValue.of(oldValue));
    }
  }

  /**
   * Defaults that are other lists now. A list with something else than texts in it is an error.
   *
   * @param replacements the lists
   */
  record ReplaceListsMigration(List<ListReplacement> replacements) implements UpstreamMigration {
    /** Creates a migration. */
    public ReplaceListsMigration {
      replacements = List.copyOf(replacements);
    }

    @Override
    public UpstreamData forward(UpstreamData data) throws MigrationFailedException {
      UpstreamData next = data;
      for (ListReplacement each : replacements) {
        UpstreamSteps.requireTexts(each.setting, next.data().get(each.setting));
        next = UpstreamSteps.replace(next, each.setting, each.before(), each.after());
      }
      return next;
    }

    @Override
    public UpstreamData backward(UpstreamData data) throws MigrationFailedException {
      UpstreamData next = data;
      for (ListReplacement each : replacements) {
        UpstreamSteps.requireTexts(each.setting, next.data().get(each.setting));
        next = UpstreamSteps.replace(next, each.setting, each.after(), each.before());
      }
      return next;
    }
  }

  /**
   * A default that is another list now.
   *
   * @param setting the key
   * @param oldValues the old default
   * @param newValues the new default
   */
  record ListReplacement(String setting, List<String> oldValues, List<String> newValues) {
    /** Creates a replacement. */
    public ListReplacement {
      oldValues = List.copyOf(oldValues);
      newValues = List.copyOf(newValues);
    }

    SettingValue before() {
      return SettingValue.strings(oldValues.toArray(new String[0]));
    }

    SettingValue after() {
      return SettingValue.strings(newValues.toArray(new String[0]));
    }
  }

  /** Renders a template or runs a generator over data; the way in for a template engine. */
  @FunctionalInterface
  interface Renderer {
    /**
     * Renders.
     *
     * @param template the template, or the command line of the generator
     * @param data what it may refer to
     * @return the text
     * @throws MigrationFailedException if that cannot be
     */
    String render(String template, UpstreamData data) throws MigrationFailedException;
  }

  /**
   * A template, in the metadata of a setting, that is another now; the value is replaced if it is
   * what the old template gives.
   *
   * @param setting the key
   * @param oldTemplate the old template
   * @param newTemplate the new template
   * @param renderer renders both
   */
  record ReplaceTemplateMigration(
      String setting, String oldTemplate, String newTemplate, Renderer renderer)
      implements UpstreamMigration {
    @Override
    public UpstreamData forward(UpstreamData data) throws MigrationFailedException {
      return UpstreamSteps.template(data, setting, "template", oldTemplate, newTemplate, renderer);
    }

    @Override
    public UpstreamData backward(UpstreamData data) throws MigrationFailedException {
      return UpstreamSteps.template(data, setting, "template", newTemplate, oldTemplate, renderer);
    }
  }

  /**
   * A generator of the program {@code schnauzer-v2}, in the metadata of a setting, that has another
   * command line now; the value is replaced if it is what the old one gives.
   *
   * @param setting the key
   * @param oldCommand the old command line
   * @param newCommand the new command line
   * @param renderer runs both
   */
  record ReplaceSchnauzerMigration(
      String setting, String oldCommand, String newCommand, Renderer renderer)
      implements UpstreamMigration {
    @Override
    public UpstreamData forward(UpstreamData data) throws MigrationFailedException {
      return UpstreamSteps.template(
          data, setting, "setting-generator", oldCommand, newCommand, renderer);
    }

    @Override
    public UpstreamData backward(UpstreamData data) throws MigrationFailedException {
      return UpstreamSteps.template(
          data, setting, "setting-generator", newCommand, oldCommand, renderer);
    }
  }

  /**
   * New metadata: going back deletes them.
   *
   * @param metadata names of metadata by key
   */
  record AddMetadataMigration(SortedMap<String, List<String>> metadata)
      implements UpstreamMigration {
    /** Creates a migration. */
    public AddMetadataMigration {
      metadata = new TreeMap<>(metadata);
    }

    @Override
    public UpstreamData forward(UpstreamData data) {
      return data;
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return UpstreamSteps.withoutMetadata(data, metadata);
    }
  }

  /**
   * Metadata that are no more: going forward deletes them for good.
   *
   * @param metadata names of metadata by key
   */
  record RemoveMetadataMigration(SortedMap<String, List<String>> metadata)
      implements UpstreamMigration {
    /** Creates a migration. */
    public RemoveMetadataMigration {
      metadata = new TreeMap<>(metadata);
    }

    @Override
    public UpstreamData forward(UpstreamData data) {
      return UpstreamSteps.withoutMetadata(data, metadata);
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      return data;
    }
  }

  /**
   * Metadata that are another text now.
   *
   * @param replacements the metadata
   */
  record ReplaceMetadataMigration(List<MetadataReplacement> replacements)
      implements UpstreamMigration {
    /** Creates a migration. */
    public ReplaceMetadataMigration {
      replacements = List.copyOf(replacements);
    }

    @Override
    public UpstreamData forward(UpstreamData data) {
      UpstreamData next = data;
      for (MetadataReplacement each : replacements) {
        next =
            UpstreamSteps.replaceMetadata(
                next,
                each.setting,
                each.metadata,
                SettingValue.of(each.oldValue),
                SettingValue.of(each.newValue));
      }
      return next;
    }

    @Override
    public UpstreamData backward(UpstreamData data) {
      UpstreamData next = data;
      for (MetadataReplacement each : replacements) {
        next =
            UpstreamSteps.replaceMetadata(
                next,
                each.setting,
                each.metadata,
                SettingValue.of(each.newValue),
                SettingValue.of(each.oldValue));
      }
      return next;
    }
  }

  /**
   * A text in the metadata that is another now.
   *
   * @param setting the key
   * @param metadata the name
   * @param oldValue the old text
   * @param newValue the new text
   */
  record MetadataReplacement(String setting, String metadata, String oldValue, String newValue) {}

  /**
   * Metadata that are other lists now. A list with something else than texts in it is an error.
   *
   * @param replacements lists by the names of the metadata
   */
  record ReplaceMetadataListsMigration(List<Map.Entry<String, ListReplacement>> replacements)
      implements UpstreamMigration {
    /** Creates a migration. */
    public ReplaceMetadataListsMigration {
      replacements = List.copyOf(replacements);
    }

    @Override
    public UpstreamData forward(UpstreamData data) throws MigrationFailedException {
      return run(data, true);
    }

    @Override
    public UpstreamData backward(UpstreamData data) throws MigrationFailedException {
      return run(data, false);
    }

    private UpstreamData run(UpstreamData data, boolean forward) throws MigrationFailedException {
      UpstreamData next = data;
      for (Map.Entry<String, ListReplacement> each : replacements) {
        ListReplacement list = each.getValue();
        Optional<SettingValue> now =
            Optional.ofNullable(next.metadataOf(list.setting).get(each.getKey()));
        UpstreamSteps.requireTexts(list.setting, now.orElse(null));
        next =
            UpstreamSteps.replaceMetadata(
                next,
                list.setting,
                each.getKey(),
                forward ? list.before() : list.after(),
                forward ? list.after() : list.before());
      }
      return next;
    }
  }
}
