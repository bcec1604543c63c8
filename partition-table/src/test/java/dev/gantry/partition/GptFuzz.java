// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the fuzz targets of this module share. */
final class GptFuzz {
  /** As many as two bytes of offset reach. */
  private static final int SECTORS = 126;

  private GptFuzz() {}

  /** What a target does with an input. */
  interface Target {
    void accept() throws IOException;
  }

  /** Nothing but typed errors may come out. */
  static void run(Target target) {
    try {
      target.accept();
    } catch (GantryException declared) {
      assertFalse(declared.code().isEmpty());
      // What was written has to be what is read, whatever was there before.
      assertNotEquals("GPT_READ_BACK_DIFFERS", declared.code());
      assertTrue(String.valueOf(declared.getMessage()).length() < 2000);
    } catch (IOException undeclared) {
      throw new AssertionError("an input that is refused with an undeclared error", undeclared);
    }
  }

  static GptTable table() {
    return GptTable.builder(new Guid(1, 2), 512, SECTORS)
        .add(new GptPartition(1, new Guid(3, 4), new Guid(5, 6), 40, 49, 1, "first"))
        .add(new GptPartition(2, new Guid(3, 4), new Guid(5, 7), 50, 60, 2, "second"))
        .build();
  }

  /** Puts the bytes of an input behind its first into a copy: two bytes of offset, one of value. */
  static byte[] patched(byte[] content, byte[] input) {
    byte[] patched = content.clone();
    for (int i = 1; i + 2 < input.length; i += 3) {
      int at = (input[i] & 0xff) << 8 | (input[i + 1] & 0xff);
      patched[at % patched.length] = input[i + 2];
    }
    return patched;
  }

  /** Gives a header the checksums that it would have, so that a fuzzer comes behind them. */
  static void correct(byte[] content, int headerAt, int entriesAt) {
    ByteBuffer view = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long bytes =
        Integer.toUnsignedLong(view.getInt(headerAt + 80))
            * Integer.toUnsignedLong(view.getInt(headerAt + 84));
    if (bytes > 0 && bytes <= content.length - entriesAt) {
      byte[] entries = Arrays.copyOfRange(content, entriesAt, entriesAt + (int) bytes);
      view.putInt(headerAt + 88, GptHeader.crc(entries, entries.length));
    }
    int size = view.getInt(headerAt + 12);
    byte[] header =
        Arrays.copyOfRange(content, headerAt, headerAt + (size >= 92 && size <= 512 ? size : 92));
    Arrays.fill(header, 16, 20, (byte) 0);
    view.putInt(headerAt + 16, GptHeader.crc(header, header.length));
  }

  /** The seeds of a target, from the directory of resources that is named after it. */
  static List<Path> seeds(Class<?> test) {
    try {
      var directory =
          Objects.requireNonNull(
              test.getResource(test.getSimpleName() + "Inputs"), "no seeds for " + test);
      try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
        return files.sorted(Comparator.comparing(Path::toString)).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
