// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands between the braces of a template. */
public sealed interface Expression {
  /**
   * Returns where the expression is.
   *
   * @return the place in the template
   */
  SourceSpan span();

  /**
   * A value that is written out.
   *
   * @param value the value, or null for {@code null}
   * @param span where it is
   */
  record Literal(@Nullable SettingValue value, SourceSpan span) implements Expression {}

  /**
   * A path to a value.
   *
   * @param origin where the path starts
   * @param up how many blocks to go up first
   * @param names the names to follow; none for {@code this}
   * @param text the path as it is written
   * @param span where it is
   */
  record Path(Start origin, int up, List<String> names, String text, SourceSpan span)
      implements Expression {
    /** Creates a path. */
    public Path {
      names = List.copyOf(names);
    }
  }

  /** Where a path starts. */
  enum Start {
    /** At the value of the block around it. */
    CURRENT,
    /** At the outermost value. */
    ROOT,
    /** At the variables that a loop sets, such as {@code @key}. */
    LOCAL
  }

  /**
   * A call of a helper.
   *
   * @param helper the helper's name
   * @param arguments what it gets
   * @param options what it gets by name
   * @param span where the call is
   * @param nameSpan where the helper's name is
   */
  record Call(
      String helper,
      List<Expression> arguments,
      Map<String, Expression> options,
      SourceSpan span,
      SourceSpan nameSpan)
      implements Expression {
    /** Creates a call. */
    public Call {
      arguments = List.copyOf(arguments);
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }
}
