// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.Guid;
import dev.gantry.core.Version;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random values of the core types for jqwik properties.
 *
 * <p>Stateless and thread-safe.
 */
public final class GantryArbitraries {
  private GantryArbitraries() {}

  /**
   * Returns sequences of bytes.
   *
   * @param minSize least number of bytes
   * @param maxSize largest number of bytes
   * @return an arbitrary
   */
  public static Arbitrary<Bytes> bytes(int minSize, int maxSize) {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(minSize)
        .ofMaxSize(maxSize)
        .map(Bytes::of);
  }

  /**
   * Returns digests of every algorithm; the values are random, not digests of anything.
   *
   * @return an arbitrary
   */
  public static Arbitrary<Digest> digests() {
    return Arbitraries.of(DigestAlgorithm.values()).flatMap(GantryArbitraries::digests);
  }

  /**
   * Returns digests of one algorithm; the values are random, not digests of anything.
   *
   * @param algorithm the algorithm
   * @return an arbitrary
   */
  public static Arbitrary<Digest> digests(DigestAlgorithm algorithm) {
    return bytes(algorithm.sizeBytes(), algorithm.sizeBytes())
        .map(value -> new Digest(algorithm, value));
  }

  /**
   * Returns GUIDs of any bits, the zero GUID among them.
   *
   * @return an arbitrary
   */
  public static Arbitrary<Guid> guids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Guid::new);
  }

  /**
   * Returns versions: releases, pre-releases and builds, mostly near one another so that comparing
   * two of them reaches every rule of the order.
   *
   * @return an arbitrary
   */
  public static Arbitrary<Version> versions() {
    // The edge cases of five parts multiply: they would crowd out everything else.
    return Combinators.combine(numbers(), numbers(), numbers(), preReleases(), builds())
        .as(Version::new)
        .withoutEdgeCases();
  }

  private static Arbitrary<Long> numbers() {
    return Arbitraries.frequencyOf(
        Tuple.of(19, Arbitraries.longs().between(0, 1)),
        Tuple.of(1, Arbitraries.longs().between(0, Long.MAX_VALUE)));
  }

  private static Arbitrary<String> preReleases() {
    Arbitrary<String> number =
        Arbitraries.longs().between(0, Long.MAX_VALUE).map(value -> Long.toString(value));
    Arbitrary<String> word =
        identifiers().filter(text -> text.chars().anyMatch(c -> c < '0' || c > '9'));
    return joined(Arbitraries.oneOf(Arbitraries.of("0", "1", "2", "10"), number, word));
  }

  private static Arbitrary<String> builds() {
    return joined(
        Arbitraries.oneOf(Arbitraries.of("0", "00", "1", "01", "001", "10"), identifiers()));
  }

  private static Arbitrary<String> identifiers() {
    return Arbitraries.strings()
        .withCharRange('0', '9')
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .withChars('-')
        .ofMinLength(1)
        .ofMaxLength(8);
  }

  private static Arbitrary<String> joined(Arbitrary<String> identifiers) {
    return identifiers.list().ofMaxSize(3).map(list -> String.join(".", list));
  }
}
