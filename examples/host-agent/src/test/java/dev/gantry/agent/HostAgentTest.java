// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.HostApiClient;
import dev.gantry.settings.api.HostApiException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as it is started, with a variant's own services. */
final class HostAgentTest {
  private static final SettingKey MOTD = SettingKey.of("motd");

  @TempDir Path dir;

  @Test
  void aSettingBecomesAFile() throws Exception {
    Path templates = Files.createDirectory(dir.resolve("templates"));
    try (AgentServer agent = HostAgent.start(dir, "metal-dev", templates, OptionalInt.empty())) {
      assertTrue(agent.loopbackPort().isEmpty());
      HostApiClient client = HostApiClient.overUnixSocket(dir.resolve("api.sock")).build();
      assertEquals("metal-dev", client.os().variantId());
      ConfigurationFileInfo file = client.configurationFiles("motd").values().iterator().next();
      Path template = templates.resolve(String.valueOf(Path.of(file.templatePath()).getFileName()));
      Files.writeString(
          template, "[required-extensions]\nmotd = \"v1\"\n+++\n{{{settings.motd}}}\n");
      client.set(SettingsTree.ofValues(Map.of(MOTD, SettingValue.of("a < b"))), "t");
      String plan = SettingsJson.write(client.extensions().plan("t"));
      assertTrue(plan.contains("+a < b"), plan);
      assertEquals(List.of(MOTD), client.commitAndApply("t"));
      assertEquals("a < b\n", Files.readString(dir.resolve("root/etc/motd")));
      client.extensions().unset(List.of(MOTD), "u");
      client.commitAndApply("u");
      assertEquals("Welcome to Bottlerocket!\n", Files.readString(dir.resolve("root/etc/motd")));
      Files.delete(template);
      client.set(SettingsTree.ofValues(Map.of(MOTD, SettingValue.of("c"))), "t");
      HostApiException thrown =
          assertThrows(HostApiException.class, () -> client.commitAndApply("t"));
      assertEquals(500, thrown.status());
      assertTrue(thrown.answer().contains("motd"), thrown.answer());
    }
  }

  @Test
  void rulesHoldAtTheCommit() throws Exception {
    try (AgentServer agent =
        HostAgent.start(dir, "metal-dev", dir.resolve("templates"), OptionalInt.of(0))) {
      assertTrue(agent.loopbackPort().isPresent());
      HostApiClient client = HostApiClient.overUnixSocket(dir.resolve("api.sock")).build();
      client.setPairs(List.of("host-containers.mine.enabled=true"), "t");
      HostApiException thrown = assertThrows(HostApiException.class, () -> client.commit("t"));
      assertEquals(400, thrown.status());
      assertTrue(thrown.answer().contains("host-container-source"), thrown.answer());
    }
  }
}
