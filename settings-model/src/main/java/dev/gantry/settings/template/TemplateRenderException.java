// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import dev.gantry.settings.SourceSpan;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A template that cannot be rendered with the settings it got. Values never appear in the message,
 * since they may be secrets.
 */
public final class TemplateRenderException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why. */
  private final Reason reason;

  /** Name of the template. */
  private final String template;

  /** Where it is; not kept if the exception is written out and read back. */
  private final transient SourceSpan span;

  /** Why a template cannot be rendered. */
  public enum Reason {
    /** A value that the template needs is not set. */
    MISSING_VALUE,
    /** No helper has the name, or the template does not import it. */
    UNKNOWN_HELPER,
    /** A helper got the wrong number or kind of arguments, or cannot do its work with them. */
    HELPER_FAILED,
    /** A path goes through a value that has nothing inside, or an index is not a number. */
    BAD_PATH
  }

  /**
   * Creates a failure with the code {@code TEMPLATE_RENDER}.
   *
   * @param reason why
   * @param span where in the template
   * @param problem what is wrong there and what was expected, without values
   */
  public TemplateRenderException(Reason reason, SourceSpan span, String problem) {
    this(reason, span, problem, null);
  }

  /**
   * Creates a failure with the code {@code TEMPLATE_RENDER}.
   *
   * @param reason why
   * @param span where in the template
   * @param problem what is wrong there and what was expected, without values
   * @param cause the failure underneath, or null
   */
  public TemplateRenderException(
      Reason reason, SourceSpan span, String problem, @Nullable Throwable cause) {
    super("TEMPLATE_RENDER", "template " + Text.clean(span.toString()) + ": " + problem, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.template = span.document();
    this.span = span;
  }

  /**
   * Returns why the template cannot be rendered.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
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
