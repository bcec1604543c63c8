// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Proof that a file held exactly the bytes of a target. Only {@link TufClient#download} makes one,
 * after the last byte was hashed.
 *
 * <p>Immutable; the file is not, so read it by {@link #open()}.
 */
public final class VerifiedTarget {
  private final Target target;
  private final Path file;

  VerifiedTarget(Target target, Path file) {
    this.target = target;
    this.file = file;
  }

  /**
   * Returns the target.
   *
   * @return what trusted metadata says of it
   */
  public Target target() {
    return target;
  }

  /**
   * Returns the file.
   *
   * @return an absolute path
   */
  public Path file() {
    return file;
  }

  /**
   * Opens the file and verifies it again as it is read, so that damage and replacement since the
   * download are noticed.
   *
   * <p>The read that would return the last bytes throws a {@link
   * dev.gantry.core.VerificationException} instead if the content as a whole is not the target's.
   * Whoever closes the stream before its end knows nothing about what was read. The stream is not
   * buffered.
   *
   * @return a stream for one thread; the caller closes it
   * @throws IOException if the file cannot be opened
   */
  public InputStream open() throws IOException {
    return new VerifyingStream(
        Files.newInputStream(file), TargetDownloader.newCheck(target, file.toString()));
  }
}
