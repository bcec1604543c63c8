// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.TufLimits;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the file that a host shall trust, and refuses what is plainly something else. */
final class TrustedRoot {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TrustedRoot() {}

  static Bytes read(Path file) throws IOException {
    Bytes content = SmallFiles.read(file, TufLimits.defaults().rootBytes());
    String type;
    try {
      JsonNode node = JSON.readTree(content.toByteArray());
      type = node.path("signed").path("_type").asString("");
    } catch (JacksonException e) {
      type = "";
    }
    if (!type.equals("root")) {
      throw new MalformedDataException(
          "NOT_ROOT_METADATA",
          file.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "signed._type",
          type.isEmpty() ? "absent" : type,
          "TUF root metadata, as 'gantry release init' leaves it in root.json");
    }
    return content;
  }
}
