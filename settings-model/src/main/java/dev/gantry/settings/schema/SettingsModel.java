// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that settings may be: namespaces and the rules across them.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SettingsModel {
  private final SortedMap<String, Namespace> namespaces;
  private final List<SettingsRule> rules;

  private SettingsModel(SortedMap<String, Namespace> namespaces, List<SettingsRule> rules) {
    this.namespaces = Collections.unmodifiableSortedMap(namespaces);
    this.rules = List.copyOf(rules);
  }

  /**
   * Returns a model.
   *
   * @param namespaces the namespaces
   * @param rules rules across them
   * @return the model
   * @throws IllegalArgumentException if two namespaces have one name
   */
  public static SettingsModel of(
      Collection<Namespace> namespaces, Collection<? extends SettingsRule> rules) {
    SortedMap<String, Namespace> byName = new TreeMap<>();
    for (Namespace namespace : namespaces) {
      if (byName.put(namespace.name(), namespace) != null) {
        throw new IllegalArgumentException("two namespaces are named " + namespace.name());
      }
    }
    return new SettingsModel(byName, new ArrayList<>(rules));
  }

  /**
   * Returns the namespaces.
   *
   * @return by name; cannot be changed
   */
  public SortedMap<String, Namespace> namespaces() {
    return namespaces;
  }

  /**
   * Returns the rules across fields.
   *
   * @return the rules
   */
  public List<SettingsRule> rules() {
    return rules;
  }

  /**
   * Reads the settings of a namespace as a record. What the record does not have is passed over.
   *
   * @param <R> the class of the record
   * @param settings settings of all namespaces
   * @param recordClass the class of a record with {@link SettingsNamespace}
   * @return the record; see {@link RecordTypes} for what is not set
   * @throws InvalidSettingsException if values are not what the record's components say
   * @throws IllegalArgumentException if this model does not have the namespace
   */
  public <R extends Record> R get(SettingsTree settings, Class<R> recordClass)
      throws InvalidSettingsException {
    String name = RecordTypes.namespace(recordClass).name();
    if (!namespaces.containsKey(name)) {
      throw new IllegalArgumentException("no namespace " + name + " in this model");
    }
    return RecordTypes.read(settings, recordClass);
  }

  /**
   * Returns the model of a variant.
   *
   * @param names the namespaces that the variant has; names that this model does not have are left
   *     out
   * @return a model with these namespaces and all rules that read nothing else
   */
  public SettingsModel withOnly(Collection<String> names) {
    SortedMap<String, Namespace> kept = new TreeMap<>(namespaces);
    kept.keySet().retainAll(names);
    List<SettingsRule> keptRules =
        rules.stream()
            .filter(
                rule -> rule.reads().stream().allMatch(key -> kept.containsKey(key.names().get(0))))
            .toList();
    return new SettingsModel(kept, keptRules);
  }

  /**
   * A place in the settings, as the model sees it.
   *
   * @param type what its value may be
   * @param secret whether its value must not be shown, because it or something around it is a
   *     secret, or because it is a leaf with a secret inside
   * @param field the field, or empty for a namespace or a value in a map
   */
  public record Place(SettingType type, boolean secret, Optional<Field> field) {}

  /**
   * Finds what the model says about a key.
   *
   * @param key the key; names are those of the model, not aliases
   * @return the place, or empty if the model does not have it
   */
  public Optional<Place> place(SettingKey key) {
    if (key.isRoot()) {
      return Optional.empty();
    }
    Namespace namespace = namespaces.get(key.names().get(0));
    if (namespace == null) {
      return Optional.empty();
    }
    Place place = new Place(namespace.type(), false, Optional.empty());
    for (String name : key.names().subList(1, key.depth())) {
      Optional<Place> inner = inside(place, name);
      if (inner.isEmpty()) {
        return inner;
      }
      place = inner.get();
    }
    return Optional.of(place);
  }

  private static Optional<Place> inside(Place place, String name) {
    if (place.type() instanceof MapType map) {
      return inMap(map, place, name);
    }
    if (place.type() instanceof ObjectType object) {
      Field field = object.fields().get(name);
      if (field != null) {
        boolean secret = place.secret() || field.secret() || hidesSecret(field.type());
        return Optional.of(new Place(field.type(), secret, Optional.of(field)));
      }
      MapType others = object.others();
      return others == null ? Optional.empty() : inMap(others, place, name);
    }
    return Optional.empty();
  }

  /** Tells whether a leaf, which is shown as a whole or not at all, has a secret inside. */
  private static boolean hidesSecret(SettingType type) {
    if (type instanceof ListType list) {
      return hidesSecret(list.item()) || hasSecretField(list.item());
    } else if (type instanceof TupleType tuple) {
      return tuple.items().stream().anyMatch(item -> hidesSecret(item) || hasSecretField(item));
    } else if (type instanceof UnionType union) {
      return union.shapes().stream().anyMatch(shape -> hidesSecret(shape) || hasSecretField(shape));
    }
    return false;
  }

  private static boolean hasSecretField(SettingType type) {
    if (type instanceof MapType map) {
      return hidesSecret(map.value()) || hasSecretField(map.value());
    } else if (type instanceof ObjectType object) {
      return object.fields().values().stream()
              .anyMatch(
                  field ->
                      field.secret() || hidesSecret(field.type()) || hasSecretField(field.type()))
          || (object.others() != null && hasSecretField(object.others()));
    }
    return false;
  }

  private static Optional<Place> inMap(MapType map, Place place, String name) {
    return map.key().problem(name, Profile.COMPAT).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Place(map.value(), place.secret() || hidesSecret(map.value()), Optional.empty()));
  }

  /**
   * Tells whether this model accepts settings, value by value; rules across fields are not checked.
   *
   * @param settings a table of namespaces, as users write it: with aliases, and in any shape
   * @param profile how strictly
   * @return whether each namespace and each key is known and has a value that its type accepts
   */
  public boolean accepts(SettingValue.MapValue settings, Profile profile) {
    TypeCheck check = new TypeCheck(profile);
    return settings.entries().entrySet().stream()
        .allMatch(
            entry -> {
              Namespace namespace = namespaces.get(entry.getKey());
              return namespace != null && check.accepts(namespace.type(), entry.getValue());
            });
  }

  /**
   * Tells whether the value of a key must not be shown.
   *
   * @param key the key
   * @return whether it is a secret; what the model does not have counts as one
   */
  public boolean isSecret(SettingKey key) {
    return place(key).map(Place::secret).orElse(true);
  }
}
