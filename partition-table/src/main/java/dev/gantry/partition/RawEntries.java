// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An entry array, with the codec of an entry. Source: UEFI 2.10, section 5.3.3, table 5.7; all
 * numbers are little-endian.
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
final class RawEntries {
  static final int TYPE_OFFSET = 0;
  static final int UNIQUE_OFFSET = 16;
  static final int FIRST_OFFSET = 32;
  static final int LAST_OFFSET = 40;
  static final int ATTRIBUTES_OFFSET = 48;
  static final int NAME_OFFSET = 56;
  static final int NAME_END = NAME_OFFSET + GptPartition.MAX_NAME_LENGTH * Character.BYTES;

  private final byte[] bytes;
  private final int entrySizeBytes;
  private final ByteBuffer view;

  /** Wraps an array, which may change. */
  RawEntries(byte[] bytes, int entrySizeBytes) {
    this.bytes = bytes;
    this.entrySizeBytes = entrySizeBytes;
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    return bytes;
  }

  int entrySizeBytes() {
    return entrySizeBytes;
  }

  int count() {
    return bytes.length / entrySizeBytes;
  }

  boolean isUnused(int index) {
    return typeGuid(index).equals(Guid.ZERO);
  }

  Guid typeGuid(int index) {
    return guid(index * entrySizeBytes + TYPE_OFFSET);
  }

  Guid uniqueGuid(int index) {
    return guid(index * entrySizeBytes + UNIQUE_OFFSET);
  }

  private Guid guid(int at) {
    return Guid.decodeMixedEndian(view.duplicate().position(at));
  }

  long firstLba(int index) {
    return view.getLong(index * entrySizeBytes + FIRST_OFFSET);
  }

  long lastLba(int index) {
    return view.getLong(index * entrySizeBytes + LAST_OFFSET);
  }

  long attributes(int index) {
    return view.getLong(index * entrySizeBytes + ATTRIBUTES_OFFSET);
  }

  /** The name up to its NUL. */
  String name(int index) {
    int at = index * entrySizeBytes;
    StringBuilder name = new StringBuilder(GptPartition.MAX_NAME_LENGTH);
    for (int i = at + NAME_OFFSET; i < at + NAME_END; i += Character.BYTES) {
      char unit = view.getChar(i);
      if (unit == 0) {
        break;
      }
      name.append(unit);
    }
    return name.toString();
  }

  /** Whether a part of an entry is 0. */
  boolean isZero(int index, int from, int to) {
    for (int i = index * entrySizeBytes + from; i < index * entrySizeBytes + to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes a partition at its number; a name that is there already stays with what is behind. */
  void put(GptPartition partition) {
    int index = partition.number() - 1;
    int at = index * entrySizeBytes;
    partition.typeGuid().encodeMixedEndian(view.duplicate().position(at + TYPE_OFFSET));
    partition.uniqueGuid().encodeMixedEndian(view.duplicate().position(at + UNIQUE_OFFSET));
    view.putLong(at + FIRST_OFFSET, partition.firstLba());
    view.putLong(at + LAST_OFFSET, partition.lastLba());
    view.putLong(at + ATTRIBUTES_OFFSET, partition.attributes());
    if (name(index).equals(partition.name())) {
      return;
    }
    for (int i = 0; i < GptPartition.MAX_NAME_LENGTH; i++) {
      char unit = i < partition.name().length() ? partition.name().charAt(i) : 0;
      view.putChar(at + NAME_OFFSET + i * Character.BYTES, unit);
    }
  }
}
