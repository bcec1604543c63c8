// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the lz4 command. */
class Lz4ToolTest {
  private static final int SIZE = (9 << 20) + 4321;

  private final Path lz4 = ExternalTool.require("lz4");

  @TempDir private Path directory;

  @Test
  void lz4AcceptsAndDecodesOurs() throws IOException {
    for (Lz4Effort effort : Lz4Effort.values()) {
      for (int size : new int[] {0, 1, 100_000, SIZE}) {
        byte[] content = Lz4FramesTest.mixedContent(size);
        Path frame = directory.resolve(effort + "-" + size + ".lz4");
        Files.write(frame, encode(content, effort));
        ExternalTool.run(lz4, "-t", frame.toString()).orFail();
        byte[] theirs =
            ExternalTool.run(lz4, "-d", "-c", frame.toString()).orFail().output().toByteArray();
        assertArrayEquals(content, theirs);
      }
    }
  }

  @Test
  void headerEqualsTheirs() throws IOException {
    byte[] content = Lz4FramesTest.mixedContent(SIZE);
    byte[] theirs = pack(content, List.of("-9"));
    byte[] ours = encode(content, Lz4Effort.HIGH);
    assertEquals(HexFormat.of().formatHex(theirs, 0, 7), HexFormat.of().formatHex(ours, 0, 7));
    assertEquals(
        HexFormat.of().formatHex(theirs, theirs.length - 8, theirs.length),
        HexFormat.of().formatHex(ours, ours.length - 8, ours.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-9",
        "-1",
        "-12",
        "-B4",
        "-B5",
        "-B6",
        "-B7",
        "-9 --content-size",
        "-BX",
        "-B4 -BX --content-size",
        "--no-frame-crc"
      })
  void weReadTheirs(String options) throws IOException {
    for (int size : new int[] {0, 1, 65_536, SIZE}) {
      byte[] content = Lz4FramesTest.mixedContent(size);
      byte[] frame = pack(content, List.of(options.split(" ")));
      assertArrayEquals(content, Lz4FramesTest.decode(frame, size));
      byte[] cut = Arrays.copyOf(frame, frame.length - 1);
      assertEquals(
          "LZ4_TRUNCATED",
          assertThrows(MalformedDataException.class, () -> Lz4FramesTest.decode(cut, SIZE)).code());
    }
  }

  @Test
  void dependentBlocksAreRefusedByName() throws IOException {
    byte[] frame = pack(Lz4FramesTest.mixedContent(SIZE), List.of("-B4", "-BD"));
    assertEquals(
        "LZ4 block mode",
        assertThrows(UnsupportedFormatException.class, () -> Lz4FramesTest.decode(frame, SIZE))
            .feature());
  }

  @Test
  void legacyFramesAreRefusedByName() throws IOException {
    byte[] frame = pack(Lz4FramesTest.mixedContent(SIZE), List.of("-l"));
    assertEquals(
        "LZ4 frame type",
        assertThrows(UnsupportedFormatException.class, () -> Lz4FramesTest.decode(frame, SIZE))
            .feature());
  }

  private byte[] pack(byte[] content, List<String> options) throws IOException {
    Path raw = directory.resolve("raw");
    Files.write(raw, content);
    List<String> arguments = new ArrayList<>(options);
    arguments.add("-c");
    arguments.add(raw.toString());
    return ExternalTool.run(lz4, arguments).orFail().output().toByteArray();
  }

  private static byte[] encode(byte[] content, Lz4Effort effort) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Lz4Frames.encode(
        new ByteArrayInputStream(content), out, Lz4EncodeOptions.builder().effort(effort).build());
    return out.toByteArray();
  }
}
