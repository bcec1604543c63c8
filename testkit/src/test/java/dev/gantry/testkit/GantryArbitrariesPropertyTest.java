// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.Guid;
import dev.gantry.core.Version;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class GantryArbitrariesPropertyTest {
  @Provide
  Arbitrary<Version> versions() {
    return GantryArbitraries.versions();
  }

  @Provide
  Arbitrary<Guid> guids() {
    return GantryArbitraries.guids();
  }

  @Provide
  Arbitrary<Digest> digests() {
    return GantryArbitraries.digests();
  }

  @Provide
  Arbitrary<Bytes> bytes() {
    return GantryArbitraries.bytes(3, 5);
  }

  @Property
  void versionsPrintAndParse(@ForAll("versions") Version version) {
    assertEquals(version, Version.parse(version.toString()));
    Statistics.label("pre-release")
        .collect(version.isPreRelease())
        .coverage(
            coverage -> {
              coverage.check(true).percentage(p -> p > 20);
              coverage.check(false).percentage(p -> p > 5);
            });
  }

  @Property
  void versionsAreNearEnoughToReachTheLastRules(
      @ForAll("versions") Version left, @ForAll("versions") Version right) {
    Statistics.label("numbers alike")
        .collect(
            left.major() == right.major()
                && left.minor() == right.minor()
                && left.patch() == right.patch())
        .coverage(coverage -> coverage.check(true).percentage(p -> p > 2));
    assertEquals(left.equals(right), left.compareTo(right) == 0);
  }

  @Property
  void guidsPrintAndParseInEveryForm(@ForAll("guids") Guid guid) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * Guid.SIZE_BYTES);
    guid.encodeMixedEndian(buffer);
    guid.encodeBigEndian(buffer);
    buffer.flip();
    assertEquals(guid, Guid.decodeMixedEndian(buffer));
    assertEquals(guid, Guid.decodeBigEndian(buffer));
    assertEquals(guid, Guid.parse(guid.toString()));
  }

  @Property
  void digestsPrintAndParse(@ForAll("digests") Digest digest) {
    assertEquals(digest, Digest.parse(digest.toString()));
  }

  @Property
  void bytesKeepTheirBounds(@ForAll("bytes") Bytes bytes) {
    assertTrue(bytes.size() >= 3 && bytes.size() <= 5);
  }
}
