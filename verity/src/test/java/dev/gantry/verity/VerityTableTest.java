// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerityTableTest {
  private static final String ROOT =
      "c382722c1ecf53fb069ad2c8daf053944e8583184cd65423f47418e4d5ab59ee";
  private static final String SALT =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  /** The line that Bottlerocket's image builder writes, see imghelper of twoliter. */
  private static final String LINE =
      "0 2400 verity 1 PARTUUID=$boot_uuid/PARTNROFF=1 PARTUUID=$boot_uuid/PARTNROFF=2"
          + " 4096 4096 300 1 sha256 "
          + ROOT
          + " "
          + SALT
          + " 2 restart_on_corruption ignore_zero_blocks";

  private static VeritySuperblock superblock(String salt) {
    return VerityParameters.of(VerityData.UUID, Bytes.parseHex(salt)).superblock(300);
  }

  private static VerityTable parse(String line) throws GantryException {
    return VerityTable.parse(line, "test");
  }

  @Test
  void bottlerocketLine() throws GantryException {
    VerityTable table =
        VerityTable.bottlerocket(
            VerityTable.BOOT_UUID_VARIABLE, superblock(SALT), RootHash.sha256(ROOT));
    assertEquals(LINE, table.tableLine());
    assertEquals("root,,,ro," + LINE, table.dmModCreate(VerityTable.BOTTLEROCKET_NAME));
    assertEquals(table, parse(LINE));
    assertEquals(table.hashCode(), parse(LINE).hashCode());
    String guid = "01234567-89ab-cdef-0123-456789abcdef";
    VerityTable literal = VerityTable.bottlerocket(guid, superblock(SALT), RootHash.sha256(ROOT));
    assertEquals(LINE.replace("$boot_uuid", guid), literal.tableLine());
    assertNotEquals(table, literal);
  }

  @Test
  void partsOfALine() throws GantryException {
    VerityTable table = parse(LINE);
    assertEquals("PARTUUID=$boot_uuid/PARTNROFF=1", table.dataDevice());
    assertEquals("PARTUUID=$boot_uuid/PARTNROFF=2", table.hashDevice());
    assertEquals(2400, table.sectors());
    assertEquals(300, table.dataBlocks());
    assertEquals(300 * 4096, table.dataBytes());
    assertEquals(4096, table.dataBlockSizeBytes());
    assertEquals(4096, table.hashBlockSizeBytes());
    assertEquals(1, table.hashStartBlock());
    assertEquals(5 * 4096, table.hashAreaBytes());
    assertEquals(VerityAlgorithm.SHA256, table.algorithm());
    assertEquals(RootHash.sha256(ROOT), table.rootHash());
    assertEquals(Bytes.parseHex(SALT), table.salt());
    assertEquals(
        List.of(
            VerityTableOption.Flag.RESTART_ON_CORRUPTION,
            VerityTableOption.Flag.IGNORE_ZERO_BLOCKS),
        table.options());
    assertEquals(
        Optional.of(new PartitionReference("$boot_uuid", 2)),
        PartitionReference.parse(table.hashDevice()));
  }

  @Test
  void noSaltAndNoOptions() throws GantryException {
    VerityTable table =
        VerityTable.builder("/dev/sda2", "8:3", superblock(""), RootHash.sha256(ROOT)).build();
    assertEquals(
        "0 2400 verity 1 /dev/sda2 8:3 4096 4096 300 1 sha256 " + ROOT + " -", table.tableLine());
    assertEquals(table, parse(table.tableLine()));
    assertEquals(table, parse(table.tableLine() + " 0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2400|1 2400|start sector",
        "0 2400|0 2401|sectors",
        "0 2400|0  2400|sectors",
        "0 2400|00 2400|start sector",
        "0 2400|0 +2400|sectors",
        "verity 1|verity x|hash type",
        "PARTNROFF=1 |PARTNROFF=1;reboot |data device",
        "PARTNROFF=2 |PARTNROFF=2\" |hash device",
        "4096 4096 300|4095 4096 300|data block size",
        "4096 4096 300|4096 1048576 300|hash block size",
        "4096 300|4096 0|data blocks",
        "4096 300|4096 -1|data blocks",
        "4096 300|4096 9223372036854775807|data blocks",
        "4096 300|4096 99999999999999999999|data blocks",
        "300 1 sha|300 9007199254740991 sha|hash start block",
        "c382722c|c382722|root hash",
        "c382722c|c38272gg|root hash",
        "c382722c|c382722cc3|root hash",
        "000102|00010|salt",
        "2 restart|1 restart|number of options",
        "2 restart|3 restart|option",
        "ignore_zero_blocks|panic_on_corruption|option",
        "ignore_zero_blocks|restart_on_corruption|option",
      })
  void refusesMalformedLines(String from, String to, String field) {
    assertTrue(LINE.contains(from.stripTrailing()));
    MalformedDataException failure =
        assertThrows(MalformedDataException.class, () -> parse(LINE.replace(from, to)));
    assertEquals(field, failure.field());
    assertEquals("VERITY_TABLE", failure.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verity|linear|target",
        "verity 1|verity 2|hash type",
        "sha256|crc32c|digest",
        "sha256|SHA256|digest",
        "ignore_zero_blocks|fec_codeword|option",
        "ignore_zero_blocks|sleep_on_corruption|option",
      })
  void refusesUnsupportedLines(String from, String to, String feature) {
    UnsupportedFormatException failure =
        assertThrows(UnsupportedFormatException.class, () -> parse(LINE.replace(from, to)));
    assertEquals(feature, failure.feature());
  }

  @Test
  void refusesWhatIsNotOneLine() {
    assertThrows(LimitExceededException.class, () -> parse(LINE + " ".repeat(4096)));
    assertThrows(MalformedDataException.class, () -> parse(LINE + " "));
    assertThrows(MalformedDataException.class, () -> parse(""));
    assertThrows(MalformedDataException.class, () -> parse(LINE + "\n"));
  }

  @Test
  void upperCaseDigitsAreReadAndLowerCaseIsWritten() throws GantryException {
    assertEquals(LINE, parse(LINE.replace("c382722c", "C382722C")).tableLine());
  }

  @Test
  void builderRefusesWhatNoLineCanHold() {
    RootHash root = RootHash.sha256(ROOT);
    VeritySuperblock superblock = superblock("");
    for (String device : List.of("", "a b", "a,b", "a;b", "a\"b", "a\\b", "a\nb", "é")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> VerityTable.builder(device, "/dev/b", superblock, root));
      assertThrows(
          IllegalArgumentException.class,
          () -> VerityTable.builder("/dev/a", device, superblock, root));
    }
    for (String uuid : List.of("", "boot", "$", "$1", "$a b", "${a", "01234567-89ab-cdef")) {
      assertThrows(
          IllegalArgumentException.class, () -> VerityTable.bottlerocket(uuid, superblock, root));
    }
    VerityTable.Builder builder =
        VerityTable.builder("/dev/a", "/dev/b", superblock, root)
            .option(VerityTableOption.Flag.PANIC_ON_CORRUPTION)
            .option(VerityTableOption.Flag.CHECK_AT_MOST_ONCE);
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.option(VerityTableOption.Flag.RESTART_ON_CORRUPTION));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.option(VerityTableOption.Flag.CHECK_AT_MOST_ONCE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            VerityTable.builder(
                "/dev/a",
                "/dev/b",
                superblock,
                VerityData.digest(VerityAlgorithm.SHA512, Bytes.empty())));
  }

  @Test
  void dmModCreate() throws GantryException {
    DmModCreate value = DmModCreate.parse("root,,,ro," + LINE, "test");
    assertEquals(DmModCreate.readOnly("root", parse(LINE)), value);
    assertEquals("root,,,ro," + LINE, value.toString());
    DmModCreate full = DmModCreate.parse("vroot , some-uuid, 3,rw, " + LINE, "test");
    assertEquals(new DmModCreate("vroot", "some-uuid", "3", false, parse(LINE)), full);
    assertFalse(full.readOnly());
    assertThrows(IllegalArgumentException.class, () -> parse(LINE).dmModCreate("a b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "root",
        ",,,ro,@",
        "root,,,RO,@",
        "root,,x,ro,@",
        "ro ot,,,ro,@",
        "root,,,ro,",
        "root,,,ro",
      })
  void refusesMalformedDmModCreate(String value) {
    assertThrows(
        MalformedDataException.class, () -> DmModCreate.parse(value.replace("@", LINE), "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root,,,ro,@;b,,,ro,@", "root,,,ro,@,@", "ro\\,ot,,,ro,@"})
  void refusesSeveralDevicesOrTables(String value) {
    assertThrows(
        UnsupportedFormatException.class,
        () -> DmModCreate.parse(value.replace("@", LINE), "test"));
  }

  @Test
  void partitionReferences() {
    assertEquals(
        Optional.of(new PartitionReference("${uuid}", 0)),
        PartitionReference.parse("PARTUUID=${uuid}"));
    assertEquals("PARTUUID=${uuid}", new PartitionReference("${uuid}", 0).toString());
    assertEquals(
        Optional.of(new PartitionReference("01234567-89ab-CDEF-0123-456789abcdef", -1)),
        PartitionReference.parse("PARTUUID=01234567-89ab-CDEF-0123-456789abcdef/PARTNROFF=-1"));
    for (String other :
        List.of(
            "",
            "/dev/sda1",
            "PARTUUID=",
            "PARTUUID=$a/PARTNROFF=",
            "PARTUUID=$a/x",
            "PARTUUID=$a/PARTNROFF=99999",
            "PARTLABEL=x")) {
      assertEquals(Optional.empty(), PartitionReference.parse(other));
    }
  }
}
