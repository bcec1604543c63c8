// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.partition.GptAttribute;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.LbaRange;
import dev.gantry.partition.disk.KernelNotice;
import dev.gantry.partition.layout.KnownTypes;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text and JSON forms of tables, and of what became of a change. */
final class TableForms {
  private TableForms() {}

  static String hex(long attributes) {
    return String.format(Locale.ROOT, "0x%016x", attributes);
  }

  static void print(Output output, GptTable table) {
    output.line(
        String.format(
            Locale.ROOT,
            "%3s %12s %12s %10s  %-16s  %-26s  %s",
            "no.",
            "first",
            "last",
            "MiB",
            "attributes",
            "type",
            "name"));
    for (GptPartition partition : table.partitions()) {
      output.line(
          String.format(
              Locale.ROOT,
              "%3d %12d %12d %10.1f  %016x  %-26s  %s",
              partition.number(),
              partition.firstLba(),
              partition.lastLba(),
              partition.sizeBytes(table.sectorSizeBytes()) / 1048576.0,
              partition.attributes(),
              LayoutForms.type(partition.typeGuid()),
              partition.name()));
    }
  }

  static ObjectNode json(GptTable table) {
    ObjectNode root = Output.object();
    root.put("disk_guid", table.diskGuid().toString());
    root.put("sector_size_bytes", table.sectorSizeBytes());
    root.put("sector_count", table.sectorCount());
    root.put("first_usable_lba", table.firstUsableLba());
    root.put("last_usable_lba", table.lastUsableLba());
    root.put("entry_count", table.entryCount());
    root.put("entry_size_bytes", table.entrySizeBytes());
    ArrayNode partitions = root.putArray("partitions");
    table.partitions().forEach(partition -> put(partitions.addObject(), partition));
    return root;
  }

  static void put(ObjectNode node, GptPartition partition) {
    node.put("number", partition.number())
        .put("name", partition.name())
        .put("type_guid", partition.typeGuid().toString())
        .put("unique_guid", partition.uniqueGuid().toString())
        .put("first_lba", partition.firstLba())
        .put("last_lba", partition.lastLba())
        .put("attributes", hex(partition.attributes()));
    KnownTypes.nameOf(partition.typeGuid()).ifPresent(name -> node.put("type", name));
  }

  /** One partition with its attribute bits by name. */
  static void print(Output output, GptTable table, GptPartition partition) {
    output.line("number      " + partition.number());
    output.line("name        " + partition.name());
    output.line(
        "type        "
            + partition.typeGuid()
            + KnownTypes.nameOf(partition.typeGuid()).map(name -> "  " + name).orElse(""));
    output.line("guid        " + partition.uniqueGuid());
    output.line(
        "sectors     "
            + partition.firstLba()
            + ".."
            + partition.lastLba()
            + ", "
            + partition.sectorCount()
            + " of "
            + table.sectorSizeBytes()
            + " bytes");
    output.line("attributes  " + hex(partition.attributes()));
    ObjectNode root = Output.object();
    put(root, partition);
    root.put("size_bytes", partition.sizeBytes(table.sectorSizeBytes()));
    ArrayNode bits = root.putArray("attribute_bits");
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if (partition.hasAttribute(bit)) {
        Optional<String> name = bitName(bit);
        output.line("            bit " + bit + name.map(word -> "  " + word).orElse(""));
        ObjectNode node = bits.addObject().put("bit", bit);
        name.ifPresent(word -> node.put("name", word));
      }
    }
    output.result(root);
  }

  static String name(GptAttribute attribute) {
    return attribute.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<String> bitName(int bit) {
    return Stream.of(GptAttribute.values())
        .filter(attribute -> attribute.bit() == bit)
        .map(TableForms::name)
        .findFirst();
  }

  static ObjectNode put(ObjectNode node, LbaRange range, int sectorSizeBytes) {
    return node.put("first_lba", range.firstLba())
        .put("last_lba", range.lastLba())
        .put("size_bytes", range.sectorCount() * sectorSizeBytes);
  }

  static String words(KernelNotice notice) {
    return switch (notice.status()) {
      case TOLD -> "knows";
      case NOT_NEEDED -> "need not know, " + notice.detail();
      case NOT_TOLD -> "was not told";
      case BUSY -> "refused, a partition is in use; it learns of it at the next boot";
      case FAILED -> "could not be told: " + notice.detail();
    };
  }
}
