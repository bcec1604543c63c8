// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes of an HTTP/2 connection: in front of those of the server, the first byte says how many
 * hundreds are the client's. However they are cut, the same is found in them.
 */
public class FrameGuardFuzzTest {
  FrameGuardFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(FrameGuardFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int sent = Math.min(100 * (input[0] & 7), input.length - 1);
    int step = 1 + (input[0] >> 3 & 31);
    FuzzHarness.run(
        input, () -> assertEquals(refusal(input, sent, input.length), refusal(input, sent, step)));
  }

  private static String refusal(byte[] input, int sent, int step) {
    FrameGuard guard = new FrameGuard();
    try {
      for (int at = 1; at <= sent; at += step) {
        guard.send(input, at, Math.min(step, sent + 1 - at));
      }
      // Again and again, so that the bounds are reached.
      for (int round = 0; round < 8; round++) {
        for (int at = sent + 1; at < input.length; at += step) {
          guard.receive(input, at, Math.min(step, input.length - at));
        }
      }
      return "none";
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
