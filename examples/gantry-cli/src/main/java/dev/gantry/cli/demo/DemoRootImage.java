// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Root images for the demo: one base, and for each version a copy with a block at its end that says
 * which version it is, as a rebuilt file system would differ in a few blocks.
 */
final class DemoRootImage {
  private static final int BLOCK = 4096;
  private static final int GENERATED_BLOCKS = 48 * 256;

  private DemoRootImage() {}

  /** Writes 48 MiB that compress about as well as a root file system does. */
  static void generate(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(20_20_03_10);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < GENERATED_BLOCKS; i++) {
        int noise = i % 8 == 7 ? 0 : random.nextInt(BLOCK);
        Arrays.fill(block, (byte) i);
        for (int j = 0; j < noise; j++) {
          block[j] = (byte) random.nextInt(256);
        }
        out.write(block);
      }
    }
  }

  /** Copies a base image and adds the version's own block. */
  static void forVersion(Path base, String version, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(base);
        OutputStream out = Files.newOutputStream(file)) {
      long size = in.transferTo(out);
      out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
      byte[] block = new byte[BLOCK];
      byte[] text = ("VERSION_ID=" + version + "\n").getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, block, 0, text.length);
      out.write(block);
    }
  }
}
