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
public final class TrustedRoot {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TrustedRoot() {}

  /**
   * Reads a root file.
   *
   * @param file the file
   * @return its content
   * @throws MalformedDataException if it is plainly something else
   * @throws IOException if it cannot be read
   */
  public static Bytes read(Path file) throws IOException {
    return check(SmallFiles.read(file, TufLimits.defaults().rootBytes()), file.toString());
  }

  /**
   * Looks at a root file; its signatures are the client's business.
   *
   * @param content the file
   * @param source where it came from
   * @return the content
   * @throws MalformedDataException if it is plainly something else
   */
  public static Bytes check(Bytes content, String source) throws MalformedDataException {
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
          source,
          MalformedDataException.UNKNOWN_OFFSET,
          "signed._type",
          type.isEmpty() ? "absent" : type,
          "TUF root metadata, as 'gantry release init' or 'gantry tuf root' makes it");
    }
    return content;
  }
}
