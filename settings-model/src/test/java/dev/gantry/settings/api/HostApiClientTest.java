// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostApiClientTest {
  private static final SettingKey MOTD = SettingKey.of("motd");

  private final MockWebServer server = new MockWebServer();
  private HostApiClient client;

  @BeforeEach
  void start() throws IOException {
    server.start();
    client = HostApiClient.overHttp(server.url("/").uri()).build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private String asked() throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    return (request.getMethod() + " " + request.getTarget() + " " + body).strip();
  }

  @Test
  void settingsAreReadAndSet() throws Exception {
    answer(200, "{\"motd\":\"hi\",\"kernel\":{\"lockdown\":\"none\"},\"ntp\":null}");
    assertEquals(2, client.settings().leaves().size());
    assertEquals("GET /settings", asked());
    answer(200, "{}");
    client.settings(List.of(MOTD, SettingKey.of("kubernetes", "node-labels", "a.b")));
    assertEquals(
        "GET /settings?keys=settings.kubernetes.node-labels.%22a.b%22%2Csettings.motd",
        asked().replace(",", "%2C"));
    answer(200, "{}");
    client.settingsWithPrefix("ker");
    assertEquals("GET /settings?prefix=ker", asked());
    answer(204, "");
    client.set(SettingsTree.ofValues(Map.of(MOTD, SettingValue.of("a b"))), "tx 1");
    assertEquals("PATCH /settings?tx=tx%201 {\"motd\":\"a b\"}", asked());
    answer(204, "");
    client.setPairs(List.of("motd=hi"), "t");
    assertEquals("PATCH /settings/keypair?tx=t {\"request_payload\":[\"motd=hi\"]}", asked());
  }

  @Test
  void transactionsAreListedCommittedAndForgotten() throws Exception {
    answer(200, "[\"default\",\"x\"]");
    assertEquals(List.of("default", "x"), client.transactions());
    assertEquals("GET /tx/list", asked());
    answer(200, "{\"motd\":\"hi\"}");
    assertEquals(1, client.pending("x").leaves().size());
    assertEquals("GET /tx?tx=x", asked());
    answer(200, "[\"settings.motd\",\"settings.a.\\\"b.c\\\"\"]");
    assertEquals(List.of(MOTD, SettingKey.of("a", "b.c")), client.commit("x"));
    assertEquals("POST /tx/commit?tx=x", asked());
    answer(200, "[]");
    client.commitAndApply("x");
    assertEquals("POST /tx/commit_and_apply?tx=x", asked());
    answer(200, "[]");
    client.forget("x");
    assertEquals("DELETE /tx?tx=x", asked());
    answer(204, "");
    client.applyAll();
    assertEquals("POST /tx/apply", asked());
    answer(204, "");
    client.apply(List.of(MOTD));
    assertEquals("POST /tx/apply?keys=settings.motd", asked());
  }

  @Test
  void theHostDescribesItself() throws Exception {
    String os =
        "{\"pretty_name\":\"P\",\"variant_id\":\"aws-k8s\",\"version_id\":\"1.2.3\","
            + "\"build_id\":\"b\",\"arch\":\"x86_64\"}";
    answer(200, os);
    assertEquals(new OsInfo("P", "aws-k8s", "1.2.3", "b", "x86_64"), client.os());
    asked();
    String services = "{\"motd\":{\"configuration-files\":[\"motd\"],\"restart-commands\":[]}}";
    String files = "{\"motd\":{\"path\":\"/etc/motd\",\"template-path\":\"/t\",\"mode\":null}}";
    answer(
        200,
        "{\"settings\":{\"motd\":\"hi\"},\"services\":"
            + services
            + ",\"configuration-files\":"
            + files
            + ",\"os\":"
            + os
            + "}");
    HostModel model = client.model();
    assertEquals("GET /", asked());
    assertEquals(Map.of("motd", new ServiceInfo(List.of("motd"), List.of())), model.services());
    assertEquals(
        Map.of("motd", new ConfigurationFileInfo("/etc/motd", "/t", null)),
        model.configurationFiles());
    answer(200, services);
    client.services("motd", "ntp");
    assertEquals("GET /services?names=motd,ntp", asked().replace("%2C", ","));
    answer(200, files);
    client.configurationFiles();
    assertEquals("GET /configuration-files", asked());
    answer(200, "{\"settings.motd\":[\"motd\"]}");
    assertEquals(Map.of(MOTD, List.of("motd")), client.affectedServices(List.of(MOTD)));
    assertEquals("GET /metadata/affected-services?keys=settings.motd", asked());
    answer(200, "{\"settings.motd\":\"{{x}}\"}");
    assertEquals(Map.of(MOTD, SettingValue.of("{{x}}")), client.templates(List.of(MOTD)));
    assertEquals("GET /metadata/templates?keys=settings.motd", asked());
    answer(200, "{\"settings.updates.seed\":\"bork seed\"}");
    assertEquals(
        Map.of(SettingKey.of("updates", "seed"), SettingValue.of("bork seed")),
        client.settingGenerators());
    assertEquals("GET /metadata/setting-generators", asked());
  }

  @Test
  void updatesAreDrivenAndTheirStatusIsRead() throws Exception {
    for (UpdateStatus.Command command : UpdateStatus.Command.values()) {
      answer(204, "");
      client.updates().run(command);
    }
    assertEquals("POST /actions/refresh-updates", asked());
    assertEquals("POST /actions/prepare-update", asked());
    assertEquals("POST /actions/activate-update", asked());
    assertEquals("POST /actions/deactivate-update", asked());
    String image = "{\"arch\":\"x86_64\",\"version\":\"1.2.3\",\"variant\":\"v\"}";
    answer(
        200,
        "{\"update_state\":\"Staged\",\"available_updates\":[\"1.2.4\",\"1.2.3\"],"
            + "\"chosen_update\":"
            + image
            + ",\"active_partition\":{\"image\":"
            + image
            + ",\"next_to_boot\":true},\"staging_partition\":null,\"most_recent_command\":"
            + "{\"cmd_type\":\"prepare\",\"cmd_status\":\"Success\","
            + "\"timestamp\":\"2020-07-08T21:32:35.802253160Z\",\"exit_status\":0,"
            + "\"stderr\":null}}");
    UpdateStatus status = client.updates().status().orElseThrow();
    assertEquals("GET /updates/status", asked());
    UpdateStatus.Image expected = new UpdateStatus.Image("x86_64", Version.parse("1.2.3"), "v");
    assertEquals(
        new UpdateStatus(
            UpdateStatus.State.STAGED,
            List.of(Version.parse("1.2.4"), Version.parse("1.2.3")),
            expected,
            new UpdateStatus.StagedImage(expected, true),
            null,
            new UpdateStatus.CommandResult(
                UpdateStatus.Command.PREPARE,
                UpdateStatus.Outcome.SUCCESS,
                Instant.parse("2020-07-08T21:32:35.802253160Z"),
                0,
                null)),
        status);
    answer(404, "Update status is uninitialized");
    assertTrue(client.updates().status().isEmpty());
  }

  @Test
  void reportsAndDisksAreAskedFor() throws Exception {
    answer(200, "[{\"name\":\"cis\",\"description\":\"CIS\"}]");
    assertEquals(List.of(new ReportInfo("cis", "CIS")), client.operations().reports());
    asked();
    answer(200, "{}");
    client.operations().report("cis", 2, "kubernetes", "json");
    assertEquals("GET /report/cis?format=json&level=2&type=kubernetes", asked());
    answer(200, "text");
    assertEquals("text", client.operations().report("fips", 0, null, "text"));
    assertEquals("GET /report/fips?format=text", asked());
    answer(204, "");
    client.operations().initializeEphemeralStorage("Xfs", List.of("/dev/a"));
    assertEquals(
        "POST /actions/ephemeral-storage/init {\"disks\":[\"/dev/a\"],\"filesystem\":\"Xfs\"}",
        asked());
    answer(204, "");
    client.operations().bindEphemeralStorage(List.of("/var/lib/containerd"));
    assertEquals(
        "POST /actions/ephemeral-storage/bind {\"targets\":[\"/var/lib/containerd\"]}", asked());
    answer(200, "[\"/dev/a\"]");
    assertEquals(List.of("/dev/a"), client.operations().ephemeralDisks());
    assertEquals("GET /actions/ephemeral-storage/list-disks?format=json", asked());
    answer(200, "[]");
    assertTrue(client.operations().ephemeralDirectories().isEmpty());
    assertEquals("GET /actions/ephemeral-storage/list-dirs?format=json", asked());
    answer(204, "");
    client.operations().reboot();
    assertEquals("POST /actions/reboot", asked());
    assertThrows(
        IllegalArgumentException.class, () -> client.operations().report("../x", 0, null, "text"));
  }

  @ParameterizedTest
  @CsvSource({
    "400,HOST_API_BAD_REQUEST", "404,HOST_API_NOT_FOUND", "409,HOST_API_CONFLICT",
    "422,HOST_API_UNPROCESSABLE", "423,HOST_API_LOCKED", "500,HOST_API_SERVER_ERROR",
    "301,HOST_API_STATUS", "418,HOST_API_STATUS"
  })
  void refusalsAreTyped(int status, String code) {
    answer(status, "no\n\u0007");
    HostApiException thrown = assertThrows(HostApiException.class, () -> client.commit("default"));
    assertEquals(code, thrown.code());
    assertEquals(status, thrown.status());
    assertEquals("POST /tx/commit", thrown.request());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "nul",
        "{\"pretty_name\":1}",
        "{\"pretty_name\":\"P\"}",
        "{\"pretty_name\":null}"
      })
  void malformedAnswersAreTyped(String body) {
    answer(200, body);
    assertThrows(MalformedDataException.class, () -> client.os());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"update_state\":\"Bored\",\"available_updates\":[]}",
        "{\"update_state\":\"Idle\",\"available_updates\":[\"x\"]}",
        "{\"update_state\":\"Idle\",\"available_updates\":[],\"active_partition\":{}}",
        "{\"update_state\":\"Idle\",\"available_updates\":{}}",
        "{\"update_state\":\"Idle\",\"available_updates\":[],\"most_recent_command\":"
            + "{\"cmd_type\":\"prepare\",\"cmd_status\":\"Success\",\"timestamp\":\"now\"}}",
        "{\"update_state\":\"Idle\",\"available_updates\":[],\"most_recent_command\":"
            + "{\"cmd_type\":\"prepare\",\"cmd_status\":\"Success\","
            + "\"timestamp\":\"2020-07-08T21:32:35Z\",\"exit_status\":99999999999}}"
      })
  void malformedStatusIsTyped(String body) {
    answer(200, body);
    assertThrows(MalformedDataException.class, () -> client.updates().status());
  }

  @Test
  void largeAnswersAreRefused() {
    HostApiClient small =
        HostApiClient.overHttp(server.url("/").uri())
            .maxAnswerBytes(10)
            .timeout(Duration.ofSeconds(30))
            .build();
    answer(200, "\"0123456789\"");
    assertThrows(LimitExceededException.class, small::settings);
  }
}
