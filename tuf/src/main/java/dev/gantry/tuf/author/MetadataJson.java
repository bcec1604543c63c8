// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes metadata: plain JSON, no white space, members sorted, so that equal input is equal bytes.
 */
final class MetadataJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private MetadataJson() {}

  /** Returns the text of a value. */
  static String text(JsonNode value) {
    return MAPPER.writeValueAsString(sorted(value));
  }

  /** Returns a metadata file: the text of a value and a newline. */
  static Bytes file(JsonNode value) {
    return Bytes.of((text(value) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a fresh copy with sorted members; arrays keep their order. */
  private static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      members.forEach((name, member) -> copy.set(name, sorted(member)));
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      value.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    return value;
  }
}
