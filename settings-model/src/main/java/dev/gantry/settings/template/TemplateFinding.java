// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.settings.SourceSpan;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Something in a template that is wrong or looks wrong.
 *
 * @param code what sort it is
 * @param span where in the template
 * @param message what is wrong, one sentence without a full stop
 * @param suggestion what may have been meant, or empty
 */
public record TemplateFinding(
    Code code, SourceSpan span, String message, Optional<String> suggestion) {
  /** Findings by place. */
  public static final Comparator<TemplateFinding> BY_PLACE =
      Comparator.comparing(TemplateFinding::span)
          .thenComparing(TemplateFinding::code)
          .thenComparing(TemplateFinding::message);

  /** Sorts of findings. */
  public enum Code {
    /** A path to a setting that the model does not have. */
    UNKNOWN_SETTING("unknown-setting", true),
    /** A path into a namespace that the template does not require, so that it is never set. */
    NOT_REQUIRED("not-required", true),
    /** A helper that does not exist. */
    UNKNOWN_HELPER("unknown-helper", true),
    /** A helper that exists and is not imported. */
    HELPER_NOT_IMPORTED("helper-not-imported", true),
    /** A helper that is imported and not called. */
    UNUSED_IMPORT("unused-import", false),
    /** An extension that is required and not used. */
    UNUSED_EXTENSION("unused-extension", false),
    /** A call with too many or too few arguments. */
    WRONG_ARITY("wrong-arity", true),
    /** A value of a kind that can never work there. */
    WRONG_KIND("wrong-kind", true),
    /** A list that is written as it is, with a comma and a space behind each item. */
    WRITES_LIST("writes-list", false),
    /** A helper that is used as a block and is none, or the other way round. */
    WRONG_FORM("wrong-form", true),
    /** Output that is not well formed. */
    BROKEN_OUTPUT("broken-output", true),
    /** A template that fails though all that it may need is set. */
    FAILS("fails", true);

    private final String text;
    private final boolean error;

    Code(String text, boolean error) {
      this.text = text;
      this.error = error;
    }

    /**
     * Returns the name for output.
     *
     * @return stable, in kebab case
     */
    public String text() {
      return text;
    }

    /**
     * Tells whether a template with such a finding does not do what it says.
     *
     * @return false for what is only untidy
     */
    public boolean isError() {
      return error;
    }
  }

  /** Creates a finding. */
  public TemplateFinding {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(suggestion, "suggestion");
  }

  @Override
  public String toString() {
    return span
        + ": "
        + message
        + suggestion.map(each -> " (did you mean " + each + "?)").orElse("")
        + " ["
        + code.text()
        + "]";
  }
}
