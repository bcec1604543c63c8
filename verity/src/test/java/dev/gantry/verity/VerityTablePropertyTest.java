// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Table lines against themselves and against hostile text. */
final class VerityTablePropertyTest {
  @Provide
  Arbitrary<VerityTable> tables() {
    Arbitrary<Integer> blockSizes = Arbitraries.integers().between(9, 19).map(log -> 1 << log);
    Arbitrary<Bytes> salts = Arbitraries.bytes().array(byte[].class).ofMaxSize(256).map(Bytes::of);
    Arbitrary<String> devices =
        Arbitraries.of("/dev/vda3", "253:7", "PARTUUID=$boot_uuid/PARTNROFF=1", "PARTUUID=${u}");
    Arbitrary<VerityTableOption> flags =
        Arbitraries.of(VerityTableOption.Flag.class).map(flag -> flag);
    Arbitrary<VerityTableOption> fec =
        Combinators.combine(
                devices,
                Arbitraries.integers().between(2, 24),
                Arbitraries.longs().between(1, VerityTableOption.Fec.MAX_BLOCKS),
                Arbitraries.longs().between(0, VerityTableOption.Fec.MAX_BLOCKS))
            .as(VerityTableOption.Fec::new);
    Arbitrary<VerityTableOption> signature =
        Arbitraries.of("cryptsetup:0a-root", "%user:k", "x")
            .map(VerityTableOption.SignatureKey::new);
    Arbitrary<VerityTableOption> options =
        Arbitraries.frequencyOf(Tuple.of(4, flags), Tuple.of(1, fec), Tuple.of(1, signature));
    return Combinators.combine(
            Arbitraries.of(VerityAlgorithm.all()),
            blockSizes,
            blockSizes,
            Arbitraries.longs().between(1, Long.MAX_VALUE >> 19),
            salts,
            devices,
            Arbitraries.longs().between(0, 1 << 20).map(sector -> sector * 512),
            options.list().ofMaxSize(6))
        .as(
            (digest, dataSize, hashSize, blocks, salt, device, offset, chosen) -> {
              VeritySuperblock superblock =
                  new VeritySuperblock(
                      (int) (blocks & 1),
                      VerityData.UUID,
                      digest,
                      dataSize,
                      hashSize,
                      blocks,
                      salt);
              VerityTable.Builder builder =
                  VerityTable.builder(
                      device,
                      "/dev/vdb",
                      VerityLayout.of(superblock, offset),
                      VerityData.digest(digest, salt));
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
    assertEquals(table.layout(), parsed.layout());
    assertEquals(table.options(), parsed.options());
    DmModCreate device = DmModCreate.readOnly("root", table);
    assertEquals(device, DmModCreate.parse(device.toString(), "test"));
    List<DmModCreate> both = List.of(device, new DmModCreate("other", "u", "7", false, table));
    assertEquals(both, DmModCreate.parseAll(DmModCreate.format(both), "test"));
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
            "fec_roots 2",
            "use_fec_from_device /dev/x",
            "fec_start",
            "root_hash_sig_key_desc",
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
