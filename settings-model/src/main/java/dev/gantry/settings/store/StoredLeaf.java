// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsLayer.Definition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf as the store holds it.
 *
 * <p>Immutable, compared by value, and safe for use by many threads.
 */
public final class StoredLeaf {
  private final Definition definition;
  private final Version writtenBy;

  /** The leaf as JSON, without its key; made when it is first written. */
  private volatile @Nullable String json;

  private StoredLeaf(Definition definition, Version writtenBy) {
    this.definition = Objects.requireNonNull(definition, "definition");
    this.writtenBy = Objects.requireNonNull(writtenBy, "writtenBy");
  }

  /**
   * Returns a leaf.
   *
   * @param definition its value and origin
   * @param writtenBy version of the model that it was written with
   * @return the leaf
   */
  public static StoredLeaf of(Definition definition, Version writtenBy) {
    return new StoredLeaf(definition, writtenBy);
  }

  /**
   * Returns the value and where it was defined.
   *
   * @return the definition
   */
  public Definition definition() {
    return definition;
  }

  /**
   * Returns the value.
   *
   * @return the value; not a map
   */
  public SettingValue value() {
    return definition.value();
  }

  /**
   * Returns the version of the model that the leaf was written with.
   *
   * @return the version
   */
  public Version writtenBy() {
    return writtenBy;
  }

  /**
   * Returns this leaf with another value of the same origin.
   *
   * @param value the value
   * @return a new leaf
   */
  public StoredLeaf withValue(SettingValue value) {
    return new StoredLeaf(new Definition(value, definition.origin()), writtenBy);
  }

  /**
   * Returns this leaf as a value, for notes.
   *
   * @return a map, which {@link #ofValue} reads
   */
  public MapValue toValue() {
    try {
      return SettingsJson.readMap("leaf", "{" + json() + "}");
    } catch (MalformedDataException e) {
      throw new IllegalStateException("a leaf that cannot be read back", e);
    }
  }

  /**
   * Returns a leaf that {@link #toValue} made a value.
   *
   * @param source where the value is from, for messages
   * @param value the value
   * @return the leaf
   * @throws MalformedDataException {@code SETTINGS_STORE} if the value is anything else
   */
  public static StoredLeaf ofValue(String source, SettingValue value)
      throws MalformedDataException {
    return StateDecoder.decodeLeaf(source, value);
  }

  String json() {
    String text = json;
    if (text == null) {
      text = StateEncoder.leafMembers(this);
      json = text;
    }
    return text;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof StoredLeaf leaf
        && definition.equals(leaf.definition)
        && writtenBy.equals(leaf.writtenBy);
  }

  @Override
  public int hashCode() {
    return Objects.hash(definition, writtenBy);
  }

  @Override
  public String toString() {
    return value().kind() + " from " + definition.origin() + ", written by " + writtenBy;
  }
}
