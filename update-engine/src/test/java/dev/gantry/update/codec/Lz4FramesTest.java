// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

class Lz4FramesTest {
  private static final long LIMIT = 64L << 20;

  @Test
  void headerIsThatOfLz4Dash9() throws IOException {
    byte[] frame = encode(new byte[0]);
    assertEquals("04224d186470b9" + "00000000" + "055dcc02", hex(frame, frame.length));
    assertArrayEquals(new byte[0], decode(frame, 0));
  }

  @Test
  void contentComesBackAcrossBlockBorders() throws IOException {
    for (int size : new int[] {1, 4095, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, (9 << 20) + 12345}) {
      byte[] content = mixedContent(size);
      byte[] frame = encode(content);
      assertArrayEquals(content, decode(frame, size));
    }
  }

  @Test
  void incompressibleBlocksAreStored() throws IOException {
    byte[] content = new byte[5 << 20];
    new Random(7).nextBytes(content);
    byte[] frame = encode(content);
    assertEquals(7 + 4 + (4 << 20) + 4 + (1 << 20) + 8, frame.length);
    assertArrayEquals(content, decode(frame, content.length));
  }

  @Test
  void bytesDoNotDependOnParallelism() throws IOException {
    byte[] content = mixedContent((13 << 20) + 5);
    byte[] alone = encode(content);
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FrameSizes sizes =
          Lz4Frames.encode(
              new ByteArrayInputStream(content),
              out,
              Lz4EncodeOptions.builder().effort(Lz4Effort.FAST).executor(executor, 3).build());
      assertArrayEquals(alone, out.toByteArray());
      assertEquals(new FrameSizes(content.length, alone.length), sizes);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void encodingCanBeCancelled() {
    Lz4EncodeOptions options = Lz4EncodeOptions.builder().cancellation(() -> true).build();
    assertThrows(
        CancellationException.class,
        () ->
            Lz4Frames.encode(
                new ByteArrayInputStream(new byte[10]), new ByteArrayOutputStream(), options));
  }

  @Test
  void limitIsCheckedBeforeAnythingIsHandedOn() throws IOException {
    byte[] frame = encode(new byte[5000]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class,
            () -> Lz4Frames.decode(new ByteArrayInputStream(frame), "test", 4999, RawSink.to(out)));
    assertEquals(4999, e.limit());
    assertEquals(5000, e.requested());
    assertEquals(0, out.size());
    assertEquals(5000, decode(frame, 5000).length);
  }

  @Test
  void declaredContentSizeIsCheckedFirst() {
    byte[] frame = header(0x6C, 0x70, longBytes(1L << 40));
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> decode(frame, LIMIT));
    assertEquals(1L << 40, e.requested());
  }

  @Test
  void declaredContentSizeMustHold() {
    assertMalformed(
        "LZ4_CONTENT_SIZE", concat(header(0x68, 0x40, longBytes(2)), stored(1), word(0)));
    assertMalformed(
        "LZ4_CONTENT_SIZE", concat(header(0x68, 0x40, longBytes(1)), stored(2), word(0)));
    assertMalformed("LZ4_CONTENT_SIZE", header(0x68, 0x40, longBytes(-1)));
  }

