// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Moves what is at and below a key to another. A unit is one leaf: what comes behind either key.
 *
 * @param from the key before
 * @param to the key after
 * @param fixed names directly below either key that stay where they are
 */
record MoveLens(SettingKey from, SettingKey to, Set<String> fixed) implements SettingsLens {
  MoveLens {
    if (from.equals(to)) {
      throw new IllegalArgumentException("moved to where it is: " + from);
    }
    fixed = Set.copyOf(fixed);
  }

  @Override
  public Optional<SettingKey> unit(SettingKey key) {
    Optional<SettingKey> rest = rest(key);
    // One of the keys may lie below the other; what would be in two units is in none.
    return rest.filter(
        unit -> rest(from.resolve(unit)).equals(rest) && rest(to.resolve(unit)).equals(rest));
  }

  private Optional<SettingKey> rest(SettingKey key) {
    SettingKey deeper = from.depth() > to.depth() ? from : to;
    SettingKey other = deeper.equals(from) ? to : from;
    SettingKey start = key.startsWith(deeper) ? deeper : other;
    if (!key.startsWith(start)) {
      return Optional.empty();
    }
    SettingKey rest = key.relativeTo(start);
    boolean stays = !rest.isRoot() && fixed.contains(rest.names().get(0));
    return stays ? Optional.empty() : Optional.of(rest);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> forward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return move(part, from.resolve(unit), to.resolve(unit));
  }

  @Override
  public SortedMap<SettingKey, SettingValue> backward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return move(part, to.resolve(unit), from.resolve(unit));
  }

  private static SortedMap<SettingKey, SettingValue> move(
      SortedMap<SettingKey, SettingValue> part, SettingKey source, SettingKey target) {
    SettingValue value = part.get(source);
    if (value == null) {
      return part;
    }
    SortedMap<SettingKey, SettingValue> moved = new TreeMap<>();
    moved.put(target, value);
    return moved;
  }

  @Override
  public SettingKey forwardUnset(SettingKey key) {
    return unit(key).isPresent() && key.startsWith(from) ? to.resolve(key.relativeTo(from)) : key;
  }

  @Override
  public SettingKey backwardUnset(SettingKey key) {
    return unit(key).isPresent() && key.startsWith(to) ? from.resolve(key.relativeTo(to)) : key;
  }
}
