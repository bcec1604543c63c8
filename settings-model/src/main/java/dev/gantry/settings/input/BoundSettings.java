// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a document says about settings, in the forms of the model: aliases are replaced, values that
 * can be written in several shapes are in the shape to keep. Values that break a rule are left out.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class BoundSettings {
  private final SettingsDocument document;
  private final SettingsTree tree;
  private final SortedMap<SettingKey, SourceSpan> spans;
  private final SortedSet<SettingKey> unset;
  private final List<Violation> violations;
  private final SortedSet<SettingKey> doubtful;
  private final Set<SettingKey> unread;

  BoundSettings(
      SettingsDocument document,
      SettingsTree tree,
      SortedMap<SettingKey, SourceSpan> spans,
      SortedSet<SettingKey> unset,
      List<Violation> violations,
      SortedSet<SettingKey> doubtful,
      Set<SettingKey> unread) {
    this.document = document;
    this.tree = tree;
    this.spans = Collections.unmodifiableSortedMap(new TreeMap<>(spans));
    this.unset = Collections.unmodifiableSortedSet(new TreeSet<>(unset));
    this.violations =
        violations.stream()
            .limit(document.limits().maxViolations())
            .sorted(Violation.BY_PLACE)
            .toList();
    this.doubtful = Collections.unmodifiableSortedSet(new TreeSet<>(doubtful));
    this.unread = Set.copyOf(unread);
  }

  BoundSettings withViolations(List<Violation> all) {
    return new BoundSettings(document, tree, spans, unset, all, doubtful, unread);
  }

  /** Keys of which it is not known what the document wants them to be. */
  SortedSet<SettingKey> doubtful() {
    return doubtful;
  }

  /** Tells whether a key that has no value was surely not written. */
  boolean isSurelyUnset(SettingKey key) {
    return document.isComplete() && (key.isRoot() || !unread.contains(key.parent()));
  }

  /**
   * Returns the document.
   *
   * @return the document that was bound
   */
  public SettingsDocument document() {
    return document;
  }

  /**
   * Returns the settings.
   *
   * @return all values that keep the rules
   */
  public SettingsTree tree() {
    return tree;
  }

  /**
   * Returns where the values are.
   *
   * @return places by key, for leaves and for maps that are written in one piece; cannot be changed
   */
  public SortedMap<SettingKey, SourceSpan> spans() {
    return spans;
  }

  /**
   * Finds where a key has its value.
   *
   * @param key the key
   * @return the place of its value or of the nearest value around it, or empty if there is none
   */
  public Optional<SourceSpan> span(SettingKey key) {
    for (SettingKey at = key; !at.isRoot(); at = at.parent()) {
      SourceSpan found = spans.get(at);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what a patch takes away.
   *
   * @return keys with null as their values; empty if the document is not a patch
   */
  public SortedSet<SettingKey> unset() {
    return unset;
  }

  /**
   * Returns all that is wrong.
   *
   * @return violations sorted by place
   */
  public List<Violation> violations() {
    return violations;
  }

  /**
   * Returns the settings if nothing is wrong.
   *
   * @return the settings
   * @throws InvalidSettingsException if there are violations; it has all of them
   */
  public SettingsTree validTree() throws InvalidSettingsException {
    if (!violations.isEmpty()) {
      throw new InvalidSettingsException(violations);
    }
    return tree;
  }

  /**
   * Returns the settings as a layer, each with its place as its origin.
   *
   * @param kind how strong the layer is
   * @param name its name among the layers of its kind
   * @return the layer
   * @throws InvalidSettingsException if there are violations; it has all of them
   */
  public SettingsLayer toLayer(LayerKind kind, String name) throws InvalidSettingsException {
    SettingsTree valid = validTree();
    return SettingsLayer.empty(kind, name)
        .with(valid, key -> span(key).map(Origin::of).orElseGet(() -> Origin.of(document.name())));
  }

  /**
   * Names the document and the keys, not the values, since those may be secrets.
   *
   * @return a text for logs
   */
  @Override
  public String toString() {
    return document.name() + " " + tree;
  }
}
