// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VersionPropertyTest {
  private static Arbitrary<String> identifiers(String... more) {
    return Arbitraries.oneOf(
            Arbitraries.of("0", "1", "2", "10", "-", "a", "A", "a0", "0a", "99999999999999999999"),
            Arbitraries.of(more),
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4))
        .list()
        .ofMaxSize(3)
        .map(list -> String.join(".", list));
  }

  /** Versions from a small space, so that three of them often share a prefix. */
  @Provide
  Arbitrary<Version> versions() {
    Arbitrary<Long> number = Arbitraries.longs().between(0, 1);
    return Combinators.combine(
            number, number, number, identifiers("rc", "--"), identifiers("00", "01", "001", "000"))
        .as(Version::new)
        .withoutEdgeCases();
  }

  @Property
  void printsAndParsesBack(@ForAll("versions") Version version) {
    Version parsed = Version.parse(version.toString());
    assertEquals(version, parsed);
    assertEquals(0, version.compareTo(parsed));
    assertEquals(version.hashCode(), parsed.hashCode());
  }

  @Property
  void theOrderIsAntisymmetricAndConsistentWithEquals(
      @ForAll("versions") Version a, @ForAll("versions") Version b) {
    assertEquals(Integer.signum(a.compareTo(b)), -Integer.signum(b.compareTo(a)));
    assertEquals(a.equals(b), a.compareTo(b) == 0);
  }

  @Property(tries = 3000)
  void theOrderIsTransitive(
      @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertTrue(a.compareTo(c) <= 0);
    }
    if (a.compareTo(b) == 0) {
      assertEquals(Integer.signum(a.compareTo(c)), Integer.signum(b.compareTo(c)));
    }
  }

  @Property
  void aPreReleaseComesBeforeItsReleaseWhateverTheBuild(
      @ForAll("versions") Version version, @ForAll("versions") Version other) {
    Version release =
        new Version(version.major(), version.minor(), version.patch(), "", other.build());
    if (version.isPreRelease()) {
      assertTrue(version.compareTo(release) < 0);
    }
  }

  @Property
  void anyTextParsesToItselfOrIsRefused(@ForAll String text) {
    try {
      assertEquals(text, Version.parse(text).toString());
    } catch (IllegalArgumentException e) {
      assertTrue(Messages.of(e).length() < 400);
    }
  }
}
