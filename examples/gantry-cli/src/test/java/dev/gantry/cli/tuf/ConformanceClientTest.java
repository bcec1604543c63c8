// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gantry.cli.ReleaseKeys;
import dev.gantry.core.Bytes;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the conformance suite's CLIENT-CLI.md, in process. */
class ConformanceClientTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Path repository;

  @BeforeEach
  void serve() throws IOException {
    repository = directory.resolve("repo");
    Files.createDirectories(repository);
    ReleaseKeys keys = ReleaseKeys.create(directory.resolve("keys"), KeyAlgorithm.ED25519);
    RepositoryEditor editor =
        RepositoryEditor.create(repository, keys.policy(), EditorOptions.defaults(), keys.all());
    editor.addTarget(TargetPath.of("dir/a b.txt"), Bytes.of(new byte[] {1, 2, 3}));
    editor.publish(NOW);
    Files.write(directory.resolve("first.json"), editor.rootFile().toByteArray());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestURI().getRawPath());
          Path file = repository.resolve(exchange.getRequestURI().getPath().substring(1));
          boolean there = Files.isRegularFile(file);
          byte[] body = there ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(there ? 200 : 404, there ? body.length : -1);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... words) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    String[] all =
        Stream.concat(
                Stream.of(
                    "--metadata-url",
                    url + "metadata/",
                    "--metadata-dir",
                    directory.resolve("client").toString()),
                Arrays.stream(words).map(word -> word.replace("URL/", url)))
            .toArray(String[]::new);
    return ConformanceClient.run(() -> NOW, new PrintStream(new ByteArrayOutputStream()), all);
  }

  private int init() {
    return run("init", directory.resolve("first.json").toString());
  }

  private int download(String... names) {
    return run(
        Stream.concat(
                Arrays.stream(names).flatMap(name -> Stream.of("--target-name", name)),
                Stream.of(
                    "--target-dir",
                    directory.resolve("out").toString(),
                    "--target-base-url",
                    "URL/targets/",
                    "download"))
            .toArray(String[]::new));
  }

  @Test
  void initAsksNobodyAndKeepsTheRoot() throws IOException {
    assertEquals(0, init());
    assertEquals(List.of(), requests);
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("first.json")),
        Files.readAllBytes(directory.resolve("client/root.json")));
  }

  @Test
  void firstRefreshMakesExactlyTheseRequests() throws IOException {
    init();
    assertEquals(0, run("refresh"));
    assertEquals(
        List.of(
            "/metadata/2.root.json",
            "/metadata/timestamp.json",
            "/metadata/1.snapshot.json",
            "/metadata/1.targets.json"),
        requests);
    try (Stream<Path> kept = Files.list(directory.resolve("client"))) {
      assertEquals(
          List.of("root.json", "snapshot.json", "targets.json", "timestamp.json"),
          kept.map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .sorted()
              .toList());
    }
  }

  @Test
  void secondDownloadFetchesNoTarget() throws IOException {
    init();
    assertEquals(0, download("dir/a b.txt"));
    try (Stream<Path> files = Files.list(directory.resolve("out"))) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(all.get(0)));
    }
    requests.clear();
    assertEquals(0, download("dir/a b.txt"));
    assertTrue(
        requests.stream().noneMatch(path -> path.startsWith("/targets/")), requests::toString);
  }

  @Test
  void downloadStopsAtTheFirstFailure() {
    init();
    assertEquals(1, download("absent", "dir/a b.txt"));
    assertFalse(requests.stream().anyMatch(path -> path.startsWith("/targets/")));
  }

  @Test
  void rootThatIsNoneFailsWithoutRequests() throws IOException {
    Files.write(
        directory.resolve("first.json"), "{\"signed\":{}}".getBytes(StandardCharsets.UTF_8));
    init();
    assertEquals(1, run("refresh"));
    assertEquals(List.of(), requests);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "refresh",
        "init",
        "init a b",
        "update",
        "--no-such x refresh",
        "--target-name"
      })
  void anyWrongCommandLineIsOne(String line) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    String[] words = line.isEmpty() ? new String[0] : line.split(" ");
    assertEquals(1, ConformanceClient.run(() -> NOW, nowhere, words));
  }
}
