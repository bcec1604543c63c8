// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.partition.GptFinding.Kind;
import dev.gantry.partition.MasterBootRecord.Entry;
import java.util.List;
import java.util.function.Consumer;

/** What sector 0 of a disk with a GPT should say. Source: UEFI 2.10, section 5.2.3, table 5.4. */
final class MbrChecks {
  private static final String SECTION = " (UEFI 2.10, 5.2.3)";
  private final Consumer<GptFinding> findings;

  MbrChecks(Consumer<GptFinding> findings) {
    this.findings = findings;
  }

  void check(MasterBootRecord mbr, long sectorCount) {
    List<Entry> protective = mbr.records().stream().filter(Entry::isProtective).toList();
    switch (mbr.kind()) {
      case NONE ->
          add(
              Kind.PROTECTIVE_MBR_MISSING,
              MasterBootRecord.RECORDS_OFFSET,
              "no record",
              "one of type 0xEE");
      case PARTITIONS ->
          add(
              Kind.MBR_PARTITIONS,
              MasterBootRecord.RECORDS_OFFSET,
              describe(mbr.records()),
              "one record of type 0xEE");
      case HYBRID ->
          add(
              Kind.MBR_HYBRID,
              MasterBootRecord.RECORDS_OFFSET,
              describe(mbr.records()),
              "one record of type 0xEE and no other");
      case PROTECTIVE -> protective(protective.get(0), sectorCount);
    }
    if (protective.size() > 1 || (!protective.isEmpty() && protective.get(0).firstLba() != 1)) {
      add(
          Kind.MBR_RECORD,
          offset(protective.get(0)),
          describe(protective),
          "one record of type 0xEE from sector 1 on");
    }
  }

  private void protective(Entry record, long sectorCount) {
    Entry expected = ProtectiveMbr.expected(sectorCount);
    // All ones is what the specification demands of large disks, and many tools write always.
    if (record.sectorCount() != expected.sectorCount() && record.sectorCount() != 0xffffffffL) {
      add(
          Kind.MBR_SIZE,
          offset(record) + 12,
          record.sectorCount() + " sectors",
          expected.sectorCount() + " sectors, the disk without sector 0");
    }
    if (record.firstChs() != expected.firstChs()
        || (record.lastChs() != expected.lastChs() && record.lastChs() != 0xffffff)
        || record.status() != 0) {
      add(
          Kind.MBR_FIELDS,
          offset(record),
          "status " + record.status() + ", " + chs(record),
          "status 0, " + chs(expected));
    }
  }

  private static String chs(Entry record) {
    return "CHS 0x"
        + Integer.toHexString(record.firstChs())
        + " to 0x"
        + Integer.toHexString(record.lastChs());
  }

  private static int offset(Entry record) {
    return MasterBootRecord.RECORDS_OFFSET + record.index() * MasterBootRecord.RECORD_SIZE_BYTES;
  }

  private static String describe(List<Entry> records) {
    StringBuilder text = new StringBuilder();
    for (Entry record : records) {
      text.append(text.length() == 0 ? "" : ", ")
          .append("type 0x")
          .append(Integer.toHexString(record.type()))
          .append(" from sector ")
          .append(record.firstLba())
          .append(" of ")
          .append(record.sectorCount())
          .append(" sectors");
    }
    return text.toString();
  }

  private void add(Kind kind, long offsetBytes, String found, String expected) {
    findings.accept(new GptFinding(kind, offsetBytes, "MBR", found, expected + SECTION));
  }
}
