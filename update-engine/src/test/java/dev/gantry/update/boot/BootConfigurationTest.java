// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityTable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootConfigurationTest {
  @ParameterizedTest
  @ValueSource(strings = {"boot-ext4", "boot-ext2"})
  void readsGoldenImages(String name) throws IOException {
    BootConfiguration configuration =
        BootConfiguration.read(GoldenBootImages.source(GoldenBootImages.load(name)));
    assertEquals(Version.of(1, 2, 3), configuration.version());
    assertEquals("Golden OS", configuration.prettyName());
    assertEquals(RootHash.sha256(GoldenBootImages.ROOT_HASH), configuration.rootHash());
    assertEquals(GoldenBootImages.TABLE, configuration.table().tableLine());
    assertEquals("vmlinuz", configuration.kernel());
    assertEquals(sample(), configuration);
  }

  @Test
  void whatIsRenderedIsReadBack() throws IOException {
    BootConfiguration configuration = sample();
    assertEquals(configuration, BootConfiguration.parse(configuration.render(), "test"));
    assertEquals(configuration.hashCode(), sample().hashCode());
    BootConfiguration other =
        BootConfiguration.of("Golden OS", Version.parse("1.2.3-rc.1"), configuration.table());
    assertEquals(other, BootConfiguration.parse(other.render(), "test"));
    assertNotEquals(configuration, other);
  }

  @Test
  void literalDeviceAndOtherQuotesAreRead() throws IOException {
    String text =
        sample()
            .render()
            .replace("dm-mod.create=\"$dm_verity_root\"", "dm-mod.create=\"" + device() + "\"")
            .replace("\"Golden OS 1.2.3\"", "'Golden OS 1.2.3'")
            .replace("set timeout", "# menuentry \"Old 0.1.0\" {\n\r\nset timeout");
    assertEquals(sample(), BootConfiguration.parse(text, "test"));
    assertEquals(
        sample(),
        BootConfiguration.parse(
            sample().render().replace("$dm_verity_root", "${dm_verity_root}"), "test"));
  }

  @Test
  void everyFactMustBeThereOnce() {
    String text = sample().render();
    for (String fact :
        new String[] {"menuentry ", "dm-mod.create=", "set dm_verity_root", "linux ($root)"}) {
      assertMalformed("BOOT_CONFIG_SYNTAX", fact.strip(), text.replace(fact, "other"));
    }
    assertMalformed("BOOT_CONFIG_SYNTAX", "menuentry", text + text);
    assertMalformed(
        "BOOT_CONFIG_SYNTAX",
        "set dm_verity_root",
        text + "set dm_verity_root=\"" + device() + "\"\n");
    assertMalformed(
        "BOOT_CONFIG_SYNTAX",
        "dm-mod.create",
        text.replace("=\"" + device() + "\"", "=" + device()));
    assertMalformed(
        "BOOT_CONFIG_SYNTAX", "dm-mod.create", text.replace("\"$dm_verity_root\"", "$other"));
    assertMalformed("BOOT_CONFIG_SYNTAX", "menuentry", "");
  }

  @Test
  void versionMustBeOne() {
    String text = sample().render();
    assertMalformed(
        "BOOT_CONFIG_VERSION", "last word of the menuentry's title", text.replace("1.2.3", "1.2"));
  }

  @Test
  void brokenDeviceIsRefused() {
    String text = sample().render();
    assertThrows(
        GantryException.class,
        () -> BootConfiguration.parse(text.replace(" 128 1 sha256 ", " 129 1 sha256 "), "test"));
    assertThrows(
        GantryException.class,
        () -> BootConfiguration.parse(text.replace("root,,,ro", "root,,,rx"), "test"));
    assertThrows(
        LimitExceededException.class,
        () ->
            BootConfiguration.parse(
                text.replace("root,,,ro,", "root,,,ro," + "1".repeat(9999)), "t"));
  }

  @Test
  void longPathsAreRefused() {
    String text = sample().render().replace("/vmlinuz", "/a".repeat(200));
    assertEquals(
        255,
        assertThrows(LimitExceededException.class, () -> BootConfiguration.parse(text, "test"))
            .limit());
  }

  @Test
  void hostileLinesTakeLinearTime() {
    String spaces = " ".repeat(400_000) + "x";
    for (String text :
        new String[] {
          spaces,
          "menuentry" + spaces,
          "menuentry \"" + spaces,
          "set " + spaces,
          "linux" + spaces,
          "dm-mod.create=\"".repeat(30_000),
          "menuentry \"a 1.0.0\"\nset dm_verity_root=\""
              + "$".repeat(400_000)
              + "\n"
              + "linux ($root)/a dm-mod.create=\"$dm_verity_root\""
        }) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () ->
              assertThrows(GantryException.class, () -> BootConfiguration.parse(text, "hostile")));
    }
  }

  @Test
  void namesThatWouldChangeTheScriptAreRefused() {
    VerityTable table = sample().table();
    for (String name : new String[] {"", " a", "a\"b", "a$b", "a\\b", "a\nb", "a'b"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> BootConfiguration.of(name, Version.of(1, 0, 0), table));
    }
  }

  static BootConfiguration sample() {
    try {
      return BootConfiguration.of(
          "Golden OS", Version.of(1, 2, 3), VerityTable.parse(GoldenBootImages.TABLE, "test"));
    } catch (GantryException e) {
      throw new AssertionError(e);
    }
  }

  private static String device() {
    return "root,,,ro," + GoldenBootImages.TABLE;
  }

  private static void assertMalformed(String code, String field, String text) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> BootConfiguration.parse(text, "test"));
    assertEquals(code, e.code());
    assertEquals(field.replace(" ($root)", "").replace("=", ""), e.field());
  }
}
