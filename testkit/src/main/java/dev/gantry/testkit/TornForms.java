// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ways in which one write may reach the medium in part, in half sectors counted from the first
 * sector that the write touches. Forms that leave the same bytes are one form.
 */
final class TornForms {
  /**
   * A part of a write.
   *
   * @param from first half sector
   * @param to half sector behind the last
   * @param inside whether the part is this range, or all but this range
   */
  record Form(int from, int to, boolean inside) {}

  private final DeviceEvent.Write write;
  private final int sectorSizeBytes;
  private final long firstSector;
  private final int sectors;

  /** The half sectors that the write touches. */
  private final int start;

  private final int end;
  private final Map<Form, String> forms = new LinkedHashMap<>();

  TornForms(DeviceEvent.Write write, int sectorSizeBytes) {
    this.write = write;
    this.sectorSizeBytes = sectorSizeBytes;
    this.firstSector = write.offsetBytes() / sectorSizeBytes;
    this.sectors = (int) ((write.endBytes() - 1) / sectorSizeBytes - firstSector) + 1;
    int halfBytes = sectorSizeBytes / 2;
    long origin = 2 * firstSector;
    this.start = (int) (write.offsetBytes() / halfBytes - origin);
    this.end = (int) ((write.endBytes() - 1) / halfBytes - origin) + 1;
    enumerate();
  }

  /** Returns the forms, each with a description; neither nothing nor all of the write is one. */
  Map<Form, String> forms() {
    return forms;
  }

  /** Returns where in the write a half sector starts, from 0 to the write's size. */
  int startOf(int half) {
    long offsetBytes = firstSector * sectorSizeBytes + (long) half * (sectorSizeBytes / 2);
    return (int) Math.max(0, Math.min(write.content().size(), offsetBytes - write.offsetBytes()));
  }

  private void enumerate() {
    for (int n = 1; n < sectors; n++) {
      add(0, 2 * n, true, "first " + n + " of " + sectors + " sectors");
    }
    for (int n = 1; n < sectors; n++) {
      add(2 * n, 2 * sectors, true, "last " + (sectors - n) + " of " + sectors + " sectors");
    }
    for (int n = 0; n < sectors; n++) {
      String sector = "sector " + (firstSector + n);
      add(2 * n, 2 * n + 2, false, "all but " + sector);
      add(2 * n, 2 * n + 2, true, "only " + sector);
      add(2 * n + 1, 2 * n + 2, false, "all but the second half of " + sector);
      add(2 * n, 2 * n + 1, false, "all but the first half of " + sector);
    }
  }

  private void add(int from, int to, boolean inside, String description) {
    Form form = canonical(Math.max(from, start), Math.min(to, end), inside);
    boolean nothing = form.inside && form.from >= form.to;
    boolean everything = form.from == start && form.to == end;
    if (!nothing && !everything) {
      forms.putIfAbsent(form, description);
    }
  }

  /** Gives a part that is one range in any case the shape of one range. */
  private Form canonical(int from, int to, boolean inside) {
    if (inside) {
      return new Form(from, to, true);
    }
    if (from >= to) {
      return new Form(start, end, true);
    }
    if (from == start) {
      return new Form(to, end, true);
    }
    return to == end ? new Form(start, from, true) : new Form(from, to, false);
  }
}
