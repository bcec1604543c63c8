// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.io.ByteArrayOutputStream;
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

  /**
   * Returns a metadata file of its signatures, in their order, and the canonical form of its signed
   * part, which differs from JSON in nothing but control characters that are not escaped.
   */
  static Bytes file(Map<String, Bytes> signatures, Bytes canonical) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    signatures.forEach(
        (keyId, signature) -> list.addObject().put("keyid", keyId).put("sig", signature.toHex()));
    byte[] head =
        ("{\"signatures\":" + text(list) + ",\"signed\":").getBytes(StandardCharsets.UTF_8);
    byte[] signed = canonical.toByteArray();
    ByteArrayOutputStream file = new ByteArrayOutputStream(head.length + signed.length + 64);
    file.writeBytes(head);
    int done = 0;
    for (int i = 0; i < signed.length; i++) {
      if (signed[i] >= 0 && signed[i] < ' ') {
        file.write(signed, done, i - done);
        String escaped = text(JsonNodeFactory.instance.stringNode("" + (char) signed[i]));
        file.writeBytes(
            escaped.substring(1, escaped.length() - 1).getBytes(StandardCharsets.US_ASCII));
        done = i + 1;
      }
    }
    file.write(signed, done, signed.length - done);
    file.writeBytes(new byte[] {'}', '\n'});
    return Bytes.of(file.toByteArray());
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
