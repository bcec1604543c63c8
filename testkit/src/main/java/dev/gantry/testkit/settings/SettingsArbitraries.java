// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit.settings;

import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Arbitrary documents for a JSON Schema, such as that of a settings model. Documents are objects of
 * the JDK: {@link String}, {@link Boolean}, {@link java.math.BigDecimal}, {@link java.util.List}
 * and {@link Map}.
 *
 * <p>The schema is made of the same classes. Of JSON Schema 2020-12, the keywords that schemas of
 * settings have are understood: {@code $ref} within the document, {@code type}, {@code properties},
 * {@code required}, {@code additionalProperties}, {@code propertyNames}, {@code items}, {@code
 * prefixItems}, {@code minItems}, {@code uniqueItems}, {@code anyOf}, {@code allOf} with pairs of
 * names that exclude each other, {@code enum}, {@code examples}, {@code minimum}, {@code maximum}
 * and {@code exclusiveMinimum}. Texts are taken from {@code enum} and {@code examples}; a text with
 * a {@code pattern} or a {@code format} must have one of them.
 *
 * <p>Documents have a few settings each. They do not shrink.
 */
public final class SettingsArbitraries {
  private final Map<String, ?> schema;

  private SettingsArbitraries(Map<String, ?> schema) {
    this.schema = schema;
  }

  /**
   * Returns arbitraries for a schema.
   *
   * @param schema the schema; it must not change
   * @return the arbitraries
   */
  public static SettingsArbitraries of(Map<String, ?> schema) {
    return new SettingsArbitraries(Objects.requireNonNull(schema, "schema"));
  }

  /**
   * Returns documents that the schema accepts, as far as {@code anyOf} with a {@code format} beside
   * it does not refuse a mixture of shapes.
   *
   * @return documents
   */
  public Arbitrary<Map<String, Object>> valid() {
    return Arbitraries.randomValue(random -> new DocumentMaker(schema, random).document());
  }

  /**
   * Returns documents with one to three changes that are mistakes more often than not: values of a
   * wrong kind, numbers out of range, changed texts and names, unknown names, and values that are
   * missing or there twice. Whether a document is valid is for others to find out.
   *
   * @return documents
   */
  public Arbitrary<Map<String, Object>> mutated() {
    return Arbitraries.randomValue(
        random -> {
          Map<String, Object> document = new DocumentMaker(schema, random).document();
          return new Mutator(random).mutate(document, 1 + random.nextInt(3));
        });
  }
}
