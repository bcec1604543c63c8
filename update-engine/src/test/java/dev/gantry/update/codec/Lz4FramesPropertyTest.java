// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gantry.core.GantryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Lz4FramesPropertyTest {
  private static final long LIMIT = 1 << 20;
  private static final byte[] HEADER = {0x04, 0x22, 0x4d, 0x18, 0x64, 0x40, (byte) 0xa7};

  @Property(tries = 300)
  void roundTrip(@ForAll("contents") byte[] content) throws IOException {
    byte[] frame = Lz4FramesTest.encode(content);
    assertArrayEquals(content, Lz4FramesTest.decode(frame, content.length));
    assertArrayEquals(frame, Lz4FramesTest.encode(content), "encoding is a function");
  }

  @Property(tries = 2000)
  void damagedFramesNeverGiveOtherContent(
      @ForAll("contents") byte[] content, @ForAll int position, @ForAll byte change)
      throws IOException {
    byte[] frame = Lz4FramesTest.encode(content);
    byte flip = change == 0 ? 1 : change;
    frame[Math.floorMod(position, frame.length)] ^= flip;
    try {
      byte[] decoded = Lz4FramesTest.decode(frame, LIMIT);
      // The content checksum leaves only changes that mean the same content.
      assertArrayEquals(content, decoded);
    } catch (GantryException e) {
      assertNotEquals("", e.code());
    }
  }

  @Property(tries = 2000)
  void noiseIsRefusedByTypedErrorsOnly(@ForAll("noise") byte[] noise) throws IOException {
    Counter handedOn = new Counter();
    Bounded input = new Bounded(noise);
    try {
      Lz4Frames.decode(input, "noise", LIMIT, content -> handedOn.count += content.remaining());
      assertEquals(-1, input.read(), "a good frame is read to its end");
    } catch (GantryException e) {
      assertNotEquals("", e.code());
    }
    assertEquals(true, handedOn.count <= LIMIT);
  }

  @Provide
  Arbitrary<byte[]> contents() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 200_000), Arbitraries.longs().between(0, 255))
        .as((size, seed) -> Lz4FramesTest.mixedContent((int) (size ^ (seed & 7))));
  }

  /** Random bytes, most of them behind a good header so that the block code sees them. */
  @Provide
  Arbitrary<byte[]> noise() {
    Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
    Arbitrary<byte[]> behindHeader =
        Combinators.combine(
                random, Arbitraries.integers().between(0, 400), Arbitraries.of(true, false))
            .as(Lz4FramesPropertyTest::withHeader);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, random), net.jqwik.api.Tuple.of(9, behindHeader));
  }

  private static byte[] withHeader(byte[] random, int blockSize, boolean endMark) {
    byte[] frame = Arrays.copyOf(HEADER, HEADER.length + 4 + random.length + (endMark ? 8 : 0));
    int size = endMark ? random.length : blockSize;
    frame[HEADER.length] = (byte) size;
    frame[HEADER.length + 1] = (byte) (size >>> 8);
    System.arraycopy(random, 0, frame, HEADER.length + 4, random.length);
    return frame;
  }

  private static final class Counter {
    private long count;
  }

  /** A stream that hands out few bytes at a time, as networks do. */
  private static final class Bounded extends InputStream {
    private final InputStream in;

    Bounded(byte[] content) {
      this.in = new ByteArrayInputStream(content);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(length, 13));
    }
  }
}
