// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.HostApiClient;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.api.HostExec;
import dev.gantry.settings.api.HostModel;
import dev.gantry.settings.api.ServiceInfo;
import dev.gantry.settings.api.UpdateStatus;
import dev.gantry.settings.datastore.BottlerocketDatastore;
import dev.gantry.settings.datastore.DatastoreContents;
import dev.gantry.settings.datastore.DatastoreExchange;
import dev.gantry.settings.datastore.UpstreamTree;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoreFiles;
import dev.gantry.settings.store.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our client and our data stores with Bottlerocket's own apiserver, if {@code GANTRY_APISERVER}
 * names it: core kit 3.1.1 with the settings plugin aws-k8s-nvidia. What needs the programs and
 * files of a host is tested only where {@code GET /os} is answered.
 */
class UpstreamApiserverTest {
  private static final Version VERSION = Version.of(1, 26, 1);
  private static final SettingKey MOTD = SettingKey.of("motd");
  private static final SettingKey FORWARD =
      SettingKey.of("kernel", "sysctl", "net.ipv4.ip_forward");

  @TempDir Path temporary;
  private Path base;
  private DatastoreContents launch;
  private RunningApiserver apiserver;
  private HostApiClient client;

  /** It reads a tree that we wrote, not the one that storewolf did. */
  @BeforeEach
  void start() throws Exception {
    RunningApiserver.program();
    Path theirs = temporary.resolve("theirs");
    UpstreamTree.unpack(UpstreamTree.LAUNCH, theirs);
    launch = BottlerocketDatastore.at(theirs).read();
    base = temporary.resolve("ours");
    BottlerocketDatastore.at(base).install(VERSION, launch, new Random(1));
    apiserver = RunningApiserver.start(base, temporary);
    client = HostApiClient.overUnixSocket(apiserver.socket()).build();
  }

  @AfterEach
  void stop() {
    if (apiserver != null) {
      apiserver.close();
    }
  }

  private boolean isOnHost() throws IOException {
    try {
      client.os();
      return true;
    } catch (HostApiException e) {
      return false;
    }
  }

  private static SettingsTree motd(String text) {
    return SettingsTree.ofValues(Map.of(MOTD, SettingValue.of(text)));
  }

  @Test
  void theRecordingIsWhatItAnswers() throws Exception {
    boolean onHost = isOnHost();
    Set<String> hosts =
        Set.of("", "os", "tx/apply", "tx/commit_and_apply", "report", "updates", "actions");
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (RecordedExchange exchange : RecordedExchange.all()) {
      boolean ofHost =
          hosts.stream()
              .anyMatch(
                  name -> exchange.path().matches("/" + name + (name.isEmpty() ? "" : "(/.*)?")));
      if (exchange.bodyBytes() > 2 << 20 || (ofHost && !onHost)) {
        continue;
      }
      ApiResponse now = apiserver.send(exchange);
      compared++;
      if (now.status() != exchange.answer().status()
          || (now.status() == 200 && !exchange.means(now))) {
        different.add(exchange + " now: " + now.status() + " " + now.body());
      }
    }
    System.out.println(compared + " recorded answers compared with the running apiserver");
    assertEquals(List.of(), different);
    if (onHost) {
      Path used = temporary.resolve("used");
      UpstreamTree.unpack(UpstreamTree.USED, used);
      assertEquals(BottlerocketDatastore.at(used).read(), BottlerocketDatastore.at(base).read());
    }
  }

