// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.Version;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Small releases and disks for tests. */
public final class TestImages {
  private static final long MIB = 1L << 20;

  private TestImages() {}

  /** A disk of about 16 MiB: slots of 1 MiB boot, 4 MiB root and 1 MiB hash. */
  public static SlotLayout layout() {
    return layout(512);
  }

  static SlotLayout layout(int sectorSizeBytes) {
    return SlotLayout.builder()
        .sectorSizeBytes(sectorSizeBytes)
        .slotSizes(MIB, 4 * MIB, MIB)
        .size(PartitionRole.PRIVATE, MIB)
        .build();
  }

  public static ReleaseIdentity identity(String version) {
    return new ReleaseIdentity(
        "bottlerocket", "test-dev", "x86_64", Version.parse(version), "0123abcd", "Test OS");
  }

  /** Writes a root image of noise and gaps that differs from version to version. */
  public static Path root(Path directory, String version, int blocks) throws IOException {
    byte[] content = new byte[blocks * 4096];
    Random random = new Random(version.hashCode());
    for (int block = 0; block < blocks; block++) {
      if (random.nextInt(4) != 0) {
        byte[] noise = new byte[1 + random.nextInt(4096)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, content, block * 4096, noise.length);
      }
    }
    return Files.write(directory.resolve("root-" + version + ".img"), content);
  }

  /** Builds a release of 900 blocks. */
  public static ReleaseImages release(Path directory, String version) throws IOException {
    Path root = root(directory, version, 900);
    return new ReleaseImageBuilder(root, identity(version), layout()).build(directory);
  }
}
