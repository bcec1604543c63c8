// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.api.UpdateStatus;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.SettingsApi;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bottlerocket's own apiclient with our server, if {@code GANTRY_APICLIENT} names it (core kit
 * 3.1.1, a10182f).
 */
final class UpstreamApiclientTest {
  @TempDir Path dir;
  private final TestBackend backend = new TestBackend();
  private String program;
  private SettingsStore store;
  private AgentServer server;

  @BeforeEach
  void start() throws IOException {
    String named = System.getenv("GANTRY_APICLIENT");
    assumeTrue(named != null, "GANTRY_APICLIENT names no apiclient of bottlerocket-core-kit");
    program = String.valueOf(named);
    store =
        SettingsStore.open(
            dir.resolve("store"),
            StoreOptions.builder(Version.parse("1.2.3"), InstantSource.fixed(Instant.EPOCH))
                .build());
    server =
        AgentServer.start(
            new SettingsApi(store, BottlerocketModel.model(), Profile.COMPAT, backend),
            ExecTargets.local(),
            dir.resolve("api.sock"),
            OptionalInt.empty());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** What came of a run. */
  private record Run(int status, String output) {}

  private Run run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(program, "--socket-path", dir.resolve("api.sock").toString()));
    command.addAll(List.of(arguments));
    Path output = dir.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(empty().toFile()))
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private Path empty() throws IOException {
    return Files.write(dir.resolve("empty"), new byte[0]);
  }

  private void succeeds(String... arguments) throws Exception {
    Run run = run(arguments);
    assertEquals(0, run.status(), run::output);
  }

  private void fails(String because, String... arguments) throws Exception {
    Run run = run(arguments);
    assertTrue(run.status() != 0 && run.output().contains(because), run::output);
  }

  @Test
  void settingsAreSetAndRead() throws Exception {
    succeeds("set", "motd=hello", "kernel.sysctl.\"net.ipv4.ip_forward\"=1");
    succeeds("set", "--json", "{\"kernel\":{\"lockdown\":\"integrity\"}}");
    Path file = dir.resolve("settings.toml");
    Files.writeString(file, "[settings.kubernetes.node-labels]\n\"a.b/c\" = \"d\"\n");
    succeeds("apply", "file://" + file);
    SettingKey label = SettingKey.of("kubernetes", "node-labels", "a.b/c");
    assertEquals(4, store.layered().effective().leaves().size());
    assertEquals(SettingValue.of("d"), store.layered().effective().get(label).orElseThrow());
    Run all = run("get", "settings", "os");
    assertEquals(
        store.layered().effective().toMap(),
        SettingsJson.readMap("output", all.output()).entries().get("settings"));
    assertEquals(3, backend.told.size(), backend.told::toString);
    fails("unknown-key", "set", "--json", "{\"motdd\":\"x\"}");
    fails("Lockdown", "set", "kernel.lockdown=loose");
    succeeds("raw", "-m", "PATCH", "-u", "/settings?tx=x", "-d", "{\"motd\":\"raw\"}");
    assertEquals("[\"x\"]", run("raw", "-u", "/tx/list").output().strip());
    fails("404", "raw", "-u", "/nothing");
  }

  @Test
  void updatesReportsAndDisksAreReached() throws Exception {
    UpdateStatus status = TestBackend.STATUS;
    backend.statusAfterRefresh =
        new UpdateStatus(
            UpdateStatus.State.AVAILABLE,
            status.availableUpdates(),
            status.chosenUpdate(),
            status.activePartition(),
            null,
            new UpdateStatus.CommandResult(
                UpdateStatus.Command.REFRESH,
                UpdateStatus.Outcome.SUCCESS,
                Instant.EPOCH,
                0,
                null));
    Run check = run("update", "check");
    assertEquals(0, check.status(), check::output);
    assertTrue(check.output().contains("\"Available\""), check::output);
    fails("409", "update", "cancel");
    assertEquals(
        "cis 2 bottlerocket json", run("report", "cis", "-l", "2", "-f", "json").output().strip());
    assertEquals("/dev/nvme1n1", run("ephemeral-storage", "list-disks").output().strip());
    succeeds("ephemeral-storage", "init", "--disks", "/dev/nvme1n1");
    succeeds("ephemeral-storage", "bind", "--dirs", "/var/lib/containerd");
    fails("unknown disk", "ephemeral-storage", "init", "--disks", "/dev/sda");
    succeeds("reboot");
    assertTrue(backend.told.contains("init null [/dev/nvme1n1]"), backend.told::toString);
    assertTrue(backend.told.contains("bind [/var/lib/containerd]"), backend.told::toString);
    assertTrue(backend.told.contains("reboot"), backend.told::toString);
  }

  @Test
  void programsRun() throws Exception {
    Run run = run("exec", "local", "sh", "-c", "echo \"$0\"; exit 3", "\u00e4");
    assertEquals(3, run.status(), run::output);
    assertEquals("\u00e4", run.output().strip());
    assertTrue(run("exec", "nobody", "true").status() != 0);
  }
}
