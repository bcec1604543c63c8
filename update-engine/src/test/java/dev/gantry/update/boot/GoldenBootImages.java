// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The images of the test resources, see the README there. */
final class GoldenBootImages {
  static final String ROOT_HASH =
      "acb37719c99f3ac554ecbbccb8910616915a08e5a67bd3b9778694c60e673da4";
  static final String TABLE =
      "0 1024 verity 1 PARTUUID=$boot_uuid/PARTNROFF=1 PARTUUID=$boot_uuid/PARTNROFF=2 4096 4096"
          + " 128 1 sha256 "
          + ROOT_HASH
          + " 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
          + " 2 restart_on_corruption ignore_zero_blocks";

  private GoldenBootImages() {}

  static byte[] load(String name) {
    try (InputStream in =
            Objects.requireNonNull(GoldenBootImages.class.getResourceAsStream(name + ".img.gz"));
        InputStream raw = new GZIPInputStream(in)) {
      return raw.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BlockSource source(byte[] content) {
    return BlockDevices.inMemory(content, 512);
  }
}
