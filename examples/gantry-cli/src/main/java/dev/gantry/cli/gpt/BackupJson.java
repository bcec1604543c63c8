// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.partition.GptDump;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A saved table as JSON, {@code docs/formats/gpt-backup.md}. */
final class BackupJson {
  private static final String FORMAT = "gantry-gpt-backup";
  private static final int VERSION = 1;
  private static final Set<String> MEMBERS =
      Set.of(
          "format",
          "version",
          "disk_guid",
          "sector_size_bytes",
          "sector_count",
          "first_usable_lba",
          "last_usable_lba",
          "entry_count",
          "entry_size_bytes",
          "partitions",
          "mbr",
          "entries");
  private static final Set<String> PARTITION_MEMBERS =
      Set.of(
          "number",
          "name",
          "type",
          "type_guid",
          "unique_guid",
          "first_lba",
          "last_lba",
          "attributes");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private BackupJson() {}

  /** Tells JSON from the bytes of sgdisk, which begin with a boot sector. */
  static boolean isJson(Bytes content) {
    for (int i = 0; i < content.size(); i++) {
      byte next = content.get(i);
      if (next == '{') {
        return true;
      }
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return false;
      }
    }
    return false;
  }

  static Bytes write(GptDump dump) {
    ObjectNode root = Output.object().put("format", FORMAT).put("version", VERSION);
    root.setAll(TableForms.json(dump.table()));
    root.put("mbr", base64(dump.mbr()));
    root.put("entries", base64(dump.entries()));
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return Bytes.of((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  static GptDump read(Bytes content, String source) throws MalformedDataException {
    try {
      return dump(JSON.readTree(content.toByteArray()));
    } catch (JacksonException e) {
      throw malformed(source, "no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw malformed(source, String.valueOf(e.getMessage()), e);
    }
  }

  private static GptDump dump(JsonNode root) {
    checkMembers(root, "the object", MEMBERS);
    if (!text(root, "format").equals(FORMAT) || number(root, "version") != VERSION) {
      throw new IllegalArgumentException(
          "format is " + Text.quote(text(root, "format")) + ", version " + number(root, "version"));
    }
    GptTable.Builder builder =
        GptTable.builder(
                Guid.parse(text(root, "disk_guid")),
                integer(root, "sector_size_bytes"),
                number(root, "sector_count"))
            .unsafeEntries(integer(root, "entry_count"), integer(root, "entry_size_bytes"))
            .usable(number(root, "first_usable_lba"), number(root, "last_usable_lba"));
    JsonNode partitions = required(root, "partitions");
    if (!partitions.isArray()) {
      throw new IllegalArgumentException("partitions is no array");
    }
    partitions.forEach(node -> builder.add(partition(node)));
    GptTable table = builder.build();
    GptDump plain = GptDump.of(table);
    return new GptDump(
        table,
        root.has("mbr") ? bytes(root, "mbr") : plain.mbr(),
        root.has("entries") ? bytes(root, "entries") : plain.entries());
  }

  private static GptPartition partition(JsonNode node) {
    checkMembers(node, "a partition", PARTITION_MEMBERS);
    return new GptPartition(
        integer(node, "number"),
        Guid.parse(text(node, "type_guid")),
        Guid.parse(text(node, "unique_guid")),
        number(node, "first_lba"),
        number(node, "last_lba"),
        AttributesCommand.bits(text(node, "attributes")),
        text(node, "name"));
  }

  private static void checkMembers(JsonNode node, String what, Set<String> known) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(what + " is " + node.getNodeType());
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(what + " has a member " + Text.quote(name));
      }
    }
  }

  private static JsonNode required(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = required(node, name);
    if (!value.isString()) {
      throw new IllegalArgumentException(name + " is " + value.getNodeType() + ", not a string");
    }
    return value.stringValue();
  }

  private static Bytes bytes(JsonNode node, String name) {
    return Bytes.of(Base64.getDecoder().decode(text(node, name)));
  }

  private static int integer(JsonNode node, String name) {
    return Math.toIntExact(number(node, name));
  }

  private static long number(JsonNode node, String name) {
    JsonNode value = required(node, name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(name + " is " + value.getNodeType() + ", not a number");
    }
    return value.longValue();
  }

  private static MalformedDataException malformed(String source, String found, Throwable cause) {
    return new MalformedDataException(
        "GPT_BACKUP_JSON",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        "the table",
        "refused: " + found,
        "a table that gantry gpt backup --format json saved (docs/formats/gpt-backup.md)",
        cause);
  }
}
