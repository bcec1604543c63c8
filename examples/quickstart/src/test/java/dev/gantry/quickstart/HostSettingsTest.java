// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Version;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the README shows of settings. */
class HostSettingsTest {
  @TempDir Path directory;

  @Test
  void settingsOfUsersWinAndGoAway() throws IOException {
    HostSettings settings = new HostSettings(directory, Version.parse("1.26.1"));
    settings.take(utf8("[settings.kubernetes]\nmax-pods = 30\n"));
    settings.set("kubernetes.max-pods=20");

    assertEquals(20, settings.kubernetes().maxPods());
    assertEquals(
        List.of(LayerKind.API, LayerKind.USER_DATA),
        settings.explain("kubernetes.max-pods").definitions().stream().map(d -> d.kind()).toList());

    HostSettings afterRestart = new HostSettings(directory, Version.parse("1.26.1"));
    afterRestart.unset(SettingKey.of("kubernetes", "max-pods"));
    assertEquals(30, afterRestart.kubernetes().maxPods());
  }

  @Test
  void userDataWithMistakesAreRefusedWithAllOfThem() throws IOException {
    HostSettings settings = new HostSettings(directory, Version.parse("1.26.1"));
    InvalidSettingsException refused =
        assertThrows(
            InvalidSettingsException.class,
            () ->
                settings.take(utf8("[settings.kubernetes]\nmax-pods = true\nclustername = 'a'\n")));
    assertEquals(2, refused.violations().size());
    assertEquals(List.of(), settings.explain("kubernetes.max-pods").definitions());
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
