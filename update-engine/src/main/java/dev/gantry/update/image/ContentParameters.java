// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.Guid;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Salt and UUID that follow from the content, so that a release can be built again byte for byte.
 *
 * <p>The salt is known to everybody, as it is when it is random; all that it has to do is to make
 * digests of one image useless for another.
 */
final class ContentParameters {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000000000000000L;

  private ContentParameters() {}

  static VerityParameters of(Path root, VerityOptions options) throws IOException {
    MessageDigest digest = DigestAlgorithm.SHA256.newMessageDigest();
    ProgressMeter meter =
        new ProgressMeter(options.progress(), "derive salt", Files.size(root), Progress.Unit.BYTES);
    try (InputStream in = Files.newInputStream(root)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        options.cancellation().throwIfCancelled();
        digest.update(buffer, 0, count);
        meter.advance(count);
      }
    }
    byte[] content = digest.digest();
    ByteBuffer uuid = ByteBuffer.wrap(derive("gantry verity uuid\0", content));
    return VerityParameters.of(
        // RFC 9562, section 5.8: version 8, for values that are made in a way of one's own.
        new Guid(
            (uuid.getLong() & 0xffffffffffff0fffL) | VERSION_8,
            (uuid.getLong() & 0x3fffffffffffffffL) | VARIANT),
        Bytes.of(derive("gantry verity salt\0", content)));
  }

  private static byte[] derive(String purpose, byte[] content) {
    MessageDigest digest = DigestAlgorithm.SHA256.newMessageDigest();
    digest.update(purpose.getBytes(StandardCharsets.UTF_8));
    return digest.digest(content);
  }
}
