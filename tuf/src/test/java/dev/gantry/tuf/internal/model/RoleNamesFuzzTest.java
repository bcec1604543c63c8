// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The name of a role becomes a file name and part of a URL: no name leads anywhere else. */
public class RoleNamesFuzzTest {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9%._~-]+");

  static List<Path> seeds() {
    return FuzzHarness.seeds(RoleNamesFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String name = new String(input, StandardCharsets.UTF_8);
    FuzzHarness.run(
        input,
        () -> {
          if (RoleNames.isValidDelegated(name)) {
            String local = RoleNames.local(name);
            assertTrue(PLAIN.matcher(local).matches(), local);
            assertTrue(PLAIN.matcher(RoleNames.served(name, 1)).matches());
            assertEquals(Path.of("store"), Path.of("store").resolve(local).normalize().getParent());
            assertTrue(local.length() <= RoleNames.MAX_ENCODED_LENGTH);
            for (String top : RoleNames.TOP_LEVEL) {
              assertTrue(!local.equalsIgnoreCase(RoleNames.local(top)), local);
            }
          }
        });
  }
}
