// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {
  @Test
  void copiesInAndOut() {
    byte[] array = {1, 2, 3};
    Bytes bytes = Bytes.of(array);
    array[0] = 9;
    bytes.toByteArray()[1] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, bytes.toByteArray());
    assertTrue(bytes.asByteBuffer().isReadOnly());
    assertEquals(3, bytes.size());
    assertEquals(3, bytes.get(2));
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(3));
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(-1));
  }

  @Test
  void everyViewStartsAtItsBeginning() {
    Bytes bytes = Bytes.of((byte) 1, (byte) 2);
    ByteBuffer first = bytes.asByteBuffer();
    first.get();
    assertEquals(2, bytes.asByteBuffer().remaining());
  }

  @Test
  void takesPartsOfArraysAndBuffers() {
    byte[] array = {1, 2, 3, 4};
    assertEquals(Bytes.of((byte) 2, (byte) 3), Bytes.of(array, 1, 2));
    assertEquals(Bytes.empty(), Bytes.of(array, 4, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(array, 3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(array, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(array, 1, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(array, 1, Integer.MAX_VALUE));

    ByteBuffer buffer = ByteBuffer.wrap(array).position(1).limit(3);
    assertEquals(Bytes.of((byte) 2, (byte) 3), Bytes.copyOf(buffer));
    assertEquals(3, buffer.position());
    assertEquals(Bytes.empty(), Bytes.copyOf(buffer));
  }

  @Test
  void comparesByContent() {
    Bytes bytes = Bytes.parseHex("00ff");
    assertEquals(bytes, Bytes.of((byte) 0, (byte) 0xff));
    assertEquals(bytes.hashCode(), Bytes.of((byte) 0, (byte) 0xff).hashCode());
    assertNotEquals(bytes, Bytes.parseHex("00fe"));
    assertNotEquals(bytes, Bytes.parseHex("00ff00"));
    assertFalse(bytes.equals(new Object()));
    assertSame(Bytes.empty(), Bytes.of());
  }

  @Test
  void readsHexadecimalOfEitherCase() {
    assertEquals(Bytes.of((byte) 0xab, (byte) 0xcd), Bytes.parseHex("aBCd"));
    assertEquals("abcd", Bytes.parseHex("ABCD").toHex());
    assertEquals(Bytes.empty(), Bytes.parseHex(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "000",
        "0x",
        "g0",
        " 00",
        "00 ",
        "0 0",
        "00:00",
        "-1",
        "\u0661\u0661",
        "\uff10\uff11",
        "\u001b0",
        "0\n",
        "\u0130\u0130"
      })
  void refusesOtherTextAndPrintsItSafely(String text) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Bytes.parseHex(text));
    assertTrue(Messages.of(thrown).chars().noneMatch(c -> c < ' '));
  }

  @Test
  void longHostileTextMakesAShortMessage() {
    String message =
        Messages.of(
            assertThrows(
                IllegalArgumentException.class, () -> Bytes.parseHex("z".repeat(1_000_001))));
    assertTrue(message.length() < 400);
  }

  @Test
  void printsAPrefixOfMany() {
    assertEquals("00".repeat(64), Bytes.of(new byte[64]).toString());
    assertEquals("00".repeat(64) + "… (65 bytes)", Bytes.of(new byte[65]).toString());
    assertEquals(130, Bytes.of(new byte[65]).toHex().length());
  }
}
