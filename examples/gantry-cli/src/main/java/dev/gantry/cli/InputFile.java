// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** A small file that a verb reads, or standard input if its name is {@code -}. */
public final class InputFile {
  private static final String STANDARD_INPUT = "-";

  private InputFile() {}

  /**
   * Returns how messages name a file.
   *
   * @param file the file
   * @return its path, or {@code <stdin>}
   */
  public static String name(Path file) {
    return isStandardInput(file) ? "<stdin>" : file.toString();
  }

  /**
   * Refuses to read standard input twice.
   *
   * @param files what a verb reads
   * @throws IllegalArgumentException if {@code -} is there more than once
   */
  public static void check(Collection<Path> files) {
    if (files.stream().filter(InputFile::isStandardInput).count() > 1) {
      throw new IllegalArgumentException("- came twice, expected standard input at most once");
    }
  }

  /**
   * Reads a file to its end.
   *
   * @param file the file; {@code -} is standard input, which stays open
   * @param maxBytes how much there may be
   * @return its bytes
   * @throws LimitExceededException if there is more
   * @throws IOException if it cannot be read
   */
  public static ByteBuffer read(Path file, int maxBytes) throws IOException {
    if (isStandardInput(file)) {
      return read(System.in, file, maxBytes);
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory, expected a file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file, maxBytes);
    }
  }

  private static ByteBuffer read(InputStream stream, Path file, int maxBytes) throws IOException {
    byte[] bytes = stream.readNBytes(maxBytes + 1);
    LimitExceededException.check("size of " + name(file), maxBytes, bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  private static boolean isStandardInput(Path file) {
    return file.toString().equals(STANDARD_INPUT);
  }
}
