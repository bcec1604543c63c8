// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a helper is called and what it takes.
 *
 * @param extension the extension that templates import it from, for example {@code std}; empty for
 *     one that needs no import
 * @param name its name in templates
 * @param form what it gives
 * @param parameters what it takes, in order
 * @param missing what it does with a value that is not set
 * @param description one or two sentences for the reference
 */
public record HelperSignature(
    String extension,
    String name,
    Form form,
    List<Parameter> parameters,
    Missing missing,
    String description) {
  /** Creates a signature. */
  public HelperSignature {
    Objects.requireNonNull(extension, "extension");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(missing, "missing");
    Objects.requireNonNull(description, "description");
    parameters = List.copyOf(parameters);
  }

  /** What a helper gives. */
  public enum Form {
    /** Text that is written as it is, never escaped for HTML. */
    TEXT,
    /** A value; if it is written, it is escaped like any other. */
    VALUE,
    /** A truth value that says which part of the helper's block is written. */
    BLOCK
  }

  /** What a helper does with a value that is not set. */
  public enum Missing {
    /** It gets no value and decides itself. */
    GIVEN,
    /** Rendering fails before the helper is called; arguments beyond the last are not looked at. */
    REFUSED
  }

  /** A kind of value. */
  public enum Kind {
    /** A text. */
    STRING,
    /** A number. */
    NUMBER,
    /** A truth value. */
    BOOLEAN,
    /** A list. */
    LIST,
    /** A map. */
    MAP,
    /** Nothing: {@code null}, or a setting that is not set. */
    NOTHING
  }

  /**
   * Something that a helper takes.
   *
   * @param name what it is, for messages and the reference
   * @param kinds the kinds of value that do not make the helper fail
   */
  public record Parameter(String name, Set<Kind> kinds) {
    /** Creates a parameter. */
    public Parameter {
      Objects.requireNonNull(name, "name");
      kinds = Set.copyOf(kinds);
    }
  }
}
