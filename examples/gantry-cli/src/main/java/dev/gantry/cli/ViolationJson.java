// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.settings.Violation;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with settings, as programs see it. */
public final class ViolationJson {
  private ViolationJson() {}

  /**
   * Adds violations to a result, as the member {@code violations}.
   *
   * @param result the result
   * @param violations what is wrong
   */
  public static void put(ObjectNode result, List<Violation> violations) {
    ArrayNode all = result.putArray("violations");
    for (Violation violation : violations) {
      ObjectNode each = all.addObject();
      each.put("code", violation.code());
      each.put("key", violation.key().toString());
      each.put("message", violation.message());
      violation
          .span()
          .ifPresent(
              span ->
                  each.put("document", span.document())
                      .put("line", span.line())
                      .put("column", span.column())
                      .put("end_line", span.endLine())
                      .put("end_column", span.endColumn()));
      violation.suggestion().ifPresent(hint -> each.put("suggestion", hint));
    }
  }
}
