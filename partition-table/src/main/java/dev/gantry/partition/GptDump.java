// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A table that was taken off a disk to be kept, with all that the disk says beside it: sector 0 and
 * the bytes of the entries, reserved ones included.
 *
 * <p>Immutable. The byte form is that of {@code sgdisk --backup}: the first 512 bytes of sector 0,
 * primary header, backup header, each in 512 bytes, and the entries.
 *
 * @param table the table
 * @param mbr the first 512 bytes of sector 0
 * @param entries the entry array, whole
 */
public record GptDump(GptTable table, Bytes mbr, Bytes entries) {
  private static final int BLOCK_BYTES = 512;
  private static final int ENTRIES_OFFSET = 3 * BLOCK_BYTES;

  /**
   * Creates a dump.
   *
   * @throws IllegalArgumentException if a part has not the size that the table says
   */
  public GptDump {
    Objects.requireNonNull(table, "table");
    if (mbr.size() != MasterBootRecord.SIZE_BYTES
        || entries.size() != table.geometry().entryArrayBytes()) {
      throw new IllegalArgumentException(
          "dump with " + mbr.size() + " bytes of MBR and " + entries.size() + " of entries");
    }
  }

  /**
   * Takes a table off a disk.
   *
   * @param disk the whole disk; stays open
   * @return the dump
   * @throws MalformedDataException if there is no sound table
   * @throws IOException if the disk cannot be read
   */
  public static GptDump of(BlockSource disk) throws IOException {
    GptReadResult found = GptReader.read(disk);
    byte[] mbr = new byte[MasterBootRecord.SIZE_BYTES];
    disk.readFully(0, ByteBuffer.wrap(mbr));
    return new GptDump(found.table(), Bytes.of(mbr), Bytes.of(found.state().entries().bytes()));
  }

  /**
   * Makes a dump of a table that is on no disk, with a protective MBR without boot code.
   *
   * @param table the table
   * @return the dump
   */
  public static GptDump of(GptTable table) {
    byte[] mbr = new byte[MasterBootRecord.SIZE_BYTES];
    ProtectiveMbr.put(mbr, table.sectorCount());
    DiskState state = DiskState.forNew(table.geometry());
    return new GptDump(table, Bytes.of(mbr), Bytes.of(GptEntries.encode(table, state.entries())));
  }

  /**
   * Returns the bytes that {@code sgdisk --load-backup} takes.
   *
   * @return the byte form
   */
  public Bytes encode() {
    CopyWriter writer = new CopyWriter(table, state());
    int arrayBytes = entries.size();
    byte[] out = new byte[ENTRIES_OFFSET + (int) SectorSizes.ceil(arrayBytes, 512) * BLOCK_BYTES];
    System.arraycopy(mbr.toByteArray(), 0, out, 0, BLOCK_BYTES);
    System.arraycopy(writer.primary().encode(BLOCK_BYTES), 0, out, BLOCK_BYTES, BLOCK_BYTES);
    System.arraycopy(writer.secondary().encode(BLOCK_BYTES), 0, out, 2 * BLOCK_BYTES, BLOCK_BYTES);
    System.arraycopy(writer.paddedEntries(), 0, out, ENTRIES_OFFSET, arrayBytes);
    return Bytes.of(out);
  }

  /** The entries in the places of a new table; places that somebody moved are not dumped. */
  private DiskState state() {
    return DiskState.forNew(table.geometry())
        .withEntries(new RawEntries(entries.toByteArray(), table.entrySizeBytes()));
  }

