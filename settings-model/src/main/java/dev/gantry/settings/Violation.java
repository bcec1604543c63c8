// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with settings. Values that are secrets never appear in it; the maker of a
 * violation sees to that.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Violation {
  /** Violations by document and place; those without a place come last, by key. */
  public static final Comparator<Violation> BY_PLACE =
      Comparator.comparing(
              (Violation violation) -> violation.span,
              Comparator.nullsLast(Comparator.<SourceSpan>naturalOrder()))
          .thenComparing(violation -> violation.key)
          .thenComparing(violation -> violation.code);

  private final String code;
  private final SettingKey key;
  private final String message;
  private final @Nullable SourceSpan span;
  private final List<Related> related;
  private final @Nullable String suggestion;

  private Violation(
      String code,
      SettingKey key,
      String message,
      @Nullable SourceSpan span,
      List<Related> related,
      @Nullable String suggestion) {
    this.code = Objects.requireNonNull(code, "code");
    this.key = Objects.requireNonNull(key, "key");
    this.message = Objects.requireNonNull(message, "message");
    this.span = span;
    this.related = List.copyOf(related);
    this.suggestion = suggestion;
  }

  /**
   * Another place that has to do with a violation.
   *
   * @param span the place
   * @param message what is there
   */
  public record Related(SourceSpan span, String message) {}

  /**
   * Creates a violation without a place.
   *
   * @param code stable name in kebab case, for example {@code unknown-key}
   * @param key where in the settings
   * @param message what is wrong and what was expected, one sentence without a full stop
   * @return the violation
   */
  public static Violation of(String code, SettingKey key, String message) {
    return new Violation(code, key, message, null, List.of(), null);
  }

  /**
   * Returns this violation with a place in a document.
   *
   * @param newSpan the place, or null if it is not known
   * @return a new violation
   */
  public Violation at(@Nullable SourceSpan newSpan) {
    return new Violation(code, key, message, newSpan, related, suggestion);
  }

  /**
   * Returns this violation with one more place that has to do with it.
   *
   * @param place the place
   * @param note what is there
   * @return a new violation
   */
  public Violation withRelated(SourceSpan place, String note) {
    List<Related> all = new ArrayList<>(related);
    all.add(new Related(place, note));
    return new Violation(code, key, message, span, all, suggestion);
  }

  /**
   * Returns this violation with a hint.
   *
   * @param newSuggestion what the user may have meant, for example another key, or null
   * @return a new violation
   */
  public Violation withSuggestion(@Nullable String newSuggestion) {
    return new Violation(code, key, message, span, related, newSuggestion);
  }

  /**
   * Returns what sort of violation this is.
   *
   * @return stable name in kebab case
   */
  public String code() {
    return code;
  }

  /**
   * Returns where in the settings it is. Items of lists are named by the key of the list.
   *
   * @return the key
   */
  public SettingKey key() {
    return key;
  }

  /**
   * Returns what is wrong.
   *
   * @return one sentence without a full stop
   */
  public String message() {
    return message;
  }

  /**
   * Returns where in a document it is.
   *
   * @return the place, or empty if there is no document or the place is not known
   */
  public Optional<SourceSpan> span() {
    return Optional.ofNullable(span);
  }

  /**
   * Returns other places that have to do with it.
   *
   * @return the places
   */
  public List<Related> related() {
    return related;
  }

  /**
   * Returns what the user may have meant.
   *
   * @return a hint, or empty
   */
  public Optional<String> suggestion() {
    return Optional.ofNullable(suggestion);
  }

  @Override
  public String toString() {
    String where = span == null ? "" : span + ": ";
    String hint = suggestion == null ? "" : " (did you mean " + suggestion + "?)";
    return where + (key.isRoot() ? "" : key + ": ") + message + hint + " [" + code + "]";
  }
}
