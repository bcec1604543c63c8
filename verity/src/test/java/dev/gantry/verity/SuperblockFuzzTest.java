// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a superblock or a typed error. What is read is written again as it was, and a
 * verification with it ends in a typed error as well, without much memory.
 */
public class SuperblockFuzzTest {
  private static final BlockSource DATA = BlockDevices.inMemory(1 << 12);

  SuperblockFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(SuperblockFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      VeritySuperblock superblock = VeritySuperblock.decode(ByteBuffer.wrap(input), "test");
      ByteBuffer again = ByteBuffer.allocate(VeritySuperblock.SIZE_BYTES);
      superblock.encode(again);
      assertEquals(Bytes.of(input, 0, VeritySuperblock.SIZE_BYTES), Bytes.copyOf(again.flip()));
      VerityLayout layout = VerityLayout.of(superblock, VerityParameters.MAX_HASH_OFFSET_BYTES);
      assertTrue(layout.endBytes() >= layout.treeOffsetBytes());
      assertEquals(1, layout.blocks(layout.levels()));
      RootHash root =
          new RootHash(
              superblock.algorithm(), Bytes.of(new byte[superblock.algorithm().sizeBytes()]));
      VerityOptions options = VerityOptions.builder().parallelism(1).build();
      BlockSource hash = BlockDevices.inMemory(input, 512);
      assertFalse(VerityVerifier.inspect(DATA, hash, root, 1, options).isClean());
    } catch (GantryException declared) {
      assertFalse(declared.code().isEmpty());
      assertTrue(String.valueOf(declared.getMessage()).length() < 2000);
    } catch (IOException undeclared) {
      throw new AssertionError("an input that is refused with an undeclared error", undeclared);
    }
  }
}
