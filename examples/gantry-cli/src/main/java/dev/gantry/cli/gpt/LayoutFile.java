// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.Text;
import dev.gantry.partition.layout.DiskLayout;
import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.partition.layout.PartitionSpec;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a layout from a JSON file, {@code docs/formats/disk-layout.md}. */
final class LayoutFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String FORMAT = "gantry-disk-layout";
  private static final Set<String> MEMBERS =
      Set.of("format", "version", "alignment", "slots", "partitions");
  private static final Set<String> PARTITION_MEMBERS =
      Set.of(
          "label",
          "type",
          "size",
          "min",
          "max",
          "weight",
          "align",
          "number",
          "guid",
          "attributes",
          "slot");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;

  private LayoutFile(Path file) {
    this.file = file;
  }

  static DiskLayout read(Path file) throws IOException {
    byte[] content = SmallFiles.read(file, MAX_BYTES).toByteArray();
    LayoutFile reader = new LayoutFile(file);
    try {
      return reader.layout(JSON.readTree(content));
    } catch (JacksonException e) {
      throw reader.error("the file", "no JSON", "a JSON object", e);
    }
  }

  private DiskLayout layout(JsonNode root) throws MalformedDataException {
    checkMembers(root, "the layout", MEMBERS);
    String format = text(root, "format", "").orElse("");
    if (!format.equals(FORMAT) || root.path("version").asInt(0) != 1) {
      throw error(
          "format", format + " " + root.path("version"), "format " + FORMAT + ", version 1", null);
    }
    DiskLayout.Builder layout = DiskLayout.builder();
    value(root, "alignment", "", ByteSize::parse).ifPresent(bytes -> layout.alignmentBytes(bytes));
    value(root, "slots", "", LayoutFile::scheme).ifPresent(layout::slotScheme);
    JsonNode partitions = root.path("partitions");
    if (!partitions.isArray()) {
      throw error("partitions", String.valueOf(partitions.getNodeType()), "an array", null);
    }
    for (int i = 0; i < partitions.size(); i++) {
      String where = "partitions[" + i + "].";
      try {
        layout.add(partition(partitions.get(i), where));
      } catch (IllegalArgumentException e) {
        throw error(where, String.valueOf(e.getMessage()), "a partition", e);
      }
    }
    try {
      return layout.build();
    } catch (IllegalArgumentException e) {
      throw error("slots", String.valueOf(e.getMessage()), "a name of a scheme", e);
    }
  }

  private static SlotScheme scheme(String name) {
    return SchemeName.parse(name);
  }

  private PartitionSpec partition(JsonNode node, String where) throws MalformedDataException {
    checkMembers(node, where, PARTITION_MEMBERS);
    String label = text(node, "label", where).orElse("");
    Guid type =
        value(node, "type", where, LayoutFile::type)
            .orElseThrow(() -> error(where + "type", "absent", "a name or GUID", null));
    Optional<Long> size = value(node, "size", where, ByteSize::parse);
    Optional<Long> least = value(node, "min", where, ByteSize::parse);
    if (size.isPresent() == least.isPresent()) {
      throw error(
          where + "size", size.isPresent() ? "size and min" : "absent", "size or min", null);
    }
    PartitionSpec.Builder spec =
        size.isPresent()
            ? PartitionSpec.fixed(label, type, size.get())
            : PartitionSpec.rest(label, type, least.orElse(0L));
    if (size.isPresent() && (node.has("max") || node.has("weight"))) {
      throw error(where + "size", "size with max or weight", "min with max or weight", null);
    }
    value(node, "max", where, ByteSize::parse).ifPresent(bytes -> spec.maximumBytes(bytes));
    value(node, "weight", where, Integer::parseInt).ifPresent(share -> spec.weight(share));
    value(node, "align", where, ByteSize::parse).ifPresent(bytes -> spec.alignmentBytes(bytes));
    value(node, "number", where, Integer::parseInt).ifPresent(number -> spec.number(number));
    value(node, "guid", where, Guid::parse).ifPresent(spec::uniqueGuid);
    value(node, "attributes", where, LayoutFile::attributes)
        .ifPresent(bits -> spec.attributes(bits));
    value(node, "slot", where, SlotId::parse).ifPresent(spec::slot);
    return spec.build();
  }

  private static Guid type(String text) {
    return KnownTypes.find(text)
        .orElseThrow(() -> new IllegalArgumentException(Text.quote(text) + " is no known type"));
  }

  private static long attributes(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : Long.parseUnsignedLong(text);
  }

  private void checkMembers(JsonNode node, String where, Set<String> known)
      throws MalformedDataException {
    if (!node.isObject()) {
      throw error(where, String.valueOf(node.getNodeType()), "an object", null);
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw error(where, Text.quote(name), "one of " + known.stream().sorted().toList(), null);
      }
    }
  }

  private Optional<String> text(JsonNode node, String name, String where)
      throws MalformedDataException {
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isString() && !value.isIntegralNumber()) {
      throw error(where + name, String.valueOf(value.getNodeType()), "a text or number", null);
    }
    return Optional.of(value.asString());
  }

  private <T> Optional<T> value(JsonNode node, String name, String where, Function<String, T> form)
      throws MalformedDataException {
    Optional<String> text = text(node, name, where);
    try {
      return text.map(form);
    } catch (IllegalArgumentException e) {
      throw error(where + name, text.orElse(""), String.valueOf(e.getMessage()), e);
    }
  }

  private MalformedDataException error(
      String field,
      String found,
      String expected,
      @org.jspecify.annotations.Nullable Throwable why) {
    return new MalformedDataException(
        "LAYOUT_FILE",
        file.toString(),
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        found,
        expected,
        why);
  }
}
