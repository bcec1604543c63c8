// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packer = new GZIPOutputStream(out)) {
      packer.write(bytes);
    }
    return out.toByteArray();
  }

  private static BoundSettings parse(byte[] bytes) throws LimitExceededException {
    return UserData.parse("u", ByteBuffer.wrap(bytes), SampleModel.MODEL, Profile.STRICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[settings]\nmotd = \"hi\"",
        "\ufeff[settings]\nmotd = \"hi\"",
        " {\"settings\": {\"motd\": \"hi\"}}"
      })
  void readsTomlAndJsonPackedOrNot(String text) throws IOException {
    for (byte[] bytes : List.of(utf8(text), gzip(utf8(text)))) {
      BoundSettings bound = parse(bytes);
      assertEquals(List.of(), bound.violations());
      assertEquals(Optional.of(SettingValue.of("hi")), bound.tree().get(SettingKey.of("motd")));
    }
  }

  @Test
  void damagedGzipIsAViolation() throws IOException {
    byte[] packed = gzip(utf8("[settings]\nmotd = \"hi\""));
    BoundSettings bound = parse(Arrays.copyOf(packed, packed.length - 9));
    assertEquals(ViolationCodes.MALFORMED_GZIP, bound.violations().get(0).code());
    assertEquals(1, bound.violations().size());
  }

  @Test
  void whatComesOutOfGzipIsLimited() throws IOException {
    byte[] bomb = gzip(new byte[8 << 20]);
    assertThrows(LimitExceededException.class, () -> parse(bomb));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n", "\ufeff"})
  void blankIsNothing(String text) throws IOException {
    for (byte[] bytes : List.of(utf8(text), gzip(utf8(text)))) {
      BoundSettings bound = parse(bytes);
      assertTrue(bound.tree().isEmpty());
      assertEquals(List.of(), bound.violations());
    }
  }
}
