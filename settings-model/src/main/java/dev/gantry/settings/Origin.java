// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a value was defined: a place in a document, or a transaction, or a generator.
 *
 * @param source what defined it: a document, a generator's name or an API client
 * @param place where in the document, or null
 * @param transaction the transaction that brought it, or null
 * @param time when it was committed, or null if it was not
 */
public record Origin(
    String source,
    @Nullable SourceSpan place,
    @Nullable String transaction,
    @Nullable Instant time) {
  /** Creates an origin. */
  public Origin {
    Objects.requireNonNull(source, "source");
  }

  /**
   * Returns an origin that is known by name only.
   *
   * @param source what defined it
   * @return the origin
   */
  public static Origin of(String source) {
    return new Origin(source, null, null, null);
  }

  /**
   * Returns the origin of a value in a document.
   *
   * @param span where in the document
   * @return the origin, named after the document
   */
  public static Origin of(SourceSpan span) {
    return new Origin(span.document(), span, null, null);
  }

  /**
   * Returns this origin with the transaction that brought it.
   *
   * @param name name of the transaction
   * @param when when it was committed
   * @return a new origin
   */
  public Origin committed(String name, Instant when) {
    return new Origin(source, place, name, when);
  }

  @Override
  public String toString() {
    return place == null ? source : place.toString();
  }
}
