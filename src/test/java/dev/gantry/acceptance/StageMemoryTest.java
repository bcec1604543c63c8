// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staging the largest root that Bottlerocket's layout has room for, in a small heap. */
@Tag("process")
class StageMemoryTest {
  private static final int ROOT_MIB = 920;

  @TempDir Path directory;

  @Test
  void rootOf920MiBStagesWithASmallHeap() throws Exception {
    Path root = directory.resolve("root.img");
    writeRoot(root);
    Path keys = directory.resolve("keys");
    Path repository = directory.resolve("repository");
    Path disk = directory.resolve("disk.img");
    gantry("release", "init", "--repo", repository, "--keys", keys);
    gantry(
        "release",
        "publish",
        "--repo",
        repository,
        "--keys",
        keys,
        "--variant",
        "demo",
        "--fast",
        "--root-image",
        root,
        "--image-version",
        "1.1.0");
    gantry(
        "image",
        "assemble",
        "--disk",
        disk,
        "--trusted-root",
        keys.resolve("root.json"),
        "--variant",
        "demo",
        "--root-image",
        root,
        "--image-version",
        "1.0.0");
    gantry("boot", "--disk", disk);

    Launcher.gantryWith(
            "-Xmx64m", directory, "update", "stage", "--disk", disk, "--repo", repository)
        .expect(0);
    Launcher.gantryWith("-Xmx64m", directory, "update", "activate", "--disk", disk).expect(0);
    Launcher.Run boot = Launcher.gantry(directory, "boot", "--disk", disk).expect(0);
    assertTrue(boot.out().contains("slot B: version 1.1.0"), boot.out());
  }

  private void gantry(Object... arguments) throws Exception {
    Launcher.gantry(directory, arguments).expect(0);
  }

  /** Every second block is noise, the others are zeros, so that packing takes little time. */
  private static void writeRoot(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(920);
    byte[] chunk = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < ROOT_MIB; i++) {
        byte[] noise = new byte[4096];
        for (int block = 0; block < chunk.length; block += 8192) {
          random.nextBytes(noise);
          System.arraycopy(noise, 0, chunk, block, noise.length);
        }
        out.write(chunk);
      }
    }
  }
}
