// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockSource;
import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One copy as it is on a disk: a header or none, and its entries if their checksum is right. */
final class CopyScan {
  private final boolean signature;
  private final @Nullable GptHeader header;
  private final byte @Nullable [] entries;
  private final String problem;

  private CopyScan(
      boolean signature, @Nullable GptHeader header, byte @Nullable [] entries, String problem) {
    this.signature = signature;
    this.header = header;
    this.entries = entries;
    this.problem = problem;
  }

  /** Reads the copy whose header is in a sector; the sector may be outside of the source. */
  static CopyScan read(
      BlockSource source,
      int sectorSizeBytes,
      GptCopy copy,
      long lba,
      int minEntryArrayBytes,
      GptLimits limits)
      throws IOException {
    long sectors = source.sizeBytes() / sectorSizeBytes;
    if (lba < GptHeader.PRIMARY_LBA || lba >= sectors) {
      return new CopyScan(
          false, null, null, "sector " + lba + " is not among the disk's " + sectors);
    }
    byte[] sector = new byte[sectorSizeBytes];
    source.readFully(lba * sectorSizeBytes, ByteBuffer.wrap(sector));
    boolean signature = GptHeader.hasSignature(sector);
    GptHeader.Parsed parsed =
        GptHeader.parse(sector, sectorSizeBytes, copy, lba, minEntryArrayBytes);
    GptHeader header = parsed.header();
    if (header == null) {
      return new CopyScan(signature, null, null, parsed.problem());
    }
    if (header.entriesLba() > sectors - header.entrySectors(sectorSizeBytes)) {
      return new CopyScan(
          signature, header, null, "the entries are beyond the disk's " + sectors + " sectors");
    }
    checkLimits(header, limits, source.description());
    byte[] entries = new byte[(int) header.entryArrayBytes()];
    source.readFully(header.entriesLba() * sectorSizeBytes, ByteBuffer.wrap(entries));
    int computed = GptHeader.crc(entries, entries.length);
    if (computed != header.entriesCrc()) {
      String found =
          "CRC-32 of the entries is "
              + GptHeader.hex(computed)
              + ", the header says "
              + GptHeader.hex(header.entriesCrc());
      return new CopyScan(signature, header, null, found);
    }
    return new CopyScan(signature, header, entries, "");
  }

  static void checkLimits(GptHeader header, GptLimits limits, String source)
      throws LimitExceededException {
    LimitExceededException.check(
        "GPT entries in " + source, limits.maxEntryCount(), header.entryCount());
    LimitExceededException.check(
        "size of the GPT entry array in " + source + " in bytes",
        limits.maxEntryArrayBytes(),
        header.entryArrayBytes());
  }

  boolean hasSignature() {
    return signature;
  }

  @Nullable GptHeader header() {
    return header;
  }

  byte @Nullable [] entries() {
    return entries;
  }

  boolean isWhole() {
    return header != null && entries != null;
  }

  /** Why the copy is not whole; empty if it is. */
  String problem() {
    return problem;
  }
}
