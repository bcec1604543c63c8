// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Table lines against themselves and against hostile text. */
final class VerityTablePropertyTest {
  @Provide
  Arbitrary<VerityTable> tables() {
    Arbitrary<Integer> blockSizes = Arbitraries.integers().between(9, 19).map(log -> 1 << log);
    Arbitrary<Bytes> salts = Arbitraries.bytes().array(byte[].class).ofMaxSize(256).map(Bytes::of);
    Arbitrary<String> devices =
        Arbitraries.of("/dev/vda3", "253:7", "PARTUUID=$boot_uuid/PARTNROFF=1", "PARTUUID=${u}");
    Arbitrary<VerityTableOption> options = Arbitraries.of(VerityTableOption.class);
    return Combinators.combine(
            Arbitraries.of(VerityAlgorithm.all()),
            blockSizes,
            blockSizes,
            Arbitraries.longs().between(1, Long.MAX_VALUE >> 19),
            salts,
            devices,
            devices,
            options.list().ofMaxSize(3))
        .as(
            (digest, dataSize, hashSize, blocks, salt, data, hash, chosen) -> {
              VeritySuperblock superblock =
                  new VeritySuperblock(
                      1, VerityData.UUID, digest, dataSize, hashSize, blocks, salt);
              VerityTable.Builder builder =
                  VerityTable.builder(data, hash, superblock, VerityData.digest(digest, salt));
              for (int i = 0; i < chosen.size(); i++) {
                VerityTableOption option = chosen.get(i);
                if (chosen.subList(0, i).stream().noneMatch(option::excludes)) {
                  builder.option(option);
                }
              }
              return builder.build();
            });
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void parseGivesBackWhatWasWritten(@ForAll("tables") VerityTable table) throws GantryException {
    VerityTable parsed = VerityTable.parse(table.tableLine(), "test");
    assertEquals(table, parsed);
    assertEquals(table.tableLine(), parsed.tableLine());
    assertEquals(table.geometry().endBytes(), parsed.geometry().endBytes());
    DmModCreate device = DmModCreate.readOnly("root", table);
    assertEquals(device, DmModCreate.parse(device.toString(), "test"));
  }

  /** Also true of what is accepted: it can be written, and means the same. */
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void mutatedLineEndsInATableOrATypedError(
      @ForAll("tables") VerityTable table,
      @ForAll("positions") double where,
      @ForAll("words") String word,
      @ForAll boolean wholeWord) {
    String line = table.tableLine();
    int position = (int) (where * line.length());
    int end = line.indexOf(' ', position);
    end = !wholeWord ? position + 1 : end < 0 ? line.length() : end;
    endsWell(line.substring(0, position) + word + line.substring(end));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anyTextEndsInATableOrATypedError(@ForAll String text) {
    endsWell(text);
  }

  @Provide
  Arbitrary<Double> positions() {
    return Arbitraries.doubles().between(0, false, 1, true).map(value -> Math.min(value, 0.999));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "",
            " ",
            "0",
            "1",
            "-",
            "-1",
            "9223372036854775807",
            "9223372036854775808",
            "512",
            "524288",
            "1048576",
            "sha512",
            "sha1",
            "\u0000",
            "\ud800",
            "$",
            ",",
            ";",
            "0x10"),
        Arbitraries.longs().map(Object::toString),
        Arbitraries.strings().ofMaxLength(8));
  }

  private static void endsWell(String line) {
    try {
      VerityTable table = VerityTable.parse(line, "test");
      assertEquals(table, VerityTable.parse(table.tableLine(), "test"));
    } catch (GantryException expected) {
      assertFalse(expected.code().isEmpty());
    }
    try {
      DmModCreate.parse("root,,,ro," + line, "test");
    } catch (GantryException expected) {
      assertFalse(expected.code().isEmpty());
    }
  }
}
