// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every option of the kernel's table, hash type 0, and several devices. */
final class VerityTableOptionTest {
  private static final String FEC =
      "use_fec_from_device /dev/vdc fec_roots 2 fec_blocks 133 fec_start 4";

  private static VerityTable.Builder builder() {
    return VerityTable.builder(
        "/dev/vda",
        "/dev/vdb",
        new VeritySuperblock(
            1, VerityData.UUID, VerityAlgorithm.SHA256, 4096, 4096, 129, Bytes.empty()),
        RootHash.sha256("ab".repeat(32)));
  }

  private static VerityTable withOptions(String options) throws GantryException {
    return VerityTable.parse(builder().build().tableLine() + " " + options, "test");
  }

  @Test
  void everyOptionAtOnce() throws GantryException {
    VerityTable table =
        builder()
            .option(VerityTableOption.Flag.PANIC_ON_CORRUPTION)
            .option(VerityTableOption.Flag.RESTART_ON_ERROR)
            .option(VerityTableOption.Flag.IGNORE_ZERO_BLOCKS)
            .option(new VerityTableOption.Fec("/dev/vdc", 2, 133, 4))
            .option(VerityTableOption.Flag.CHECK_AT_MOST_ONCE)
            .option(new VerityTableOption.SignatureKey("cryptsetup:0123-root"))
            .option(VerityTableOption.Flag.TRY_VERIFY_IN_TASKLET)
            .build();
    String options =
        "15 panic_on_corruption restart_on_error ignore_zero_blocks "
            + FEC
            + " check_at_most_once root_hash_sig_key_desc cryptsetup:0123-root"
            + " try_verify_in_tasklet";
    assertTrue(table.tableLine().endsWith(" - " + options), table.tableLine());
    assertEquals(table, withOptions(options));
    assertEquals(table.options(), withOptions(options).options());
  }

  @ParameterizedTest
  @EnumSource(VerityTableOption.Flag.class)
  void eachFlagAlone(VerityTableOption.Flag flag) throws GantryException {
    assertEquals(List.of(flag), withOptions("1 " + flag.word()).options());
    MalformedDataException twice =
        assertThrows(
            MalformedDataException.class,
            () -> withOptions("2 " + flag.word() + " " + flag.word()));
    assertEquals("option", twice.field());
  }

  @Test
  void partsOfFecMayStandAnywhereAndAreWrittenTogether() throws GantryException {
    VerityTable table =
        withOptions(
            "10 restart_on_corruption fec_start 4 ignore_zero_blocks fec_blocks 133 fec_roots 2"
                + " use_fec_from_device /dev/vdc");
    assertTrue(
        table.tableLine().endsWith(" 10 restart_on_corruption " + FEC + " ignore_zero_blocks"),
        table.tableLine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 fec_roots|option",
        "2 fec_roots 1|fec_roots",
        "2 fec_roots 25|fec_roots",
        "2 fec_roots 2|forward error correction",
        "2 fec_blocks 0|fec_blocks",
        "2 fec_start 18014398509481985|fec_start",
        "6 use_fec_from_device /dev/vdc fec_roots 2 fec_blocks 133|forward error correction",
        "4 fec_roots 2 fec_roots 2|option",
        "4 use_fec_from_device /a use_fec_from_device /a|option",
        "2 use_fec_from_device a,b|use_fec_from_device",
        "7 use_fec_from_device /dev/vdc fec_roots 2 fec_blocks 133 fec_start 4|option",
        "9 use_fec_from_device /dev/vdc fec_roots 2 fec_blocks 133 fec_start 4|option",
        "1 root_hash_sig_key_desc|option",
        "2 root_hash_sig_key_desc|root_hash_sig_key_desc",
        "2 root_hash_sig_key_desc a;b|root_hash_sig_key_desc",
        "4 root_hash_sig_key_desc a root_hash_sig_key_desc b|option",
        "2 restart_on_error panic_on_error|option",
        "2 ignore_corruption panic_on_corruption|option",
        "1 ignore_zero_blocks check_at_most_once|number of options",
      })
  void refusesMalformedOptions(String options, String field) {
    MalformedDataException failure =
        assertThrows(MalformedDataException.class, () -> withOptions(options));
    assertEquals("VERITY_TABLE", failure.code());
    assertEquals(field, failure.field());
  }

  @Test
  void refusesBadValues() {
    for (int roots : new int[] {1, 25}) {
      assertThrows(
          IllegalArgumentException.class, () -> new VerityTableOption.Fec("/a", roots, 1, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> new VerityTableOption.Fec("/a b", 2, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new VerityTableOption.Fec("/a", 2, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new VerityTableOption.Fec("/a", 2, 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new VerityTableOption.SignatureKey("a b"));
    VerityTable.Builder builder = builder().option(VerityTableOption.Flag.RESTART_ON_CORRUPTION);
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.option(VerityTableOption.Flag.IGNORE_CORRUPTION));
  }

  @Test
  void hashType0AndTheStartOfTheTree() throws GantryException {
    VerityParameters parameters =
        VerityParameters.builder(VerityData.UUID, Bytes.of((byte) 1))
            .hashType(VeritySuperblock.HASH_TYPE_CHROME_OS)
            .algorithm(VerityAlgorithm.SHA1)
            .hashOffsetBytes(129 * 4096)
            .withoutSuperblock()
            .build();
    RootHash root = RootHash.parse(VerityAlgorithm.SHA1, "cd".repeat(20));
    VerityTable table = VerityTable.builder("254:0", "254:0", parameters.layout(129), root).build();
    String line = "0 1032 verity 0 254:0 254:0 4096 4096 129 129 sha1 " + root.hex() + " 01";
    assertEquals(line, table.tableLine());
    VerityTable parsed = VerityTable.parse(line, "test");
    assertEquals(table, parsed);
    assertEquals(parameters.layout(129), parsed.layout());
  }

  @Test
  void severalDevices() throws GantryException {
    VerityTable table = builder().option(VerityTableOption.Flag.PANIC_ON_ERROR).build();
    List<DmModCreate> devices =
        List.of(
            DmModCreate.readOnly("root", table),
            new DmModCreate("usr", "some-uuid", "3", false, table));
    String value = "root,,,ro," + table + ";usr,some-uuid,3,rw," + table;
    assertEquals(value, DmModCreate.format(devices));
    assertEquals(devices, DmModCreate.parseAll(value, "test"));
    assertEquals(
        devices, DmModCreate.parseAll(value.replace(";", " ; ").replace(",3,", " ,3 ,"), "test"));
    assertThrows(UnsupportedFormatException.class, () -> DmModCreate.parse(value, "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,,,ro,@;a,,,ro,@", "a,,,ro,@;", ";a,,,ro,@", "a,,,ro,@;;b,,,ro,@"})
  void refusesMalformedLists(String value) {
    String whole = value.replace("@", builder().build().tableLine());
    assertThrows(MalformedDataException.class, () -> DmModCreate.parseAll(whole, "test"));
  }

  @Test
  void refusesToFormatNothingOrOneNameTwice() {
    DmModCreate device = DmModCreate.readOnly("root", builder().build());
    assertThrows(IllegalArgumentException.class, () -> DmModCreate.format(List.of()));
    assertThrows(IllegalArgumentException.class, () -> DmModCreate.format(List.of(device, device)));
  }
}
