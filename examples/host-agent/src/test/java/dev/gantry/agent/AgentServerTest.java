// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.api.HostApiClient;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.api.HostModel;
import dev.gantry.settings.api.ReportInfo;
import dev.gantry.settings.api.UpdateStatus;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.ApiRoute;
import dev.gantry.settings.server.SettingsApi;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real server over a real socket, driven by the real client. */
final class AgentServerTest {
  private static final SettingKey MOTD = SettingKey.of("motd");
  private static final SettingKey LOCKDOWN = SettingKey.of("kernel", "lockdown");

  @TempDir Path dir;
  private final TestBackend backend = new TestBackend();
  private SettingsApi api;
  private AgentServer server;
  private HostApiClient client;

  @BeforeEach
  void start() throws IOException {
    SettingsTree defaults =
        SettingsTree.ofValues(
            Map.of(MOTD, SettingValue.of("Welcome"), LOCKDOWN, SettingValue.of("none")));
    SettingsStore store =
        SettingsStore.open(
            dir.resolve("store"),
            StoreOptions.builder(
                    Version.parse("1.2.3"),
                    InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))
                .defaults(
                    List.of(
                        SettingsLayer.of(
                            LayerKind.VENDOR_DEFAULT, "test", defaults, Origin.of("test"))))
                .build());
    api = new SettingsApi(store, BottlerocketModel.model(), Profile.STRICT, backend);
    server = serve();
    client = HostApiClient.overUnixSocket(socket()).build();
  }

  private Path socket() {
    return dir.resolve("api.sock");
  }

  private AgentServer serve() throws IOException {
    return AgentServer.start(api, ExecTargets.local(), socket(), OptionalInt.of(0));
  }

  @AfterEach
  void stop() {
    server.close();
    assertFalse(Files.exists(socket()));
  }

  private static SettingsTree motd(String text) {
    return SettingsTree.ofValues(Map.of(MOTD, SettingValue.of(text)));
  }

  @Test
  void settingsGoThroughATransaction() throws Exception {
    assertEquals(SettingValue.of("Welcome"), client.settings().get(MOTD).orElseThrow());
    client.set(motd("hi"), "t");
    client.setPairs(List.of("settings.kernel.lockdown=integrity", "kernel.sysctl.\"a.b\"=1"), "t");
    assertEquals(List.of("t"), client.transactions());
    assertEquals(3, client.pending("t").leaves().size());
    assertEquals(SettingValue.of("Welcome"), client.settings().get(MOTD).orElseThrow());
    assertEquals(
        List.of(LOCKDOWN, SettingKey.of("kernel", "sysctl", "a.b"), MOTD), client.commit("t"));
    assertEquals(List.of(), client.transactions());
    assertEquals(
        SettingsTree.ofValues(
            Map.of(LOCKDOWN, SettingValue.of("integrity"), MOTD, SettingValue.of("hi"))),
        client.settings(List.of(LOCKDOWN, MOTD, SettingKey.of("ntp"))));
    assertEquals(2, client.settingsWithPrefix("kern").leaves().size());
    client.set(motd("x"), "other");
    assertEquals(List.of(MOTD), client.forget("other"));
    assertTrue(client.pending("other").isEmpty());
    HostApiException nothing = assertThrows(HostApiException.class, () -> client.commit("t"));
    assertEquals(422, nothing.status());
  }

  @Test
  void changesAreAppliedAndFailuresAreTold() throws Exception {
    client.set(motd("hi"), "default");
    assertEquals(List.of(MOTD), client.commitAndApply("default"));
    client.applyAll();
    client.apply(List.of(MOTD));
    assertEquals(List.of("apply [motd]", "apply []", "apply [motd]"), backend.told);
    backend.failures = List.of("motd: disk full");
    client.set(motd("ho"), "default");
    HostApiException thrown =
        assertThrows(HostApiException.class, () -> client.commitAndApply("default"));
    assertEquals(500, thrown.status());
    assertTrue(thrown.answer().contains("disk full"), thrown.answer());
    assertEquals(SettingValue.of("ho"), client.settings().get(MOTD).orElseThrow());
  }

  @Test
  void wrongSettingsAreRefusedWithAllViolations() throws Exception {
    HttpResponse<String> answer =
        overTcp(
            "PATCH",
            "/settings?tx=t",
            "{\"kernel\":{\"lockdown\":\"loose\",\"lokdown\":1},\"motd\":2}",
            Map.of("Accept", "application/problem+json"));
    assertEquals(400, answer.statusCode());
    SettingValue.ListValue violations =
        assertInstanceOf(
            SettingValue.ListValue.class,
            SettingsJson.readMap("answer", answer.body()).entries().get("violations"));
    assertEquals(3, violations.items().size());
    HostApiException thrown =
        assertThrows(HostApiException.class, () -> client.setPairs(List.of("motd"), "t"));
    assertEquals(400, thrown.status());
    assertEquals(List.of(), client.transactions());
  }

  @Test
  void secretsAreNotInRefusals() throws Exception {
    HttpResponse<String> answer =
        overTcp(
            "PATCH",
            "/settings",
            "{\"kubernetes\":{\"bootstrap-token\":\"hunter2hunter2\"}}",
            Map.of());
    assertEquals(400, answer.statusCode());
    assertFalse(answer.body().contains("hunter2"), answer.body());
  }

  @Test
  void unsetShowsTheDefaultAgain() throws Exception {
    client.set(motd("hi"), "t");
    client.commit("t");
    client.extensions().unset(List.of(MOTD), "u");
    client.commit("u");
    assertEquals(SettingValue.of("Welcome"), client.settings().get(MOTD).orElseThrow());
    assertEquals(204, overTcp("PATCH", "/settings?tx=v", "{\"motd\":null}").statusCode());
    assertEquals(List.of("v"), client.transactions());
  }

  @Test
  void explainPlanValidateAndHistoryAnswer() throws Exception {
    client.set(motd("hi"), "t");
    client.commit("t");
    String explained = SettingsJson.write(client.extensions().explain(List.of(MOTD)));
    assertTrue(explained.contains("vendor default") && explained.contains("\"API\""), explained);
    client.set(motd("ho"), "p");
    assertEquals(
        SettingValue.map(
            Map.of(
                "before",
                client.settings().toMap(),
                "after",
                client.settings().with(MOTD, SettingValue.of("ho")).toMap())),
        client.extensions().plan("p"));
    client.extensions().validate(motd("x"));
    HttpResponse<String> wrong =
        overTcp("POST", "/settings/validate?format=toml", "[settings]\nmotd = 1\nmotdd = 2\n");
    assertEquals(422, wrong.statusCode());
    assertTrue(wrong.body().contains("\"line\":3"), wrong.body());
    client.commit("p");
    assertEquals(2, client.extensions().revisions().size());
    assertEquals(List.of(MOTD), client.extensions().revert(1));
    assertEquals(SettingValue.of("hi"), client.settings().get(MOTD).orElseThrow());
    HostApiException gone =
        assertThrows(HostApiException.class, () -> client.extensions().revert(99));
    assertEquals(409, gone.status());
  }

  @Test
  void theHostAnswersForItself() throws Exception {
    assertEquals(backend.os(), client.os());
    HostModel model = client.model();
    assertEquals(backend.os(), model.os());
    assertEquals(backend.services(), model.services());
    assertEquals(backend.configurationFiles(), model.configurationFiles());
    assertEquals(backend.services(), client.services());
    assertEquals(1, client.services("ntp").size());
    assertEquals(1, client.configurationFiles("motd").size());
    assertEquals(404, assertThrows(HostApiException.class, () -> client.services("x")).status());
    assertEquals(Map.of(MOTD, List.of("motd")), client.affectedServices(List.of(MOTD, LOCKDOWN)));
    assertEquals(Map.of(MOTD, SettingValue.of("{{x}}")), client.templates(List.of(MOTD)));
    assertEquals(1, client.settingGenerators().size());
    assertEquals(
        "{\"services\":{\"motd\":{\"configuration-files\":[\"motd\"],\"restart-commands\":[]}}}",
        overTcp("GET", "/?prefix=services.motd", "").body());
    assertEquals("{\"arch\":\"x86_64\"}", overTcp("GET", "/os?prefix=arch", "").body());
    assertEquals("{\"arch\":\"x86_64\"}", overTcp("GET", "/os?prefix=b&prefix=arch", "").body());
  }

  @Test
  void updatesReportsAndDisksAreReached() throws Exception {
    assertTrue(client.updates().status().isEmpty());
    backend.status = TestBackend.STATUS;
    assertEquals(TestBackend.STATUS, client.updates().status().orElseThrow());
    client.updates().run(UpdateStatus.Command.REFRESH);
    client.updates().run(UpdateStatus.Command.PREPARE);
    client.updates().run(UpdateStatus.Command.ACTIVATE);
    HostApiException thrown =
        assertThrows(
            HostApiException.class, () -> client.updates().run(UpdateStatus.Command.DEACTIVATE));
    assertEquals(409, thrown.status());
    client.operations().initializeEphemeralStorage("Xfs", List.of("/dev/nvme1n1"));
    client.operations().initializeEphemeralStorage(null, List.of());
    client.operations().bindEphemeralStorage(List.of("/var/lib/containerd"));
    client.operations().reboot();
    assertEquals(
        List.of(
            "refresh",
            "prepare",
            "activate",
            "deactivate",
            "init Xfs [/dev/nvme1n1]",
            "init null []",
            "bind [/var/lib/containerd]",
            "reboot"),
        backend.told);
    assertThrows(
        HostApiException.class, () -> client.operations().bindEphemeralStorage(List.of("/etc")));
    assertThrows(
        HostApiException.class,
        () -> client.operations().initializeEphemeralStorage("Vfat", List.of()));
    assertEquals(List.of("/dev/nvme1n1"), client.operations().ephemeralDisks());
    assertEquals(
        "/dev/nvme1n1\n", overTcp("GET", "/actions/ephemeral-storage/list-disks", "").body());
    assertEquals(List.of("/var/lib/containerd"), client.operations().ephemeralDirectories());
    assertEquals(
        List.of(new ReportInfo("cis", "CIS"), new ReportInfo("fips", "FIPS")),
        client.operations().reports());
    assertEquals(
        "cis 2 kubernetes json", client.operations().report("cis", 2, "kubernetes", "json"));
    assertEquals("fips null null text", client.operations().report("fips", 0, null, "text"));
  }

  @Test
  void programsRun() throws Exception {
    byte[] input = new byte[300_000];
    new Random(1).nextBytes(input);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int status =
        client.exec().run("local", List.of("cat"), null, new ByteArrayInputStream(input), output);
    assertEquals(0, status);
    assertEquals(input.length, output.size());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    status =
        client
            .exec()
            .run(
                "local",
                List.of("sh", "-c", "echo \"$0\"; exit 3", "ä"),
                null,
                InputStream.nullInputStream(),
                text);
    assertEquals(3, status);
    assertEquals("ä\n", text.toString(StandardCharsets.UTF_8));
    // Input is sent while the host hangs up: the reason it gave is what counts, each time.
    for (int i = 0; i < 20; i++) {
      assertThrows(
          HostApiException.class,
          () ->
              client
                  .exec()
                  .run("admin", List.of("x"), null, new ByteArrayInputStream(input), text));
    }
  }

  @Test
  void everyRouteRefusesWhatItDoesNotKnow() throws Exception {
    for (ApiRoute route : api.routes()) {
      int status = overTcp("PUT", route.path(), "").statusCode();
      assertEquals(405, status, route::toString);
    }
    assertEquals(404, overTcp("GET", "/nothing", "").statusCode());
    assertEquals(404, overTcp("GET", "/settings/../etc", "").statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | /settings | {",
        "PATCH | /settings | []",
        "PATCH | /settings/keypair | {\"request_payload\":[1]}",
        "PATCH | /settings/keypair | {}",
        "PATCH | /settings/keypair | {\"request_payload\":[\"a b=1\"]}",
        "GET | /settings?keys= |",
        "GET | /settings?keys=a..b |",
        "GET | /settings?prefix= |",
        "GET | /metadata/templates |",
        "GET | /os?prefix= |",
        "GET | /report/cis?format=xml |",
        "GET | /actions/ephemeral-storage/list-dirs?format=xml |",
        "POST | /actions/ephemeral-storage/init | nul",
        "POST | /actions/ephemeral-storage/init | {\"disks\":1}",
        "POST | /actions/ephemeral-storage/init | {\"disks\":[]}",
        "POST | /actions/ephemeral-storage/init | {\"disks\":[\"/dev/sda\"]}",
        "POST | /actions/ephemeral-storage/bind | {}",
        "POST | /revisions/revert?revision=x |",
        "POST | /settings/validate?format=yaml | a",
        "GET | /tx?tx= |"
      })
  void badRequestsAreSaidToBeSo(String method, String target, String body) throws Exception {
    assertEquals(400, overTcp(method, target, body == null ? "" : body).statusCode());
  }

  @Test
  void webPagesAndHugeBodiesAreKeptOut() throws Exception {
    assertEquals(
        403, overTcp("GET", "/settings", "", Map.of("Origin", "http://evil")).statusCode());
    assertEquals(413, overTcp("PATCH", "/settings", " ".repeat((2 << 20) + 1)).statusCode());
  }

  @Test
  void whatOthersCommittedIsNotOverwritten() throws Exception {
    client.set(motd("a"), "a");
    client.set(motd("b"), "b");
    client.commit("b");
    HostApiException thrown = assertThrows(HostApiException.class, () -> client.commit("a"));
    assertEquals(409, thrown.status());
    assertEquals(SettingValue.of("b"), client.settings().get(MOTD).orElseThrow());
  }

  @Test
  void pagesOfOtherNamesAndWebSocketsOfPagesAreKeptOut() throws Exception {
    int port = server.loopbackPort().getAsInt();
    assertEquals("403", firstLine(port, "GET /settings HTTP/1.1", "Host: evil.example:" + port));
    assertEquals("200", firstLine(port, "GET /settings HTTP/1.1", "Host: localhost:" + port));
    assertEquals(
        "403",
        firstLine(
            port,
            "GET /exec HTTP/1.1",
            "Host: localhost:" + port,
            "Origin: http://evil.example",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
  }

  /** The header that Bottlerocket's apiclient sends: the socket's path in hexadecimal. */
  @Test
  void theUnixSocketTakesAnyHost() throws Exception {
    String head = "GET /os HTTP/1.1\r\nHost: 2f72756e2f6170692e736f636b:0\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer start = ByteBuffer.allocate(12);
      while (start.hasRemaining() && channel.read(start) >= 0) {
        // until the status is there
      }
      assertEquals("HTTP/1.1 200", new String(start.array(), StandardCharsets.US_ASCII));
    }
    assertEquals(
        "400",
        firstLine(
            server.loopbackPort().getAsInt(), "GET /os HTTP/1.1", "Host: 2f72756e2f6170692e:0"));
  }

  private static String firstLine(int port, String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, 9, 3, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void whatIsNotUtf8IsRefused() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.loopbackPort().getAsInt() + "/settings");
    byte[] body = "{\"motd\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    assertEquals(
        400,
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode());
  }

  @Test
  void theSocketIsForItsGroupAndServedOnce() throws Exception {
    assertEquals(
        "rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
    assertThrows(IOException.class, this::serve);
    assertEquals(backend.os(), client.os());
  }

  private HttpResponse<String> overTcp(String method, String target, String body) throws Exception {
    return overTcp(method, target, body, Map.of());
  }

  private HttpResponse<String> overTcp(
      String method, String target, String body, Map<String, String> headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.loopbackPort().getAsInt() + target);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
