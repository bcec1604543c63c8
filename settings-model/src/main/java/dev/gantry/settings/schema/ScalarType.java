// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.ExtensionFailureException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type of text with rules of its own, for example a host name.
 *
 * <p>Immutable and safe for use by many threads. Text that users gave never makes it throw.
 *
 * @param <T> the class of its values
 */
public final class ScalarType<T> implements SettingType {
  private final String name;
  private final Class<T> valueClass;
  private final String description;
  private final BiFunction<String, Profile, Optional<String>> check;
  private final Function<String, T> construct;
  private final Function<T, String> text;
  private final @Nullable String compatPattern;
  private final @Nullable String strictPattern;
  private final @Nullable String format;
  private final List<String> choices;
  private final List<String> examples;

  private ScalarType(Builder<T> builder) {
    this.name = builder.name;
    this.valueClass = builder.valueClass;
    this.description = builder.description;
    this.check = builder.rules();
    this.construct = builder.construct;
    this.text = builder.text;
    this.compatPattern = builder.compatPattern;
    this.strictPattern =
        builder.strictPattern == null ? builder.compatPattern : builder.strictPattern;
    this.format = builder.format;
    this.choices = builder.choices;
    this.examples = builder.examples;
  }

  /**
   * Starts a type.
   *
   * @param <T> the class of its values
   * @param name the type's name, for example {@code ValidLinuxHostname}
   * @param valueClass the class of its values
   * @param construct makes a value of text that the check passed
   * @param text gives the text of a value as settings hold it, which may be another than the text
   *     it was made of
   * @return a builder; without rules, patterns and choices, all text is accepted
   */
  public static <T> Builder<T> builder(
      String name, Class<T> valueClass, Function<String, T> construct, Function<T, String> text) {
    return new Builder<>(name, valueClass, construct, text);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Returns the class of the values.
   *
   * @return the class
   */
  public Class<T> valueClass() {
    return valueClass;
  }

  @Override
  public String description() {
    return description;
  }

  /**
   * Checks text.
   *
   * @param input the text
   * @param profile how strictly
   * @return what is wrong, as a sentence that says what was expected and does not repeat the text,
   *     or empty if nothing is
   * @throws ExtensionFailureException if the check itself fails
   */
  public Optional<String> problem(String input, Profile profile) {
    try {
      return check.apply(Objects.requireNonNull(input, "input"), profile);
    } catch (RuntimeException e) {
      throw new ExtensionFailureException("check of type " + name, e);
    }
  }

  /**
   * Makes a value.
   *
   * @param input text that has no {@linkplain #problem problem} in the profile {@code COMPAT}
   * @return the value
   * @throws IllegalArgumentException if the text has a problem
   * @throws ExtensionFailureException if no value can be made of text without a problem
   */
  public T value(String input) {
    Optional<String> problem = problem(input, Profile.COMPAT);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(name + ": " + problem.get());
    }
    try {
      return construct.apply(input);
    } catch (RuntimeException e) {
      throw new ExtensionFailureException("constructor of type " + name, e);
    }
  }

  /**
   * Returns the text of a value as settings hold it.
   *
   * @param value the value
   * @return the text
   */
  public String text(T value) {
    return text.apply(value);
  }

  /**
   * Returns text as settings hold it; some types have several ways to write one value.
   *
   * @param input text without a problem
   * @return the text to keep
   * @throws IllegalArgumentException if the text has a problem
   */
  public String canonical(String input) {
    return text.apply(value(input));
  }

  /**
   * Returns a regular expression that says the same as the check.
   *
   * @param profile how strictly
   * @return an expression for the whole text in the common part of ECMA-262 and Java, with {@code
   *     ^} and {@code $}, or empty if there is none
   */
  public Optional<String> pattern(Profile profile) {
    return Optional.ofNullable(profile == Profile.COMPAT ? compatPattern : strictPattern);
  }

  /**
   * Returns the name of a format that says what the {@linkplain #pattern pattern} does not.
   *
   * @return a name for the keyword {@code format} of JSON Schema, or empty if the pattern or the
   *     choices say all
   */
  public Optional<String> format() {
    return Optional.ofNullable(format);
  }

