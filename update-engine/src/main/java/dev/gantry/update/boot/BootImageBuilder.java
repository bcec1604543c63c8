// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes boot images: a tar archive with the configuration and a kernel, which GRUB reads in place.
 *
 * <p>Equal input gives equal bytes: times, owners and order are fixed. Not thread-safe.
 */
public final class BootImageBuilder {
  private static final int FILE_MODE = 0100644;
  private static final int DIRECTORY_MODE = 040755;

  private final BootConfiguration configuration;
  private Optional<Path> kernelFile = Optional.empty();
  private Bytes kernelContent;

  /**
   * Starts an image with a placeholder for the kernel, for disks that are only simulated.
   *
   * @param configuration what the loader shall do
   */
  public BootImageBuilder(BootConfiguration configuration) {
    this.configuration = Objects.requireNonNull(configuration, "configuration");
    this.kernelContent =
        utf8("placeholder for the kernel of version " + configuration.version() + "\n");
  }

  /**
   * Takes the kernel from a file.
   *
   * @param file a file that is there when the image is written
   * @return this builder
   */
  public BootImageBuilder kernel(Path file) {
    this.kernelFile = Optional.of(file);
    return this;
  }

  /**
   * Takes the kernel from memory.
   *
   * @param content what the file shall hold, not empty
   * @return this builder
   * @throws IllegalArgumentException if there is no content
   */
  public BootImageBuilder kernel(Bytes content) {
    if (content.size() == 0) {
      throw new IllegalArgumentException("a kernel has at least one byte");
    }
    this.kernelFile = Optional.empty();
    this.kernelContent = content;
    return this;
  }

  /**
   * Writes the image.
   *
   * @param file a file that does not exist yet; left behind in part if writing fails
   * @throws java.nio.file.FileAlreadyExistsException if it exists
   * @throws IOException if the kernel cannot be read or the image not be written
   */
  public void write(Path file) throws IOException {
    try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
      String directory =
          BootConfiguration.FILE.substring(0, BootConfiguration.FILE.indexOf('/') + 1);
      tar.putArchiveEntry(entry(directory, DIRECTORY_MODE, 0));
      tar.closeArchiveEntry();
      writeContent(tar, BootConfiguration.FILE, utf8(configuration.render()));
      if (kernelFile.isPresent()) {
        writeFile(tar, configuration.kernel(), kernelFile.get());
      } else {
        writeContent(tar, configuration.kernel(), kernelContent);
      }
    }
  }

  private static void writeContent(TarArchiveOutputStream tar, String name, Bytes content)
      throws IOException {
    tar.putArchiveEntry(entry(name, FILE_MODE, content.size()));
    tar.write(content.toByteArray());
    tar.closeArchiveEntry();
  }

  private static void writeFile(TarArchiveOutputStream tar, String name, Path file)
      throws IOException {
    tar.putArchiveEntry(entry(name, FILE_MODE, Files.size(file)));
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(tar);
    }
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, int mode, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(size);
    entry.setModTime(0L);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    return entry;
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
