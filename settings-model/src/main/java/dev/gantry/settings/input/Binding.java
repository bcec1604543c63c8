// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode.BrokenNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.NullNode;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.internal.document.Suggestions;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Binds one document, once. */
final class Binding {
  private static final String SETTINGS = "settings";

  private final SettingsModel model;
  private final SettingsDocument document;
  private final Found found;
  private final MovedKeys moved;
  private final ValueBinder values;

  Binding(SettingsModel model, Profile profile, boolean patch, SettingsDocument document) {
    this.model = model;
    this.document = document;
    this.found = new Found(patch, document);
    this.moved = new MovedKeys(model);
    this.values = new ValueBinder(found, profile, moved);
  }

  /** Binds a document without a table around the settings. */
  BoundSettings settings() {
    document.violations().forEach(violation -> found.add(withKnownKey(violation)));
    return bound(namespaces(document.root()));
  }

  /** Binds a document with the table of settings and nothing else. */
  BoundSettings userData() {
    document.violations().forEach(violation -> found.add(withKnownKey(inSettings(violation))));
    if (document.text().isBlank()) {
      return bound(MapValue.EMPTY);
    }
    TreeMap<String, SettingValue> all = new TreeMap<>();
    boolean meant = !document.isComplete();
    boolean present = false;
    for (Entry entry : document.root().entries()) {
      if (!entry.name().equals(SETTINGS)) {
        meant |= unknownTable(entry);
        continue;
      }
      present = true;
      if (entry.value() instanceof TableNode table) {
        MapValue settings = namespaces(table);
        if (!entry.repeated()) {
          all.putAll(settings.entries());
        }
      } else if (!(entry.value() instanceof BrokenNode)) {
        found.add(
            Violation.of(
                    ViolationCodes.WRONG_TYPE,
                    SettingKey.root(),
                    "settings is " + entry.value().kind() + ", expected a table")
                .at(entry.value().span()));
      }
    }
    if (!present && !meant) {
      found.add(
          Violation.of(
                  ViolationCodes.MISSING_SETTINGS,
                  SettingKey.root(),
                  "user data must have a table settings")
              .at(new SourceSpan(document.name(), 1, 1, 1, 1)));
    }
    return bound(new MapValue(all));
  }

  /** Gives the violation a key without the outermost table. */
  private static Violation inSettings(Violation violation) {
    List<String> names = violation.key().names();
    return names.isEmpty() || !names.get(0).equals(SETTINGS)
        ? violation
        : withKey(violation, SettingKey.of(names.subList(1, names.size())));
  }

  /** Does not name what is no key for sure, since it may be a line of a secret. */
  private Violation withKnownKey(Violation violation) {
    SettingKey key = violation.key();
    return !key.isRoot() && found.isDoubtfulKey(violation) && model.place(key).isEmpty()
        ? withKey(violation, key.parent())
        : violation;
  }

  private static Violation withKey(Violation violation, SettingKey key) {
    Violation moved =
        Violation.of(violation.code(), key, violation.message())
            .at(violation.span().orElse(null))
            .withSuggestion(violation.suggestion().orElse(null));
    for (Violation.Related related : violation.related()) {
      moved = moved.withRelated(related.span(), related.message());
    }
    return moved;
  }

  /** Tells about something beside the settings; gives whether settings may have been meant. */
  private boolean unknownTable(Entry entry) {
    if (entry.repeated()) {
      return true;
    }
    boolean namespace = model.namespaces().containsKey(entry.name());
    Optional<String> suggestion =
        namespace
            ? Optional.of(SETTINGS + "." + entry.name())
            : Suggestions.nearest(entry.name(), List.of(SETTINGS));
    found.add(
        Violation.of(
                ViolationCodes.UNKNOWN_TABLE,
                SettingKey.of(entry.name()),
                "user data has only the table settings; what is beside it has no effect")
            .at(entry.nameSpan())
            .withSuggestion(suggestion.orElse(null)));
    return suggestion.isPresent();
  }

  private Optional<SettingKey> meant(String name) {
    return Suggestions.nearest(name, model.namespaces().keySet())
        .map(SettingKey::of)
        .or(() -> moved.find(name));
  }

  private MapValue namespaces(TableNode table) {
    TreeMap<String, SettingValue> all = new TreeMap<>();
    for (Entry entry : table.entries()) {
      SettingKey key = SettingKey.of(entry.name());
      Namespace namespace = model.namespaces().get(entry.name());
      if (namespace == null) {
        found.addUnknown(key, entry, found.isFull() ? Optional.empty() : meant(entry.name()));
        continue;
      }
      if (entry.value() instanceof NullNode && found.isPatch()) {
        found.unset(key);
        continue;
      }
      ValueBinder.Place place =
          ValueBinder.Place.of(key, entry.nameSpan(), false, entry.repeated());
      SettingValue value = values.bind(namespace.type(), entry.value(), place);
      if (value != null && !entry.repeated()) {
        all.put(entry.name(), value);
      }
    }
    return new MapValue(all);
  }

  private BoundSettings bound(MapValue settings) {
    return found.bound(SettingsTree.of(settings));
  }
}
