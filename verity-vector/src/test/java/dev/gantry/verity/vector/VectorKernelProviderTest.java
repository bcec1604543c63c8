// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.verity.HashingSummary;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityHashing;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTree;
import dev.gantry.verity.VerityVerifier;
import dev.gantry.verity.spi.BlockKernelProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VectorKernelProviderTest {
  private static final Bytes NONE = Bytes.empty();

  private final BlockKernelProvider provider = new VectorKernelProvider();

  @TempDir Path directory;

  @Test
  void isForSha256Only() {
    assertTrue(provider.supports("sha256"));
    assertFalse(provider.supports("sha512"));
    assertThrows(IllegalArgumentException.class, () -> provider.create("sha512", NONE, NONE, 4096));
  }

  @Test
  void makesKernelsUnlessThereIsAnObstacle() {
    if (provider.obstacle().isPresent()) {
      assertThrows(IllegalStateException.class, () -> provider.create("sha256", NONE, NONE, 4096));
    } else {
      assertEquals(16, provider.create("sha256", NONE, NONE, 4096).lanes());
    }
  }

  /** Passes with any outcome of the race; but the provider must be found, and the tree be right. */
  @Test
  void treesAreTheSameWithAndWithoutIt() throws IOException {
    VerityParameters parameters =
        VerityParameters.of(
            Guid.parse("01234567-89ab-cdef-0123-456789abcdef"), Bytes.of(new byte[32]));
    byte[] content = new byte[3 * 1024 * 1024 + 4096];
    new Random(3).nextBytes(content);
    Path data = directory.resolve("data");
    VerityTree before;
    VerityTree after;
    boolean ready;
    try (BlockDevice device = BlockDevices.create(data, content.length, 512);
        BlockDevice hash = BlockDevices.create(directory.resolve("hash"), 1 << 20, 512)) {
      device.writeFully(0, ByteBuffer.wrap(content));
      VerityOptions options = VerityOptions.builder().parallelism(1).build();
      before = VerityFormatter.format(device, hash, parameters, options);
      assertEquals(
          0, VerityHashing.summary(VerityAlgorithm.SHA256).acceleratedBlocks(), "not warm yet");

      ready = VerityHashing.prepare(VerityAlgorithm.SHA256);
      after = before;
      for (int i = 0; i < 20; i++) {
        after = VerityFormatter.format(device, hash, parameters, options);
      }
      VerityVerifier.verify(device, hash, after.rootHash(), options);
    }
    HashingSummary summary = VerityHashing.summary(VerityAlgorithm.SHA256);
    assertEquals(before.rootHash(), after.rootHash());
    assertEquals(ready, summary.acceleratedBlocks() > 0, summary.toString());
    assertTrue(VerityHashing.describe().contains("vector x16"), VerityHashing.describe());
  }
}
