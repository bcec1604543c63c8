// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.BooleanNode;
import dev.gantry.settings.input.DocumentNode.DateTimeNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.NumberNode;
import dev.gantry.settings.input.DocumentNode.StringNode;
import dev.gantry.settings.input.DocumentNode.TableNode;

/** What holds for each document, however it is written. */
final class DocumentChecks {
  private DocumentChecks() {}

  /** Checks that places lie in the document and hold what they are places of. */
  static void check(SettingsDocument document) {
    assertTrue(document.violations().size() <= InputLimits.defaults().maxViolations());
    for (Violation violation : document.violations()) {
      place(document, violation.span().orElseThrow());
      violation.related().forEach(related -> place(document, related.span()));
      assertTrue(ViolationCodes.all().containsKey(violation.code()), violation::code);
    }
    node(document, document.root());
  }

  private static void node(SettingsDocument document, DocumentNode node) {
    String text = place(document, node.span());
    if (node instanceof TableNode table) {
      for (Entry entry : table.entries()) {
        String name = place(document, entry.nameSpan());
        assertTrue(
            name.equals(entry.name()) || name.startsWith("\"") || name.startsWith("'"), name);
        node(document, entry.value());
      }
    } else if (node instanceof ArrayNode array) {
      array.items().forEach(item -> node(document, item));
    } else if (node instanceof StringNode) {
      assertTrue(text.length() >= 2 && text.charAt(0) == text.charAt(text.length() - 1), text);
    } else if (node instanceof NumberNode number) {
      assertEquals(number.text(), text);
    } else if (node instanceof DateTimeNode time) {
      assertEquals(time.text(), text);
    } else if (node instanceof BooleanNode truth) {
      assertEquals(String.valueOf(truth.value()), text);
    }
  }

  /** Returns the text at a place, which must be in the document. */
  private static String place(SettingsDocument document, SourceSpan span) {
    int from = offset(document, span.line(), span.column());
    return document.text().substring(from, offset(document, span.endLine(), span.endColumn()));
  }

  private static int offset(SettingsDocument document, int line, int column) {
    assertTrue(line <= document.lineCount());
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = document.text().indexOf('\n', start) + 1;
    }
    return document.text().offsetByCodePoints(start, column - 1);
  }
}