  @Test
  void everyTruncationIsNamed() throws IOException {
    byte[] frame = encode(mixedContent(3000));
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      MalformedDataException e =
          assertThrows(MalformedDataException.class, () -> decode(cut, LIMIT));
      assertEquals("LZ4_TRUNCATED", e.code());
      assertEquals(length, e.offsetBytes());
    }
  }

  @Test
  void nothingMayFollowTheFrame() throws IOException {
    byte[] frame = encode(mixedContent(3000));
    assertMalformed("LZ4_TRAILING_DATA", concat(frame, new byte[1]));
    assertMalformed("LZ4_TRAILING_DATA", concat(frame, frame));
  }

  @Test
  void otherFramesAreRefusedByName() {
    assertUnsupported("LZ4 frame type", concat(word(0x184C2102), new byte[20]));
    assertUnsupported("LZ4 frame type", concat(word(0x184D2A50), new byte[20]));
    assertUnsupported("LZ4 frame type", concat(word(0x184D2A5F), new byte[20]));
    assertUnsupported("LZ4 frame version", header(0xA4, 0x70));
    assertUnsupported("LZ4 block mode", header(0x44, 0x70));
    assertUnsupported("LZ4 dictionary", header(0x65, 0x70, word(5)));
  }

  @Test
  void badHeadersAreRefused() {
    assertMalformed("LZ4_MAGIC", concat(word(0x184D2205), new byte[20]));
    assertMalformed("LZ4_RESERVED_BITS", header(0x66, 0x70));
    assertMalformed("LZ4_RESERVED_BITS", header(0x64, 0xF0));
    assertMalformed("LZ4_RESERVED_BITS", header(0x64, 0x71));
    assertMalformed("LZ4_BLOCK_MAXIMUM", header(0x64, 0x30));
    byte[] header = header(0x64, 0x70);
    header[6] ^= 1;
    assertMalformed("LZ4_HEADER_CHECKSUM", header);
  }

  @Test
  void badBlocksAreRefused() {
    byte[] header = header(0x60, 0x40);
    assertMalformed("LZ4_BLOCK_SIZE", concat(header, word(65537)));
    assertMalformed("LZ4_BLOCK_SIZE", concat(header, word(0x80000000)));
    assertMalformed("LZ4_BLOCK_SIZE", concat(header, word(-1)));
    assertMalformed("LZ4_BLOCK", concat(header, word(1), new byte[] {(byte) 0xFF}));
    // A match that reaches back before the start of the content.
    byte[] reachesBack = {0x10, 'a', 9, 0, 0x50, 'a', 'b', 'c', 'd', 'e'};
    assertMalformed("LZ4_BLOCK", concat(header, word(reachesBack.length), reachesBack));
  }

  @Test
  void blockOfMoreThanTheMaximumIsRefused() throws IOException {
    byte[] big = encode(new byte[65537]);
    byte[] relabelled = concat(header(0x64, 0x40), Arrays.copyOfRange(big, 7, big.length));
    assertMalformed("LZ4_BLOCK", relabelled);
  }

  @Test
  void checksumsAreEnforced() throws IOException {
    byte[] frame = encode(mixedContent(3000));
    frame[frame.length - 1] ^= 1;
    assertMalformed("LZ4_CONTENT_CHECKSUM", frame);
    byte[] good = concat(header(0x70, 0x40), stored(3), word(xxh32(new byte[] {1, 1, 1})), word(0));
    assertArrayEquals(new byte[] {1, 1, 1}, decode(good, 3));
    good[good.length - 5] ^= 1;
    assertMalformed("LZ4_BLOCK_CHECKSUM", good);
  }

  @Test
  void failureOfTheSinkIsHandedOn() throws IOException {
    byte[] frame = encode(new byte[10]);
    IOException failure = new IOException("full");
    IOException seen =
        assertThrows(
            IOException.class,
            () ->
                Lz4Frames.decode(
                    new ByteArrayInputStream(frame),
                    "test",
                    LIMIT,
                    content -> {
                      throw failure;
                    }));
    assertTrue(seen == failure);
  }

  @Test
  void callerFaultsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> decode(new byte[0], -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Lz4EncodeOptions.builder().executor(Runnable::run, 0));
  }

  private static void assertMalformed(String code, byte[] frame) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> decode(frame, LIMIT));
    assertEquals(code, e.code());
    assertEquals("test", e.source());
  }

  private static void assertUnsupported(String feature, byte[] frame) {
    UnsupportedFormatException e =
        assertThrows(UnsupportedFormatException.class, () -> decode(frame, LIMIT));
    assertEquals(feature, e.feature());
  }

  static byte[] encode(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Lz4EncodeOptions options = Lz4EncodeOptions.builder().effort(Lz4Effort.FAST).build();
    Lz4Frames.encode(new ByteArrayInputStream(content), out, options);
    return out.toByteArray();
  }

  static byte[] decode(byte[] frame, long limit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameSizes sizes =
        Lz4Frames.decode(new ByteArrayInputStream(frame), "test", limit, RawSink.to(out));
    assertEquals(new FrameSizes(out.size(), frame.length), sizes);
    return out.toByteArray();
  }

  /** Half noise, half text-like repetition, so that both kinds of block occur. */
  static byte[] mixedContent(int size) {
    byte[] content = new byte[size];
    Random random = new Random(size);
    for (int i = 0; i < size; ) {
      int run = Math.min(size - i, 1 + random.nextInt(5000));
      byte value = (byte) random.nextInt();
      for (int end = i + run; i < end; i++) {
        content[i] = (run & 1) == 0 ? value : (byte) random.nextInt();
      }
    }
    return content;
  }

  private static byte[] header(int flg, int bd, byte... rest) {
    byte[] descriptor = concat(new byte[] {(byte) flg, (byte) bd}, rest);
    return concat(word(0x184D2204), descriptor, new byte[] {(byte) (xxh32(descriptor) >>> 8)});
  }

  private static byte[] stored(int count) {
    byte[] ones = new byte[count];
    Arrays.fill(ones, (byte) 1);
    return concat(word(0x80000000 | count), ones);
  }

  private static int xxh32(byte[] content) {
    return XXHashFactory.safeInstance().hash32().hash(content, 0, content.length, 0);
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String hex(byte[] content, int length) {
    return HexFormat.of().formatHex(content, 0, length);
  }
}