  /**
   * Reads what {@link #encode} or {@code sgdisk --backup} wrote.
   *
   * @param content the bytes
   * @param sectorSizeBytes sector size of the disk that they are of, which they do not say
   * @param source where they came from, for messages
   * @return the dump
   * @throws MalformedDataException if neither header is whole ({@code GPT_BACKUP_HEADER}), the
   *     entries are cut or not those of the header ({@code GPT_BACKUP_ENTRIES}), or the table
   *     breaks a rule, as in {@link GptReader#read(BlockSource)}
   * @throws dev.gantry.core.LimitExceededException if the entry array is larger than the limit
   * @throws IllegalArgumentException if the sector size is neither 512 nor 4096
   */
  public static GptDump decode(Bytes content, int sectorSizeBytes, String source)
      throws IOException {
    if (!SectorSizes.isSupported(sectorSizeBytes)) {
      throw new IllegalArgumentException("sector size is " + sectorSizeBytes);
    }
    if (content.size() < ENTRIES_OFFSET) {
      throw malformed(
          "GPT_BACKUP_HEADER", source, content.size(), "size", content.size() + " bytes", "more");
    }
    byte[] bytes = content.toByteArray();
    byte[] second = Arrays.copyOfRange(bytes, 2 * BLOCK_BYTES, ENTRIES_OFFSET);
    GptHeader header =
        header(Arrays.copyOfRange(bytes, BLOCK_BYTES, 2 * BLOCK_BYTES), second, sectorSizeBytes);
    if (header == null) {
      throw malformed(
          "GPT_BACKUP_HEADER",
          source,
          BLOCK_BYTES,
          "headers",
          "bad in both copies",
          "a whole one for sectors of " + sectorSizeBytes + " bytes");
    }
    CopyScan.checkLimits(header, GptLimits.DEFAULT, source);
    int arrayBytes = (int) header.entryArrayBytes();
    if (content.size() - ENTRIES_OFFSET < arrayBytes) {
      throw malformed(
          "GPT_BACKUP_ENTRIES",
          source,
          content.size(),
          "entries",
          content.size() - ENTRIES_OFFSET + " bytes",
          arrayBytes + " bytes");
    }
    byte[] entries = Arrays.copyOfRange(bytes, ENTRIES_OFFSET, ENTRIES_OFFSET + arrayBytes);
    int crc = GptHeader.crc(entries, arrayBytes);
    if (crc != header.entriesCrc()) {
      throw malformed(
          "GPT_BACKUP_ENTRIES",
          source,
          ENTRIES_OFFSET,
          "checksum of the entries",
          GptHeader.hex(crc),
          GptHeader.hex(header.entriesCrc()));
    }
    GptTable table = GptEntries.decode(header, entries, sectorSizeBytes, source);
    return new GptDump(table, Bytes.of(bytes, 0, BLOCK_BYTES), Bytes.of(entries));
  }

  private static @org.jspecify.annotations.Nullable GptHeader header(
      byte[] first, byte[] second, int sectorSizeBytes) {
    GptHeader primary =
        GptHeader.parse(first, sectorSizeBytes, GptCopy.PRIMARY, GptHeader.PRIMARY_LBA, 1).header();
    if (primary != null) {
      return primary;
    }
    long lba = GptHeader.myLbaOf(second);
    return GptHeader.parse(second, sectorSizeBytes, GptCopy.BACKUP, lba, 1).header();
  }

  private static MalformedDataException malformed(
      String code, String source, long offset, String field, String found, String expected) {
    return new MalformedDataException(code, source, offset, field, found, expected);
  }

  /**
   * Returns the dump for a disk of another size: its table is {@link GptTable#forDisk}.
   *
   * @param sectorCount size of the disk in sectors
   * @return the dump
   * @throws StateConflictException if the table does not fit ({@code TABLE_DOES_NOT_FIT})
   */
  public GptDump forDisk(long sectorCount) throws StateConflictException {
    return new GptDump(table.forDisk(sectorCount), mbr, entries);
  }

  /**
   * Writes the dump to a disk that has no table, otherwise as {@link #unsafeRestore}.
   *
   * @param device the whole disk; stays open
   * @throws StateConflictException if the disk has a GPT, whole or not ({@code DISK_HAS_GPT}), or
   *     MBR partitions ({@code DISK_HAS_MBR_PARTITIONS})
   * @throws IllegalArgumentException if the table is for a disk of another size
   * @throws IOException if the disk cannot be read or written
   */
  public void restore(BlockDevice device) throws IOException {
    GptCommitter.checkBlank(device);
    unsafeRestore(device);
  }

  /**
   * Writes the dump to a disk, whatever that holds: its own partitions are lost. The boot code of
   * the disk stays; an MBR with partitions of the dump is written, else a protective one.
   *
   * @param device the whole disk; stays open
   * @throws IllegalArgumentException if the table is for a disk of another size
   * @throws IOException if the disk cannot be read or written
   */
  public void unsafeRestore(BlockDevice device) throws IOException {
    GptCommitter.unsafeReplace(device, table, state());
    if (MasterBootRecord.decode(mbr.toByteArray()).kind() == MasterBootRecord.Kind.HYBRID) {
      int from = MasterBootRecord.RECORDS_OFFSET;
      int length = MasterBootRecord.SIGNATURE_OFFSET - from;
      byte[] sector = new byte[table.sectorSizeBytes()];
      device.readFully(0, ByteBuffer.wrap(sector));
      System.arraycopy(mbr.toByteArray(), from, sector, from, length);
      device.writeFully(0, ByteBuffer.wrap(sector));
      device.flush();
    }
  }
}
