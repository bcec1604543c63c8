// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationFileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "etc/motd",
        "//etc/passwd",
        "/etc//x",
        "/etc/",
        "/etc/.",
        "/a/../b",
        "/.."
      })
  void pathsThatMightLeaveTheRootAreRefused(String path) {
    assertThrows(
        IllegalArgumentException.class, () -> ConfigurationFile.of("name", path, "/template"));
  }

  @Test
  void plainPathsAreTaken() {
    assertEquals("/etc/motd.d/x", ConfigurationFile.of("n", "/etc/motd.d/x", "/t").path());
  }
}