  @Test
  void settingsThatWeExportAreAnsweredAlike() throws Exception {
    SettingsStore store =
        SettingsStore.open(
            StoreFiles.memory(),
            StoreOptions.builder(VERSION, InstantSource.fixed(Instant.EPOCH)).build());
    StoreContents imported = DatastoreExchange.of("datastore").toStore(launch, VERSION);
    store.rewrite(RevisionInfo.Action.IMPORT, "import", now -> imported);
    store.commit("bottlerocket-launch");
    SettingsTree odd =
        SettingsTree.empty()
            .with(MOTD, SettingValue.of("a\n\t\u0001\u007f \"b\" \\ / \u00e4 \ud83d\ude80 \u2028"))
            .with(FORWARD, SettingValue.of(""))
            .with(SettingKey.of("kernel", "sysctl", "a.b/c-d_e"), SettingValue.of("x"))
            .with(SettingKey.of("updates", "seed"), SettingValue.of(4294967295L))
            .with(SettingKey.of("kubernetes", "registry-qps"), SettingValue.of(-1))
            .with(SettingKey.of("ntp", "options"), SettingValue.strings());
    store.edit("t", SettingsEdit.ofApi().set(odd, key -> Origin.of("test")));
    store.commit("t");
    SettingsTree effective = store.layered().effective();
    DatastoreContents exported = DatastoreExchange.toDatastore(effective, launch);
    apiserver.close();
    Path other = temporary.resolve("other");
    BottlerocketDatastore.at(other).install(VERSION, exported, new Random(2));
    Path scratch = temporary.resolve("scratch");
    assertTrue(scratch.toFile().mkdir());
    try (RunningApiserver second = RunningApiserver.start(other, scratch)) {
      HostApiClient reader = HostApiClient.overUnixSocket(second.socket()).build();
      assertEquals(effective, reader.settings());
      assertEquals(odd, reader.settings(odd.leaves().keySet()));
      assertEquals(List.of("bottlerocket-launch"), reader.transactions());
    }
  }

  @Test
  void settingsGoThroughTransactions() throws Exception {
    assertEquals(404, assertThrows(HostApiException.class, () -> client.settings()).status());
    assertEquals(List.of("bottlerocket-launch"), client.transactions());
    SettingsTree pending = client.pending("bottlerocket-launch");
    List<SettingKey> keys = client.commit("bottlerocket-launch");
    assertEquals(pending.leaves().keySet(), new HashSet<>(keys));
    assertEquals(pending, client.settings());
    assertEquals(Map.of(FORWARD, SettingValue.of("1")), client.settings(List.of(FORWARD)).leaves());
    assertEquals(2, client.settingsWithPrefix("kernel.sysctl").leaves().size());

    client.set(motd("hi"), "my tx/1");
    client.setPairs(List.of("kernel.sysctl.\"a.b\"=x", "settings.kernel.lockdown=none"), "my tx/1");
    assertEquals(List.of("my tx/1"), client.transactions());
    assertEquals(3, client.pending("my tx/1").leaves().size());
    SettingKey added = SettingKey.of("kernel", "sysctl", "a.b");
    assertEquals(
        Set.of(MOTD, added, SettingKey.of("kernel", "lockdown")),
        new HashSet<>(client.commit("my tx/1")));
    assertEquals(SettingValue.of("x"), client.settings().get(added).orElseThrow());
    client.set(motd("ho"), "other");
    assertEquals(List.of(MOTD), client.forget("other"));
    assertTrue(client.pending("other").isEmpty());
    assertEquals(SettingValue.of("hi"), client.settings().get(MOTD).orElseThrow());
    HostApiException nothing = assertThrows(HostApiException.class, () -> client.commit("other"));
    assertEquals(422, nothing.status());
    assertFalse(nothing.answer().isEmpty());
    HostApiException wrong =
        assertThrows(
            HostApiException.class,
            () ->
                client.set(
                    SettingsTree.empty().with(MOTD, SettingValue.of(1)),
                    HostApiClient.DEFAULT_TRANSACTION));
    assertEquals(400, wrong.status());
    // It reads one file for each key, and a map is a directory.
    assertEquals(
        500,
        assertThrows(
                HostApiException.class, () -> client.settings(List.of(SettingKey.of("kernel"))))
            .status());
  }

