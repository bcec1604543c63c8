// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.template.TemplateRenderException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a helper gets when a template calls it.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class HelperCall {
  private final String helper;
  private final SourceSpan span;
  private final List<Argument> arguments;
  private final Map<String, Argument> options;
  private final TemplateEnvironment environment;
  private final int maxChars;

  /**
   * An argument.
   *
   * @param value its value, or empty for {@code null} and for what is not set
   * @param missing whether it is a path to something that is not set
   * @param path the path as the template has it, or empty if the argument is not a path
   */
  public record Argument(Optional<SettingValue> value, boolean missing, Optional<String> path) {}

  /**
   * Creates a call with the usual limit.
   *
   * @param helper name of the helper
   * @param span where in the template
   * @param arguments the arguments, in order
   * @param options the arguments that have names
   * @param environment what the host is like
   */
  public HelperCall(
      String helper,
      SourceSpan span,
      List<Argument> arguments,
      Map<String, Argument> options,
      TemplateEnvironment environment) {
    this(helper, span, arguments, options, environment, TemplateLimits.DEFAULT.outputChars());
  }

  /**
   * Creates a call.
   *
   * @param helper name of the helper
   * @param span where in the template
   * @param arguments the arguments, in order
   * @param options the arguments that have names
   * @param environment what the host is like
   * @param maxChars how much the helper may give, see {@link #maxChars()}
   */
  public HelperCall(
      String helper,
      SourceSpan span,
      List<Argument> arguments,
      Map<String, Argument> options,
      TemplateEnvironment environment,
      int maxChars) {
    this.maxChars = maxChars;
    this.helper = helper;
    this.span = span;
    this.arguments = List.copyOf(arguments);
    this.options = Map.copyOf(options);
    this.environment = environment;
  }

  /**
   * Returns the arguments.
   *
   * @return in order
   */
  public List<Argument> arguments() {
    return arguments;
  }

  /**
   * Returns the arguments that have names.
   *
   * @return by name
   */
  public Map<String, Argument> options() {
    return options;
  }

  /**
   * Returns the value of an argument.
   *
   * @param index which, from 0
   * @return the value, or empty for {@code null} and for what is not set
   * @throws IndexOutOfBoundsException if the helper does not take so many
   */
  public Optional<SettingValue> value(int index) {
    return arguments.get(index).value();
  }

  /**
   * Returns an argument that must be a text.
   *
   * @param index which, from 0
   * @return the text
   * @throws TemplateRenderException if it is something else
   */
  public String string(int index) throws TemplateRenderException {
    if (value(index).orElse(null) instanceof StringValue text) {
      return text.value();
    }
    throw wrongKind(index, "a string");
  }

  /**
   * Returns what the host is like.
   *
   * @return the environment
   */
  public TemplateEnvironment environment() {
    return environment;
  }

  /**
   * Returns how much the helper may give. A helper that may give much more than it got, for example
   * since it repeats an argument, ends with a {@link dev.gantry.core.LimitExceededException} before
   * it makes more than this.
   *
   * @return UTF-16 units, of all texts and names together
   */
  public int maxChars() {
    return maxChars;
  }

  /**
   * Makes the exception for an argument of the wrong kind.
   *
   * @param index which argument, from 0
   * @param expected what was expected, with its article
   * @return the exception, to be thrown
   */
  public TemplateRenderException wrongKind(int index, String expected) {
    String found = value(index).map(SettingValue::kind).orElse("nothing");
    return failure("argument " + (index + 1) + " is " + found + ", expected " + expected);
  }

  /**
   * Makes the exception for a helper that cannot do its work.
   *
   * @param problem what is wrong and what was expected, without values
   * @return the exception, to be thrown
   */
  public TemplateRenderException failure(String problem) {
    return new TemplateRenderException(
        Reason.HELPER_FAILED, span, "helper " + helper + ": " + problem);
  }
}
