// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a template. */
public sealed interface Node {
  /**
   * Text that is written as it is.
   *
   * @param text the text
   */
  record Text(String text) implements Node {}

  /**
   * A tag that writes a value.
   *
   * @param expression what to write
   * @param raw whether it is written without escaping for HTML
   * @param span where the tag is
   */
  record Output(Expression expression, boolean raw, SourceSpan span) implements Node {}

  /**
   * A block: a helper and what it may write.
   *
   * @param call the helper and its arguments
   * @param parameters names for the value and the key or index of a loop, between bars
   * @param body what comes first
   * @param inverse what comes after {@code else}, or null
   */
  record Block(
      Expression.Call call, List<String> parameters, List<Node> body, @Nullable List<Node> inverse)
      implements Node {
    /** Creates a block. */
    public Block {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
      inverse = inverse == null ? null : List.copyOf(inverse);
    }
  }
}
