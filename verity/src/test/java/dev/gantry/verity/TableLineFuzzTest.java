// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a table line, a value of dm-mod.create, or a typed error for each of them. */
public class TableLineFuzzTest {
  TableLineFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(TableLineFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      VerityTable table = VerityTable.parse(text, "test");
      VerityTable again = VerityTable.parse(table.tableLine(), "test");
      assertEquals(table, again);
      assertEquals(table.options(), again.options());
      assertEquals(table.layout(), again.layout());
    } catch (GantryException declared) {
      check(declared);
    }
    try {
      List<DmModCreate> devices = DmModCreate.parseAll(text, "test");
      assertEquals(devices, DmModCreate.parseAll(DmModCreate.format(devices), "test"));
    } catch (GantryException declared) {
      check(declared);
    }
  }

  private static void check(GantryException declared) {
    assertFalse(declared.code().isEmpty());
    assertTrue(String.valueOf(declared.getMessage()).length() < 2000);
  }
}
