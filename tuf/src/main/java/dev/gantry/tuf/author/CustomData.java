// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Custom data of a target as a caller gives it. */
final class CustomData {
  private CustomData() {}

  static Optional<JsonNode> parse(Optional<String> text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Bytes json = Bytes.of(text.get().getBytes(StandardCharsets.UTF_8));
    try {
      JsonNode custom = StrictJson.parse(json, "custom data");
      // As deep as it will be: in a file, below signed, targets and the entry of its target.
      JsonNode file = custom;
      for (int i = 0; i < 4; i++) {
        file = JsonNodeFactory.instance.arrayNode().add(file);
      }
      CanonicalJson.encode(file);
      if (custom.isObject()) {
        return Optional.of(custom);
      }
    } catch (MalformedDataException | LimitExceededException e) {
      throw new IllegalArgumentException("custom data: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("custom data is not a JSON object");
  }
}
