// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import dev.gantry.settings.SourceSpan;
import java.io.Serial;

/** Text that is not a template. */
public final class MalformedTemplateException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Name of the template. */
  private final String template;

  /** Where it is; not kept if the exception is written out and read back. */
  private final transient SourceSpan span;

  /**
   * Creates a failure with the code {@code TEMPLATE_SYNTAX}.
   *
   * @param span where in the template
   * @param problem what is wrong there and what was expected; foreign text in it was cut and
   *     escaped
   */
  public MalformedTemplateException(SourceSpan span, String problem) {
    super("TEMPLATE_SYNTAX", "template " + Text.clean(span.toString()) + ": " + problem, null);
    this.template = span.document();
    this.span = span;
  }

  /**
   * Returns the name of the template.
   *
   * @return the name
   */
  public String template() {
    return template;
  }

  /**
   * Returns where the problem is.
   *
   * @return the place; the start of the template if this exception was written out and read back
   */
  @SuppressWarnings("NullAway") // a transient field of an exception that was read back
  public SourceSpan span() {
    return span == null ? new SourceSpan(template, 1, 1, 1, 1) : span;
  }
}
