// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.partition.GptWriteStep.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The writes that put the parts of one table to the places of a state. */
final class CopyWriter {
  private final int sectorSizeBytes;
  private final DiskState state;
  private final byte[] entries;
  private final GptHeader primary;
  private final GptHeader backup;

  CopyWriter(GptTable table, DiskState state) {
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
  List<GptWriteStep> both() {
    List<GptWriteStep> steps = new ArrayList<>(backup());
    steps.add(primaryHeader());
    steps.add(primaryEntries());
    return steps;
  }

  List<GptWriteStep> backup() {
    return List.of(
        step(Part.BACKUP_ENTRIES, state.backupEntriesLba(), paddedEntries(), false),
        step(Part.BACKUP_HEADER, state.backupLba(), backup.encode(sectorSizeBytes), true));
  }

  GptWriteStep primaryHeader() {
    return step(Part.PRIMARY_HEADER, GptHeader.PRIMARY_LBA, primary.encode(sectorSizeBytes), true);
  }

  GptWriteStep primaryEntries() {
    return step(Part.PRIMARY_ENTRIES, state.primaryEntriesLba(), paddedEntries(), true);
  }

  byte[] paddedEntries() {
    long sectors = primary.entrySectors(sectorSizeBytes);
    return Arrays.copyOf(entries, (int) sectors * sectorSizeBytes);
  }

  GptHeader primary() {
    return primary;
  }

  GptHeader secondary() {
    return backup;
  }

  private GptWriteStep step(Part part, long lba, byte[] content, boolean barrier) {
    return new GptWriteStep(part, lba * sectorSizeBytes, Bytes.of(content), barrier);
  }

  static void write(BlockDevice device, List<GptWriteStep> steps) throws IOException {
    for (GptWriteStep step : steps) {
      device.writeFully(step.offsetBytes(), step.content().asByteBuffer());
      if (step.barrier()) {
        device.flush();
      }
    }
  }

  /** Reads what was written; both copies must say it. */
  static GptReadResult readBack(BlockDevice device, GptTable table) throws IOException {
    GptReadResult found = GptReader.read(device);
    if (found.needsRepair() || !found.table().equals(table)) {
      throw new MalformedDataException(
          "GPT_READ_BACK_DIFFERS",
          device.description(),
          MalformedDataException.UNKNOWN_OFFSET,
          "GPT",
          "not what was written",
          "a device that keeps what it is given");
    }
    return found;
  }
}