  @Test
  void metadataServicesAndFilesAreRead() throws Exception {
    assertEquals(
        Map.of(MOTD, List.of("motd"), FORWARD, List.of("kernel")),
        client.affectedServices(List.of(MOTD, FORWARD, SettingKey.of("dns"))));
    SettingKey dns = SettingKey.of("kubernetes", "cluster-dns-ip");
    assertEquals(
        Map.of(dns, SettingValue.of("{{ default \"10.0.0.1\" settings.x }}")),
        client.templates(List.of(dns, MOTD)));
    assertEquals(4, client.settingGenerators().size());
    assertEquals(
        SettingValue.of("bork seed"),
        client.settingGenerators().get(SettingKey.of("updates", "seed")));
    assertEquals(
        Map.of("motd", new ServiceInfo(List.of("motd"), List.of())), client.services("motd"));
    assertEquals(5, client.services().size());
    assertEquals(
        Map.of(
            "updog-toml",
            new ConfigurationFileInfo(
                "/etc/updog.toml", "/usr/share/templates/updog-toml", "0600")),
        client.configurationFiles("updog-toml"));
    assertEquals(404, assertThrows(HostApiException.class, () -> client.services("x")).status());
    assertEquals(
        List.of("cis"), client.operations().reports().stream().map(r -> r.name()).toList());
    assertEquals(List.of(), client.operations().ephemeralDisks());
    client.operations().initializeEphemeralStorage("Xfs", List.of());
    client.operations().bindEphemeralStorage(List.of("/var/lib/containerd"));
  }

  @Test
  void whatNeedsAHostWorksOnOne() throws Exception {
    assumeTrue(isOnHost(), "the apiserver answers no GET /os");
    client.commit("bottlerocket-launch");
    HostModel model = client.model();
    assertEquals("aws-k8s-1.31-nvidia", Objects.requireNonNull(model.os()).variantId());
    assertEquals(client.settings(), model.settings());
    assertEquals(client.services(), model.services());
    assertEquals(client.configurationFiles(), model.configurationFiles());
    client.set(motd("hi"), "default");
    assertEquals(List.of(MOTD), client.commitAndApply("default"));
    client.applyAll();
    client.apply(List.of(MOTD, FORWARD));
    assertEquals(
        "bloodhound -l 2 -f json -c /usr/libexec/cis-checks/kubernetes\n",
        client.operations().report("cis", 2, "kubernetes", "json"));
    assertEquals(4, client.operations().ephemeralDirectories().size());
    client.operations().reboot();
  }

  @Test
  void updatesAreAskedForOnAHost() throws Exception {
    assumeTrue(isOnHost(), "the apiserver answers no GET /os");
    assertTrue(client.updates().status().isEmpty());
    client.updates().run(UpdateStatus.Command.REFRESH);
    assertEquals(TreeBackend.STATUS, client.updates().status().orElseThrow());
    assertEquals(404, refused(UpdateStatus.Command.PREPARE));
    assertEquals(423, refused(UpdateStatus.Command.ACTIVATE));
    assertEquals(404, refused(UpdateStatus.Command.DEACTIVATE));
  }

  private int refused(UpdateStatus.Command command) {
    return assertThrows(HostApiException.class, () -> client.updates().run(command)).status();
  }

  @Test
  void programsRunOnAHost() throws Exception {
    assumeTrue(isOnHost(), "the apiserver answers no GET /os");
    byte[] input = new byte[3_000_000];
    new Random(1).nextBytes(input);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    HostExec exec = client.exec();
    int status = exec.run("admin", List.of("cat"), null, new ByteArrayInputStream(input), output);
    assertEquals(0, status);
    assertArrayEquals(input, output.toByteArray());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<String> command = List.of("sh", "-c", "echo \"$0\"; stty size; exit 7", "\u00e4");
    status =
        exec.run(
            "admin",
            command,
            new HostExec.TerminalSize(31, 97),
            InputStream.nullInputStream(),
            text);
    assertEquals(7, status);
    assertEquals("\u00e4\r\n31 97\r\n", text.toString(StandardCharsets.UTF_8));
    text.reset();
    assertEquals(1, exec.run("nobody", List.of("true"), null, InputStream.nullInputStream(), text));
    assertEquals("no container nobody\n", text.toString(StandardCharsets.UTF_8));
  }
}
