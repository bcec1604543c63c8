// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.map.Agreement.Claim;
import dev.gantry.tuf.map.Agreement.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AgreementPropertyTest {
  private static Digest sha256(int content) {
    return Digest.compute(DigestAlgorithm.SHA256, Bytes.of((byte) content));
  }

  private static Digest sha512(int content) {
    return Digest.compute(DigestAlgorithm.SHA512, Bytes.of((byte) content));
  }

  private static Claim claim(String name, long length, Digest... digests) {
    return new Claim(name, length, List.of(digests));
  }

  private static Agreement of(int threshold, Claim... claims) {
    return Agreement.of(List.of(claims), threshold);
  }

  @Example
  void oneDigestInCommonIsEnough() {
    assertEquals(
        new Agreement(Status.AGREED, List.of("a", "b")),
        of(2, claim("a", 1, sha256(1), sha512(1)), claim("b", 1, sha512(1))));
  }

  @Example
  void noAlgorithmInCommonIsNoAgreement() {
    assertEquals(
        Status.TOO_FEW, of(2, claim("a", 1, sha256(1)), claim("b", 1, sha512(1))).status());
    assertEquals(
        Status.CONFLICT, of(1, claim("a", 1, sha256(1)), claim("b", 1, sha512(1))).status());
  }

  @Example
  void aThirdThatNamesBothJoinsThem() {
    assertEquals(
        new Agreement(Status.AGREED, List.of("a", "b", "c")),
        of(
            2,
            claim("a", 1, sha256(1)),
            claim("b", 1, sha512(1)),
            claim("c", 1, sha256(1), sha512(1))));
  }

  @Example
  void lengthsCount() {
    assertEquals(
        Status.TOO_FEW, of(2, claim("a", 1, sha256(1)), claim("b", 2, sha256(1))).status());
  }

  @Example
  void digestsThatDifferBesideAnEqualOneAreAConflict() {
    assertEquals(
        Status.CONFLICT,
        of(2, claim("a", 1, sha256(1), sha512(1)), claim("b", 1, sha256(1), sha512(2))).status());
  }

  @Example
  void aMinorityDoesNotMatterTwoMajoritiesDo() {
    assertEquals(
        new Agreement(Status.AGREED, List.of("b", "c")),
        of(2, claim("a", 1, sha256(9)), claim("b", 1, sha256(1)), claim("c", 1, sha256(1))));
    assertEquals(
        Status.CONFLICT,
        of(
                2,
                claim("a", 1, sha256(9)),
                claim("b", 1, sha256(1)),
                claim("c", 1, sha256(1)),
                claim("d", 1, sha256(9)))
            .status());
  }

  @Example
  void nobodyIsTooFew() {
    assertEquals(Status.TOO_FEW, of(1).status());
  }

  @Provide
  Arbitrary<List<Claim>> claims() {
    Arbitrary<Set<Digest>> digests =
        Arbitraries.of(sha256(1), sha256(2), sha512(1), sha512(2))
            .set()
            .ofMinSize(1)
            .ofMaxSize(2)
            .filter(set -> set.stream().map(Digest::algorithm).distinct().count() == set.size());
    return Combinators.combine(digests, Arbitraries.longs().between(1, 2))
        .as((set, length) -> new Claim("", length, List.copyOf(set)))
        .list()
        .ofMaxSize(6)
        .map(
            list -> {
              List<Claim> named = new ArrayList<>();
              for (Claim each : list) {
                named.add(new Claim("r" + named.size(), each.lengthBytes(), each.digests()));
              }
              return named;
            });
  }

  @Property
  void anAgreementIsLargeEnoughAndFreeOfContradictions(
      @ForAll("claims") List<Claim> claims, @ForAll @IntRange(min = 1, max = 4) int threshold) {
    Agreement agreement = Agreement.of(claims, threshold);
    if (agreement.status() != Status.AGREED) {
      assertTrue(agreement.repositories().isEmpty());
      return;
    }
    List<Claim> agreeing =
        claims.stream().filter(c -> agreement.repositories().contains(c.repository())).toList();
    assertTrue(agreeing.size() >= threshold);
    assertEquals(1, agreeing.stream().map(Claim::lengthBytes).distinct().count());
    Set<Digest> all = new HashSet<>();
    agreeing.forEach(c -> all.addAll(c.digests()));
    assertEquals(all.size(), all.stream().map(Digest::algorithm).distinct().count());
    for (Claim each : agreeing) {
      assertTrue(
          each.digests().stream()
              .anyMatch(
                  d ->
                      agreeing.stream().filter(c -> c.digests().contains(d)).count() >= threshold));
    }
  }

  @Property
  void theOrderOfTheAnswersDoesNotMatter(
      @ForAll("claims") List<Claim> claims,
      @ForAll @IntRange(min = 1, max = 4) int threshold,
      @ForAll Random random) {
    List<Claim> shuffled = new ArrayList<>(claims);
    Collections.shuffle(shuffled, random);

    Agreement one = Agreement.of(claims, threshold);
    Agreement other = Agreement.of(shuffled, threshold);

    assertEquals(one.status(), other.status());
    assertEquals(new HashSet<>(one.repositories()), new HashSet<>(other.repositories()));
  }
}
