// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damage as an input, a class with a method {@code fuzzerTestOneInput(byte[])} as Jazzer asks for:
 * three bytes place a byte on data, tree or parity. Whatever comes, a block is left as it is or
 * becomes what it was.
 */
public class FecRepairFuzzTest {
  private static final int BLOCKS = 300;
  private static final int BLOCK = 512;
  private static final int ROOTS = 4;

  FecRepairFuzzTest() {}

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 30, 300, 3000})
  void seed(int size) {
    byte[] input = new byte[size];
    new Random(size).nextBytes(input);
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      repair(input);
    } catch (IOException e) {
      throw new UncheckedIOException("no damage makes a repair fail", e);
    }
  }

  private static void repair(byte[] input) throws IOException {
    FecSample sample = FecSample.of(BLOCKS, BLOCK);
    FecLayout layout = FecLayout.onOwnDevice(sample.layout, ROOTS, sample.hash.sizeBytes(), 0);
    byte[] parityBytes = new byte[(int) layout.parityBytes()];
    BlockDevice parity = BlockDevices.inMemory(parityBytes, 512);
    VerityOptions options = VerityOptions.builder().parallelism(1).build();
    FecFormatter.format(sample.data, sample.hash, parity, layout, options);
    byte[][] devices = {sample.dataBytes, sample.hashBytes, parityBytes};
    byte[][] good = {sample.dataBytes.clone(), sample.hashBytes.clone(), parityBytes.clone()};
    for (int i = 0; i + 3 <= input.length; i += 3) {
      byte[] device = devices[(input[i] & 3) % 3];
      int place = ((input[i] & 0xff) >> 2 << 16) | ((input[i + 1] & 0xff) << 8);
      device[(place | (input[i + 2] & 0xff)) % device.length] ^= 0x21;
    }
    byte[][] before = {sample.dataBytes.clone(), sample.hashBytes.clone(), parityBytes.clone()};
    FecReport report =
        FecRepairer.repair(
            sample.data, sample.hash, parity, sample.layout, layout, sample.rootHash, 9, options);
    for (int device = 0; device < devices.length; device++) {
      for (int at = 0; at < devices[device].length; at += BLOCK) {
        if (!same(devices[device], good[device], at)
            && !same(devices[device], before[device], at)) {
          throw new AssertionError("block at " + at + " of device " + device + " is neither");
        }
      }
    }
    if (report.isRepairable() && !Arrays.equals(good[0], sample.dataBytes)) {
      throw new AssertionError("said to be repaired");
    }
  }

  private static boolean same(byte[] a, byte[] b, int at) {
    return Arrays.equals(a, at, at + BLOCK, b, at, at + BLOCK);
  }
}
