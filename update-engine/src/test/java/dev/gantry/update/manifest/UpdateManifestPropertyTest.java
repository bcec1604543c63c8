// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class UpdateManifestPropertyTest {
  private static final Arbitrary<Version> VERSIONS =
      Combinators.combine(
              Arbitraries.longs().between(0, 40),
              Arbitraries.longs().between(0, 40),
              Arbitraries.longs().between(0, 3),
              Arbitraries.of("", "rc.1", "alpha-2"),
              Arbitraries.of("", "b5"))
          .as(Version::new);

  @Provide
  Arbitrary<UpdateManifest> manifests() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .all()
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(UpdateManifestPropertyTest::isWellFormed);
    Arbitrary<Instant> times =
        Arbitraries.longs()
            .between(-62_167_219_200L, 253_402_300_799L)
            .flatMap(
                second ->
                    Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nanos -> Instant.ofEpochSecond(second, nanos)));
    Arbitrary<Map<Long, Instant>> waves =
        Arbitraries.maps(Arbitraries.longs().between(0, Waves.MAX_BOUND), times).ofMaxSize(4);
    Arbitrary<UpdateEntry> updates =
        Combinators.combine(texts, texts, VERSIONS, VERSIONS, waves, texts)
            .as(
                (variant, arch, version, max, starts, name) ->
                    UpdateEntry.builder(
                            variant, arch, version, new ImageNames(name, name, name + "h"))
                        .maxVersion(max)
                        .waves(Waves.of(starts))
                        .build());
    Arbitrary<MigrationEdge> edges = Combinators.combine(VERSIONS, VERSIONS).as(MigrationEdge::new);
    return Combinators.combine(
            updates.list().ofMaxSize(4),
            Arbitraries.maps(edges, texts.list().ofMaxSize(3)).ofMaxSize(4))
        .as(
            (list, migrations) -> {
              UpdateManifest.Builder builder = UpdateManifest.builder();
              list.forEach(builder::addUpdate);
              migrations.forEach(builder::migrations);
              return builder.build();
            });
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @Property(tries = 500)
  void readsBackWhatItWrote(@ForAll("manifests") UpdateManifest manifest) throws Exception {
    Bytes written = manifest.encode();
    UpdateManifest read = UpdateManifest.decode(written, "test");
    assertEquals(manifest, read);
    assertEquals(written, read.encode());
  }

  @Property(tries = 2000)
  void hostileBytesGiveTypedErrorsOnly(
      @ForAll("manifests") UpdateManifest manifest,
      @ForAll List<@IntRange(min = 0, max = 255) Integer> changes) {
    byte[] content = manifest.encode().toByteArray();
    for (int i = 0; i < Math.min(3, changes.size()); i++) {
      content[(int) ((changes.get(i) * 2654435761L & 0xffff) % content.length)] =
          (byte) (int) changes.get(i);
    }
    try {
      UpdateManifest.decode(Bytes.of(content), "test").encode();
    } catch (GantryException e) {
      assertEquals(e.code(), e.code().toUpperCase(java.util.Locale.ROOT));
    }
  }
}
