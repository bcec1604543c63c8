// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.VerityAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are the text of a signature partition, and any strings its fields, or they are refused
 * by type; what is taken is written and read as the same. The first byte says which of the two.
 */
public class SignaturePartitionFuzzTest {
  private static final List<String> NAMES =
      List.of("rootHash", "signature", "certificateFingerprint", "other");

  /** Jazzer and JUnit make it. */
  public SignaturePartitionFuzzTest() {}

  static List<Path> seeds() {
    return SigningFilesFuzzTest.seeds(SignaturePartitionFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    int which = input.length == 0 ? 0 : input[0];
    byte[] content = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    if ((which & 1) == 0) {
      int size = (which & 2) == 0 ? content.length : (content.length / 4096 + 1) * 4096;
      BlockSource partition = BlockDevices.inMemory(Arrays.copyOf(content, size), 512);
      SigningFilesFuzzTest.typed(
          () -> {
            String text = SignaturePartition.readText(partition);
            assertFalse(text.isEmpty() || text.indexOf('\0') >= 0);
          });
      return;
    }
    VerityAlgorithm algorithm = (which & 2) == 0 ? VerityAlgorithm.SHA256 : VerityAlgorithm.SHA512;
    String[] values = new String(content, StandardCharsets.ISO_8859_1).split("\n", NAMES.size());
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      fields.put(NAMES.get(i), values[i]);
    }
    SigningFilesFuzzTest.typed(
        () -> {
          SignaturePartition read = SignaturePartition.ofFields(fields, algorithm, "fuzz");
          byte[] written = read.encode().toByteArray();
          String text = SignaturePartition.readText(BlockDevices.inMemory(written, 512));
          assertEquals(
              String.join(
                  ",",
                  read.fields().entrySet().stream()
                      .map(f -> '"' + f.getKey() + "\":\"" + f.getValue() + '"')
                      .toList()),
              text.substring(1, text.length() - 1));
          assertEquals(read, SignaturePartition.ofFields(read.fields(), algorithm, "fuzz"));
        });
  }
}
