// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.core.Text;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.SettingsModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes violations as compilers do: what is wrong, where, the line of the source with a caret
 * below, notes and help. What is or may be a secret is not shown.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class DiagnosticRenderer {
  private final Map<String, SourceView> views;

  private DiagnosticRenderer(Map<String, SourceView> views) {
    this.views = Map.copyOf(views);
  }

  /**
   * Returns a renderer.
   *
   * @param model tells what is a secret; values that it does not have are not shown either
   * @param documents the documents whose lines are shown; places in others are named only
   * @return the renderer
   */
  public static DiagnosticRenderer of(SettingsModel model, Collection<SettingsDocument> documents) {
    Map<String, SourceView> views = new HashMap<>();
    for (SettingsDocument document : documents) {
      views.put(document.name(), new SourceView(document, SecretRanges.of(document, model)));
    }
    return new DiagnosticRenderer(views);
  }

  /**
   * Writes violations, one after the other with an empty line between.
   *
   * @param violations the violations
   * @return lines that end with line feeds
   */
  public String render(List<Violation> violations) {
    StringBuilder out = new StringBuilder();
    for (Violation violation : violations) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      render(violation, out);
    }
    return out.toString();
  }

  private void render(Violation violation, StringBuilder out) {
    out.append("error[").append(violation.code()).append("]: ");
    SettingKey key = violation.key();
    if (!key.isRoot()) {
      out.append(Text.clean(key.toString())).append(": ");
    }
    out.append(violation.message()).append('\n');
    violation.span().ifPresent(span -> place(span, "", out));
    for (Violation.Related related : violation.related()) {
      out.append("  note: ").append(related.message()).append('\n');
      place(related.span(), "", out);
    }
    violation
        .suggestion()
        .ifPresent(
            hint -> out.append("  help: did you mean ").append(Text.clean(hint)).append("?\n"));
  }

  private void place(SourceSpan span, String label, StringBuilder out) {
    SourceView view = views.get(span.document());
    String number = view == null ? " " : String.valueOf(span.line());
    String margin = " ".repeat(number.length());
    out.append(margin).append("--> ").append(Text.clean(span.document()));
    out.append(':').append(span.line()).append(':').append(span.column()).append('\n');
    if (view != null) {
      SourceView.Shown shown = view.show(span);
      out.append(margin).append(" |\n");
      out.append(number).append(" | ").append(shown.line()).append('\n');
      out.append(margin).append(" | ").append(shown.carets()).append(label).append('\n');
    }
  }
}
