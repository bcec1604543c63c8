// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuidTest {
  /**
   * Text and GPT bytes, UEFI 2.10, appendix A; the first is UEFI's own for the system partition.
   */
  @ParameterizedTest
  @CsvSource({
    "c12a7328-f81f-11d2-ba4b-00a0c93ec93b, 28732ac11ff8d211ba4b00a0c93ec93b",
    "21686148-6449-6e6f-744e-656564454649, 4861682149646f6e744e656564454649",
    "b39ce39c-0a00-b4ab-2d11-f18f8237a21c, 9ce39cb3000aabb42d11f18f8237a21c",
    "6b636168-7420-6568-2070-6c616e657421, 6861636b2074686520706c616e657421",
    "5526016a-1a97-4ea4-b39a-b7c8c6ca4502, 6a012655971aa44eb39ab7c8c6ca4502",
    "598f10af-c955-4456-6a99-7720068a6cea, af108f5955c956446a997720068a6cea",
    "0c5d99a5-d331-4147-baef-08e2b855bdc9, a5995d0c31d34741baef08e2b855bdc9",
    "440408bb-eb0b-4328-a6e5-a29038fad706, bb0804440beb2843a6e5a29038fad706",
    "626f7474-6c65-6474-6861-726d61726b73, 74746f62656c74646861726d61726b73",
    "00000000-0000-0000-0000-000000000000, 00000000000000000000000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff, ffffffffffffffffffffffffffffffff",
    "80000000-8000-8000-8000-800000000000, 00000080008000808000800000000000",
  })
  void bytesAndTextAreOne(String text, String mixedEndian) {
    Guid guid = Guid.parse(text);
    assertEquals(text, guid.toString());
    assertEquals(guid, Guid.decodeMixedEndian(Bytes.parseHex(mixedEndian).asByteBuffer()));
    ByteBuffer mixed = ByteBuffer.allocate(16);
    guid.encodeMixedEndian(mixed);
    assertEquals(mixedEndian, Bytes.copyOf(mixed.flip()).toHex());

    String plain = text.replace("-", "");
    assertEquals(guid, Guid.decodeBigEndian(Bytes.parseHex(plain).asByteBuffer()));
    ByteBuffer big = ByteBuffer.allocate(16);
    guid.encodeBigEndian(big);
    assertEquals(plain, Bytes.copyOf(big.flip()).toHex());
  }

  @Test
  void upperCaseIsTheSameGuid() {
    assertEquals(
        Guid.parse("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
        Guid.parse("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"));
  }

  /** {@link java.util.UUID#fromString} takes several of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "c12a7328f81f11d2ba4b00a0c93ec93b",
        "{c12a7328-f81f-11d2-ba4b-00a0c93ec93b}",
        "c12a7328-f81f-11d2-ba4b-00a0c93ec93b ",
        "c12a7328-f81f-11d2-ba4b-00a0c93ec93b\n",
        "c12a7328-f81f-11d2-ba4b-00a0c93ec93",
        "c12a7328-f81f-11d2-ba4b-00a0c93ec93bb",
        "g12a7328-f81f-11d2-ba4b-00a0c93ec93b",
        "c12a7328-f81f-11d2-ba4b-+0a0c93ec93b",
        "\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661-f81f-11d2-ba4b-00a0c93ec93b"
      })
  void refusesAnyOtherText(String text) {
    assertThrows(IllegalArgumentException.class, () -> Guid.parse(text));
  }

  @Test
  void movesTheBufferAndKeepsItsOrder() {
    ByteBuffer buffer = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    Guid guid = new Guid(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    buffer.position(3);
    guid.encodeMixedEndian(buffer);
    assertEquals(19, buffer.position());
    guid.encodeBigEndian(buffer);
    assertEquals(35, buffer.position());
    assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
    buffer.position(3);
    assertEquals(guid, Guid.decodeMixedEndian(buffer));
    assertEquals(guid, Guid.decodeBigEndian(buffer));
    assertEquals(35, buffer.position());
    assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
  }

  @Test
  void aShortBufferIsAFaultOfTheCaller() {
    ByteBuffer buffer = ByteBuffer.allocate(20).position(5);
    assertThrows(IndexOutOfBoundsException.class, () -> Guid.decodeMixedEndian(buffer));
    assertThrows(IndexOutOfBoundsException.class, () -> Guid.decodeBigEndian(buffer));
    assertEquals(5, buffer.position());
  }

  @Test
  void randomOnesAreOfVersionFourAndVariantOne() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String text = Guid.random(random).toString();
      assertEquals('4', text.charAt(14), text);
      assertTrue("89ab".indexOf(text.charAt(19)) >= 0, text);
    }
    assertEquals(Guid.random(new Random(2)), Guid.random(new Random(2)));
  }
}
