// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The place of a value in the settings: a list of names from the outside in, for example {@code
 * settings.kubernetes.node-labels."example.com/role"} without its leading {@code settings}.
 *
 * <p>The written form is that of Bottlerocket's data store: names are joined by dots, and a name
 * that has a dot in it stands in double quotes. Any text can be a name here, since documents hold
 * all sorts of names before they are checked; {@link #isStorable} tells whether the data store can
 * hold the key.
 *
 * <p>Two keys are equal if their names are. Keys are ordered by their names, one after the other,
 * and a key comes before the keys below it. Immutable and safe for use by many threads.
 *
 * @see <a
 *     href="https://github.com/bottlerocket-os/bottlerocket-core-kit">bottlerocket-core-kit</a>,
 *     sources/api/datastore/src/key.rs
 */
public final class SettingKey implements Comparable<SettingKey> {
  /** Most bytes that the written form may have in the data store. */
  public static final int MAX_STORABLE_BYTES = 255;

  private static final SettingKey ROOT = new SettingKey(List.of());

  private final List<String> names;

  private SettingKey(List<String> names) {
    this.names = names;
  }

  /**
   * Returns the key of the whole document.
   *
   * @return the key without names
   */
  public static SettingKey root() {
    return ROOT;
  }

  /**
   * Returns the key with these names.
   *
   * @param names from the outside in
   * @return the key
   */
  public static SettingKey of(String... names) {
    return of(List.of(names));
  }

  /**
   * Returns the key with these names.
   *
   * @param names from the outside in
   * @return the key
   */
  public static SettingKey of(List<String> names) {
    return names.isEmpty() ? ROOT : new SettingKey(List.copyOf(names));
  }

  /**
   * Reads the written form as the data store does.
   *
   * @param text the written form, without a leading {@code settings} unless that name is meant
   * @return the key
   * @throws MalformedKeyException if the text is empty, too long, has an empty name, a character
   *     that no key may have, unbalanced quotes or a separator at its end
   */
  public static SettingKey parse(String text) throws MalformedKeyException {
    return new SettingKey(KeyText.parse(Objects.requireNonNull(text, "text")));
  }

  /**
   * Returns the names, from the outside in.
   *
   * @return the names; empty for the root
   */
  public List<String> names() {
    return names;
  }

  /**
   * Returns how many names there are.
   *
   * @return 0 for the root
   */
  public int depth() {
    return names.size();
  }

  /**
   * Tells whether this is the key of the whole document.
   *
   * @return whether there are no names
   */
  public boolean isRoot() {
    return names.isEmpty();
  }

  /**
   * Returns the innermost name.
   *
   * @return the last name
   * @throws IllegalStateException if this is the root
   */
  public String lastName() {
    requireNames();
    return names.get(names.size() - 1);
  }

  /**
   * Returns the key around this one.
   *
   * @return the key without its last name
   * @throws IllegalStateException if this is the root
   */
  public SettingKey parent() {
    requireNames();
    return of(names.subList(0, names.size() - 1));
  }

  private void requireNames() {
    if (names.isEmpty()) {
      throw new IllegalStateException("the root has no name");
    }
  }

  /**
   * Returns a key inside this one.
   *
   * @param name one more name
   * @return the key
   */
  public SettingKey child(String name) {
    List<String> all = new ArrayList<>(names.size() + 1);
    all.addAll(names);
    all.add(Objects.requireNonNull(name, "name"));
    return new SettingKey(List.copyOf(all));
  }

  /**
   * Returns another key's names put behind these.
   *
   * @param below what comes below this key
   * @return the key
   */
  public SettingKey resolve(SettingKey below) {
    List<String> all = new ArrayList<>(names);
    all.addAll(below.names);
    return of(all);
  }

  /**
   * Returns the names that come below another key.
   *
   * @param above a key that this one {@linkplain #startsWith starts with}
   * @return the rest
   * @throws IllegalArgumentException if this key is not at or below {@code above}
   */
  public SettingKey relativeTo(SettingKey above) {
    if (!startsWith(above)) {
      throw new IllegalArgumentException(this + " is not below " + above);
    }
    return of(names.subList(above.depth(), names.size()));
  }

  /**
   * Tells whether this key is another key or lies below it, name by name: {@code kernel} is not
   * above {@code kernels}.
   *
   * @param above the other key
   * @return whether it is this key or around it
   */
  public boolean startsWith(SettingKey above) {
    return names.size() >= above.names.size()
        && names.subList(0, above.names.size()).equals(above.names);
  }

  /**
   * Tells whether the data store can hold this key: at least one name, names that are not empty and
   * have only ASCII letters, digits, {@code _}, {@code -}, {@code /} and {@code .}, and a written
   * form of at most {@value #MAX_STORABLE_BYTES} bytes.
   *
   * @return whether {@link #parse} would give this key back
   */
  public boolean isStorable() {
    return !names.isEmpty()
        && names.stream().allMatch(KeyText::isStorableName)
        && toString().length() <= MAX_STORABLE_BYTES;
  }

  @Override
  public int compareTo(SettingKey other) {
    int common = Math.min(names.size(), other.names.size());
    for (int i = 0; i < common; i++) {
      int order = names.get(i).compareTo(other.names.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(names.size(), other.names.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingKey key && names.equals(key.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  /**
   * Returns the written form.
   *
   * @return names joined by dots; names that are not plain stand in quotes, with a backslash before
   *     quotes and backslashes, and with control characters escaped
   */
  @Override
  public String toString() {
    return KeyText.write(names);
  }
}
