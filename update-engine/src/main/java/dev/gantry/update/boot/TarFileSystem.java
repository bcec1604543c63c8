// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Reads a tar archive in place, up to its end mark; a partition may hold anything behind it.
 *
 * <p>The headers are walked here and only parsed by the library, since its archive stream reads
 * headers of any length into memory. Extended headers are refused: a boot loader ignores them, and
 * so would see other names than we do.
 */
final class TarFileSystem extends BootFileSystem {
  static final int RECORD_BYTES = 512;
  private static final int MAX_ENTRIES = 10_000;
  private static final ZipEncoding NAMES =
      ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8.name());

  private final BlockSource source;
  private final Map<String, Entry> entries;

  private TarFileSystem(BlockSource source, Map<String, Entry> entries) {
    this.source = source;
    this.entries = entries;
  }

  /** Where the content of an entry is. */
  private record Entry(long offsetBytes, long sizeBytes, boolean regular) {}

  static TarFileSystem open(BlockSource source) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long offset = 0;
    for (byte[] header = header(source, offset); !isZero(header); header = header(source, offset)) {
      LimitExceededException.check(
          "entries of " + source.description(), MAX_ENTRIES, 1L + entries.size());
      TarArchiveEntry parsed = parse(source, offset, header);
      long size = parsed.getSize();
      long start = offset + RECORD_BYTES;
      if (size < 0 || size > source.sizeBytes() - start) {
        throw bad("TAR_SIZE", source, offset, "size", Long.toString(size), "within the source");
      }
      String name = plainName(parsed.getName());
      boolean regular = parsed.isFile() && !parsed.isLink() && !parsed.isSymbolicLink();
      if (!name.isEmpty() && entries.put(name, new Entry(start, size, regular)) != null) {
        throw bad("TAR_DUPLICATE", source, offset, "name", name, "each name once");
      }
      offset = start + (size + RECORD_BYTES - 1) / RECORD_BYTES * RECORD_BYTES;
    }
    return new TarFileSystem(source, entries);
  }

  private static byte[] header(BlockSource source, long offset) throws IOException {
    if (offset > source.sizeBytes() - RECORD_BYTES) {
      throw bad("TAR_TRUNCATED", source, offset, "header", "cut off", "an end mark of zeros");
    }
    byte[] header = new byte[RECORD_BYTES];
    source.readFully(offset, ByteBuffer.wrap(header));
    return header;
  }

  private static boolean isZero(byte[] header) {
    return Arrays.equals(header, new byte[RECORD_BYTES]);
  }

  private static TarArchiveEntry parse(BlockSource source, long offset, byte[] header)
      throws IOException {
    boolean sumHolds;
    TarArchiveEntry entry;
    try {
      sumHolds = TarUtils.verifyCheckSum(header);
      entry = new TarArchiveEntry(header, NAMES, false);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedDataException(
          "TAR_HEADER",
          source.description(),
          offset,
          "header",
          String.valueOf(e.getMessage()),
          "a ustar header (POSIX.1-2017, pax, \"ustar Interchange Format\")",
          e);
    }
    if (!sumHolds) {
      throw bad("TAR_CHECKSUM", source, offset, "chksum", "another sum", "the sum of the header");
    }
    if (entry.isPaxHeader()
        || entry.isGlobalPaxHeader()
        || entry.isGNULongNameEntry()
        || entry.isGNULongLinkEntry()
        || entry.isSparse()) {
      throw new UnsupportedFormatException(
          source.description(),
          "tar entry type at byte " + offset,
          Character.toString(header[156] & 0xFF),
          "plain ustar entries");
    }
    return entry;
  }

  private static String plainName(String name) {
    String plain = name;
    while (plain.startsWith("/") || plain.startsWith("./")) {
      plain = plain.substring(plain.indexOf('/') + 1);
    }
    plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    return plain.equals(".") ? "" : plain;
  }

  @Override
  OptionalLong sizeBytes(List<String> path) throws IOException {
    Optional<Entry> entry = find(path);
    return entry.isEmpty() ? OptionalLong.empty() : OptionalLong.of(entry.get().sizeBytes());
  }

  @Override
  Optional<Bytes> read(List<String> path, int maxBytes) throws IOException {
    Optional<Entry> entry = find(path);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    LimitExceededException.check(
        "size of " + String.join("/", path) + " in bytes", maxBytes, entry.get().sizeBytes());
    ByteBuffer content = ByteBuffer.allocate((int) entry.get().sizeBytes());
    source.readFully(entry.get().offsetBytes(), content);
    return Optional.of(Bytes.copyOf(content.flip()));
  }

  private Optional<Entry> find(List<String> path) throws UnsupportedFormatException {
    String name = String.join("/", path);
    Entry entry = entries.get(name);
    if (entry != null && !entry.regular()) {
      throw new UnsupportedFormatException(
          source.description(), "tar entry " + name, "not a regular file", "a regular file");
    }
    return Optional.ofNullable(entry);
  }

  private static MalformedDataException bad(
      String code, BlockSource source, long offset, String field, String found, String expected) {
    return new MalformedDataException(code, source.description(), offset, field, found, expected);
  }
}