  /**
   * Returns the only texts that are accepted, in both profiles.
   *
   * @return the texts, or an empty list if the type is not a choice
   */
  public List<String> choices() {
    return choices;
  }

  /**
   * Returns texts that both profiles accept.
   *
   * @return at least one for each type with rules
   */
  public List<String> examples() {
    return examples;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Collects what makes a type.
   *
   * @param <T> the class of its values
   */
  public static final class Builder<T> {
    private final String name;
    private final Class<T> valueClass;
    private final Function<String, T> construct;
    private final Function<T, String> text;
    private String description = "";
    private @Nullable BiFunction<String, Profile, Optional<String>> check;
    private @Nullable String compatPattern;
    private @Nullable String strictPattern;
    private @Nullable String format;
    private List<String> choices = List.of();
    private List<String> examples = List.of();

    private Builder(
        String name, Class<T> valueClass, Function<String, T> construct, Function<T, String> text) {
      this.name = Objects.requireNonNull(name, "name");
      this.valueClass = Objects.requireNonNull(valueClass, "valueClass");
      this.construct = Objects.requireNonNull(construct, "construct");
      this.text = Objects.requireNonNull(text, "text");
    }

    /**
     * Says what the type is.
     *
     * @param newDescription one sentence for the reference
     * @return this builder
     */
    public Builder<T> description(String newDescription) {
      this.description = newDescription;
      return this;
    }

    /**
     * Sets the rules. Without them, {@linkplain #patterns patterns} are the rules, if there are
     * any.
     *
     * @param newCheck gives what is wrong with a text in a profile, without the text, or empty
     * @return this builder
     */
    public Builder<T> check(BiFunction<String, Profile, Optional<String>> newCheck) {
      this.check = newCheck;
      return this;
    }

    /**
     * Sets the same pattern for both profiles.
     *
     * @param pattern see {@link ScalarType#pattern}
     * @return this builder
     */
    public Builder<T> pattern(String pattern) {
      return patterns(pattern, pattern);
    }

    /**
     * Sets patterns.
     *
     * @param compat the pattern of the profile {@code COMPAT}
     * @param strict the pattern of the profile {@code STRICT}
     * @return this builder
     */
    public Builder<T> patterns(String compat, String strict) {
      this.compatPattern = compat;
      this.strictPattern = strict;
      return this;
    }

    /**
     * Sets the name of a format.
     *
     * @param newFormat see {@link ScalarType#format}
     * @return this builder
     */
    public Builder<T> format(String newFormat) {
      this.format = newFormat;
      return this;
    }

    /**
     * Sets the only texts that are accepted; the check is set to match.
     *
     * @param newChoices the texts
     * @return this builder
     */
    public Builder<T> choices(List<String> newChoices) {
      this.choices = List.copyOf(newChoices);
      this.examples = this.choices;
      List<String> accepted = this.choices;
      return check(
          (input, profile) ->
              accepted.contains(input)
                  ? Optional.empty()
                  : Optional.of("expected one of " + String.join(", ", accepted)));
    }

    /**
     * Sets examples.
     *
     * @param newExamples texts that both profiles accept
     * @return this builder
     */
    public Builder<T> examples(String... newExamples) {
      this.examples = List.of(newExamples);
      return this;
    }

    private BiFunction<String, Profile, Optional<String>> rules() {
      if (check != null) {
        return check;
      }
      String compat = compatPattern;
      String strict = strictPattern;
      if (compat == null || strict == null) {
        return (input, profile) -> Optional.empty();
      }
      Pattern loose = Pattern.compile(compat);
      Pattern tight = Pattern.compile(strict);
      return (input, profile) ->
          (profile == Profile.COMPAT ? loose : tight).matcher(input).matches()
              ? Optional.empty()
              : Optional.of(
                  "expected " + (description.isEmpty() ? "text like " + compat : description));
    }

    /**
     * Makes the type.
     *
     * @return the type
     */
    public ScalarType<T> build() {
      return new ScalarType<>(this);
    }
  }
}
