// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The codec of the entry array. Source: UEFI 2.10, section 5.3.3, table 5.7; all numbers are
 * little-endian.
 *
 * <table>
 * <caption>Entry</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>16</td><td>type GUID, mixed-endian; zero: unused</td></tr>
 * <tr><td>16</td><td>16</td><td>unique GUID, mixed-endian</td></tr>
 * <tr><td>32</td><td>8</td><td>first sector</td></tr>
 * <tr><td>40</td><td>8</td><td>last sector, inclusive</td></tr>
 * <tr><td>48</td><td>8</td><td>attributes</td></tr>
 * <tr><td>56</td><td>72</td><td>name, UTF-16LE, ended by NUL or the end of the field</td></tr>
 * <tr><td>128</td><td></td><td>reserved, up to the size of an entry</td></tr>
 * </table>
 */
final class GptEntries {
  private static final int TYPE_OFFSET = 0;
  private static final int UNIQUE_OFFSET = 16;
  private static final int FIRST_OFFSET = 32;
  private static final int LAST_OFFSET = 40;
  private static final int ATTRIBUTES_OFFSET = 48;
  private static final int NAME_OFFSET = 56;
  private static final int NAME_END = NAME_OFFSET + GptPartition.MAX_NAME_LENGTH * Character.BYTES;

  private GptEntries() {}

  /** Makes the table that a header and its entries say, or says which rule they break. */
  static GptTable decode(GptHeader header, byte[] raw, int sectorSizeBytes, String source)
      throws MalformedDataException {
    int entrySize = (int) header.entrySizeBytes();
    long base = header.entriesLba() * sectorSizeBytes;
    List<GptPartition> partitions = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < header.entryCount(); i++) {
      int at = i * entrySize;
      Guid type = Guid.decodeMixedEndian(in.duplicate().position(at + TYPE_OFFSET));
      if (type.equals(Guid.ZERO)) {
        continue;
      }
      long first = in.getLong(at + FIRST_OFFSET);
      long last = in.getLong(at + LAST_OFFSET);
      if (first < header.firstUsableLba() || last > header.lastUsableLba() || last < first) {
        throw new MalformedDataException(
            "GPT_PARTITION_RANGE",
            source,
            base + at + FIRST_OFFSET,
            "partition " + (i + 1),
            "sectors " + Long.toUnsignedString(first) + " to " + Long.toUnsignedString(last),
            "sectors within "
                + header.firstUsableLba()
                + " to "
                + header.lastUsableLba()
                + " (UEFI 2.10, 5.3.2)");
      }
      partitions.add(
          new GptPartition(
              i + 1,
              type,
              Guid.decodeMixedEndian(in.duplicate().position(at + UNIQUE_OFFSET)),
              first,
              last,
              in.getLong(at + ATTRIBUTES_OFFSET),
              name(in, at)));
    }
    Optional<TableRules.Breach> breach =
        TableRules.check(
            partitions, header.firstUsableLba(), header.lastUsableLba(), (int) header.entryCount());
    if (breach.isPresent()) {
      int number = breach.get().number();
      throw new MalformedDataException(
          breach.get().code(),
          source,
          base + (number - 1L) * entrySize,
          "partition " + number,
          breach.get().found(),
          breach.get().expected());
    }
    return new GptTable(
        header.diskGuid(),
        sectorSizeBytes,
        Math.max(header.myLba(), header.alternateLba()) + 1,
        header.firstUsableLba(),
        header.lastUsableLba(),
        (int) header.entryCount(),
        entrySize,
        partitions);
  }

  private static String name(ByteBuffer in, int at) {
    StringBuilder name = new StringBuilder(GptPartition.MAX_NAME_LENGTH);
    for (int i = at + NAME_OFFSET; i < at + NAME_END; i += Character.BYTES) {
      char unit = in.getChar(i);
      if (unit == 0) {
        break;
      }
      name.append(unit);
    }
    return name.toString();
  }

  /**
   * Writes the entries of a table over those that are on the disk, so that what this class does not
   * read (reserved bytes, a name behind its NUL, remains in unused entries) stays as it is.
   *
   * @param template the array on the disk, or zeros; not changed
   */
  static byte[] encode(GptTable table, byte[] template) {
    byte[] raw = template.clone();
    int entrySize = table.entrySizeBytes();
    ByteBuffer out = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    boolean[] used = new boolean[table.entryCount()];
    for (GptPartition partition : table.partitions()) {
      int index = partition.number() - 1;
      used[index] = true;
      encode(partition, out, index * entrySize);
    }
    for (int i = 0; i < used.length; i++) {
      int at = i * entrySize;
      if (!used[i] && !isUnused(out, at)) {
        Arrays.fill(raw, at, at + entrySize, (byte) 0);
      }
    }
    return raw;
  }

  private static boolean isUnused(ByteBuffer raw, int at) {
    return Guid.decodeMixedEndian(raw.duplicate().position(at + TYPE_OFFSET)).equals(Guid.ZERO);
  }

  private static void encode(GptPartition partition, ByteBuffer out, int at) {
    partition.typeGuid().encodeMixedEndian(out.duplicate().position(at + TYPE_OFFSET));
    partition.uniqueGuid().encodeMixedEndian(out.duplicate().position(at + UNIQUE_OFFSET));
    out.putLong(at + FIRST_OFFSET, partition.firstLba());
    out.putLong(at + LAST_OFFSET, partition.lastLba());
    out.putLong(at + ATTRIBUTES_OFFSET, partition.attributes());
    if (name(out, at).equals(partition.name())) {
      return;
    }
    for (int i = 0; i < GptPartition.MAX_NAME_LENGTH; i++) {
      char unit = i < partition.name().length() ? partition.name().charAt(i) : 0;
      out.putChar(at + NAME_OFFSET + i * Character.BYTES, unit);
    }
  }
}
