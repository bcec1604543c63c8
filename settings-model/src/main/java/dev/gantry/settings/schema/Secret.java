// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import java.util.Objects;

/**
 * A value that must not be shown or logged. A record component of this class makes its field a
 * {@linkplain Field#secret secret}.
 *
 * @param <T> the class of the value
 */
public final class Secret<T> {
  private final T value;

  private Secret(T value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /**
   * Wraps a value.
   *
   * @param <T> the class of the value
   * @param value the value
   * @return the secret
   */
  public static <T> Secret<T> of(T value) {
    return new Secret<>(value);
  }

  /**
   * Returns the value; whoever calls this must not show it.
   *
   * @return the value
   */
  public T reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret<?> secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /**
   * Says that there is a secret.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "(secret)";
  }
}
