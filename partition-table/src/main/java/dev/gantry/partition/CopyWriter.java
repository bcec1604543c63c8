// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the parts of one table to the places of a state, each with its barrier. */
final class CopyWriter {
  private final BlockDevice device;
  private final int sectorSizeBytes;
  private final DiskState state;
  private final byte[] entries;
  private final GptHeader primary;
  private final GptHeader backup;

  CopyWriter(BlockDevice device, GptTable table, DiskState state) {
    this.device = device;
    this.sectorSizeBytes = table.sectorSizeBytes();
    this.state = state;
    this.entries = GptEntries.encode(table, state.entries());
    this.primary =
        header(table, GptHeader.PRIMARY_LBA, state.backupLba(), state.primaryEntriesLba());
    this.backup = header(table, state.backupLba(), GptHeader.PRIMARY_LBA, state.backupEntriesLba());
  }

  private GptHeader header(GptTable table, long myLba, long alternateLba, long entriesLba) {
    return new GptHeader(
        state.headerSizeBytes(),
        myLba,
        alternateLba,
        table.firstUsableLba(),
        table.lastUsableLba(),
        table.diskGuid(),
        entriesLba,
        table.entryCount(),
        table.entrySizeBytes(),
        GptHeader.crc(entries, entries.length));
  }

  /** The commit protocol. */
  void writeBoth() throws IOException {
    writeBackup();
    writePrimaryHeader();
    writePrimaryEntries();
  }

  void writeBackup() throws IOException {
    write(state.backupEntriesLba(), paddedEntries());
    write(state.backupLba(), backup.encode(sectorSizeBytes));
    device.flush();
  }

  void writePrimaryHeader() throws IOException {
    write(GptHeader.PRIMARY_LBA, primary.encode(sectorSizeBytes));
    device.flush();
  }

  void writePrimaryEntries() throws IOException {
    write(state.primaryEntriesLba(), paddedEntries());
    device.flush();
  }

  private byte[] paddedEntries() {
    long sectors = primary.entrySectors(sectorSizeBytes);
    return Arrays.copyOf(entries, (int) sectors * sectorSizeBytes);
  }

  private void write(long lba, byte[] content) throws IOException {
    device.writeFully(lba * sectorSizeBytes, ByteBuffer.wrap(content));
  }
}
