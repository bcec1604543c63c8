// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarFileSystemTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"ustar", "gnu", "v7"})
  void readsWhatTarWrites(String format) throws IOException {
    Path tree = ExtImages.tree(directory, 50);
    Path image = directory.resolve("image.tar");
    ExternalTool.run(
            ExternalTool.require("tar"),
            "--format=" + format,
            "-C",
            tree.toString(),
            "-cf",
            image.toString(),
            ".")
        .orFail();
    byte[] content = Files.readAllBytes(image);
    if (format.equals("v7")) {
      assertThrows(UnsupportedFormatException.class, () -> open(content));
      return;
    }
    BootFileSystem files = open(content);
    for (String name : List.of("grub/grub.cfg", "vmlinuz", "empty", "grub/module-number-49.mod")) {
      assertEquals(
          Optional.of(Bytes.of(Files.readAllBytes(tree.resolve(name)))),
          files.read(List.of(name.split("/")), 4 << 20));
    }
    assertEquals(Optional.empty(), files.read(List.of("grub", "no"), 10));
    assertThrows(
        UnsupportedFormatException.class, () -> files.read(List.of("grub", "link.cfg"), 100));
    assertThrows(UnsupportedFormatException.class, () -> files.sizeBytes(List.of("grub")));
    assertThrows(LimitExceededException.class, () -> files.read(List.of("vmlinuz"), 2_999_999));
  }

  @Test
  void extendedHeadersAreRefused() throws IOException {
    for (byte type :
        new byte[] {
          TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER,
          TarConstants.LF_GNUTYPE_LONGNAME,
          TarConstants.LF_GNUTYPE_LONGLINK,
          TarConstants.LF_GNUTYPE_SPARSE
        }) {
      byte[] archive = archive(new TarArchiveEntry("x"));
      archive[156] = type;
      withChecksum(archive);
      assertThrows(UnsupportedFormatException.class, () -> open(archive), "type " + (char) type);
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] archive = archive(new TarArchiveEntry("x"));
    assertEquals("TAR_TRUNCATED", refused(Arrays.copyOf(archive, 512)).code());
    assertEquals("TAR_TRUNCATED", refused(Arrays.copyOf(archive, 600)).code());
    byte[] changed = archive.clone();
    changed[0] = 'y';
    assertEquals("TAR_CHECKSUM", refused(changed).code());
    assertEquals(
        "TAR_DUPLICATE",
        refused(archive(new TarArchiveEntry("a/x"), new TarArchiveEntry("./a/x"))).code());
    byte[] large = archive.clone();
    Arrays.fill(large, 124, 135, (byte) '7');
    assertEquals("TAR_SIZE", refused(withChecksum(large)).code());
    byte[] noNumber = archive.clone();
    Arrays.fill(noNumber, 124, 135, (byte) 'z');
    assertEquals("TAR_HEADER", refused(withChecksum(noNumber)).code());
    byte[] negative = archive.clone();
    Arrays.fill(negative, 124, 136, (byte) 0xff);
    refused(withChecksum(negative));
  }

  @Test
  void entriesAreBounded() throws IOException {
    TarArchiveEntry[] entries = new TarArchiveEntry[10_001];
    Arrays.setAll(entries, i -> new TarArchiveEntry("file" + i));
    byte[] archive = archive(entries);
    assertEquals(10_000, assertThrows(LimitExceededException.class, () -> open(archive)).limit());
  }

  static byte[] archive(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry : entries) {
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] withChecksum(byte[] archive) {
    Arrays.fill(archive, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] text =
        String.format(java.util.Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, archive, 148, 8);
    return archive;
  }

  private static BootFileSystem open(byte[] content) throws IOException {
    return BootFileSystem.open(GoldenBootImages.source(content));
  }

  private static MalformedDataException refused(byte[] content) {
    return assertThrows(MalformedDataException.class, () -> open(content));
  }
}
