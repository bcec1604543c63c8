// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.internal.template.Expression.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where paths start: the value of a block, what it named, and the blocks around it. */
record Scope(
    @Nullable Scope outer,
    @Nullable SettingValue value,
    Map<String, SettingValue> locals,
    Map<String, SettingValue> named) {
  static Scope outermost(MapValue root) {
    return new Scope(null, root, Map.of(), Map.of());
  }

  static Map<String, SettingValue> named(
      List<String> parameters, SettingValue item, SettingValue key) {
    Map<String, SettingValue> named = new HashMap<>();
    if (!parameters.isEmpty()) {
      named.put(parameters.get(0), item);
    }
    if (parameters.size() > 1) {
      named.put(parameters.get(1), key);
    }
    return named;
  }

  @Nullable SettingValue start(Path path) {
    return switch (path.origin()) {
      case ROOT -> outermost().value;
      case LOCAL -> up(path.up(), null).locals.get(path.names().get(0));
      case CURRENT -> {
        SettingValue parameter = parameter(path);
        yield parameter != null ? parameter : up(path.up(), this).value;
      }
    };
  }

  List<String> rest(Path path) {
    boolean skips =
        path.origin() == Expression.Start.LOCAL
            || (path.origin() == Expression.Start.CURRENT
                && path.up() == 0
                && parameter(path) != null);
    return skips ? path.names().subList(1, path.names().size()) : path.names();
  }

  /**
   * Finds the value that a block gave a name. Bottlerocket's engine also looks behind {@code ../},
   * and then goes on with that name inside of the value.
   */
  private @Nullable SettingValue parameter(Path path) {
    if (path.names().isEmpty()) {
      return null;
    }
    String name = path.names().get(0);
    for (Scope each = this; each != null; each = each.outer) {
      SettingValue value = each.named.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private Scope outermost() {
    Scope found = this;
    while (found.outer != null) {
      found = found.outer;
    }
    return found;
  }

  /** Goes up so many blocks; where there are not so many, gives what is meant instead. */
  private Scope up(int levels, @Nullable Scope otherwise) {
    Scope found = this;
    for (int i = 0; i < levels; i++) {
      if (found.outer == null) {
        return otherwise == null ? outermost(MapValue.EMPTY) : otherwise;
      }
      found = found.outer;
    }
    return found;
  }
}
