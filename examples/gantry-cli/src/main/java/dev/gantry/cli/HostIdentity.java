// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What kind of host a simulated machine is; a real one has it in {@code /usr/lib/os-release}.
 *
 * @param variant for example {@code aws-k8s-1.31}
 * @param arch for example {@code x86_64}
 */
public record HostIdentity(String variant, String arch) {
  private static final int MAX_BYTES = 4096;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static HostIdentity read(HostState state) throws IOException {
    Path file = file(state);
    JsonNode node;
    try {
      node = JSON.readTree(SmallFiles.read(file, MAX_BYTES).toByteArray());
    } catch (NoSuchFileException e) {
      return new HostIdentity("", "");
    } catch (JacksonException e) {
      throw new MalformedDataException(
          "HOST_NOTE_MALFORMED",
          file.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "content",
          "something else",
          "{\"variant\":\"…\",\"arch\":\"…\"}",
          e);
    }
    return new HostIdentity(node.path("variant").asString(""), node.path("arch").asString(""));
  }

  /**
   * Notes what kind of host it is.
   *
   * @param state the machine
   * @throws IOException if the note cannot be written
   */
  public void write(HostState state) throws IOException {
    String text =
        JSON.writeValueAsString(JSON.createObjectNode().put("variant", variant).put("arch", arch));
    SmallFiles.writeAtomically(
        file(state), Bytes.of((text + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static Path file(HostState state) {
    return state.directory().resolve("host.json");
  }
}
