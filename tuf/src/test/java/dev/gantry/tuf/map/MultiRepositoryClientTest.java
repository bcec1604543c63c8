// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiRepositoryClientTest {
  private static final TargetPath TARGET = TargetPath.of("t/file");

  @TempDir Path directory;

  private final Map<String, RepositorySimulator> repositories = new LinkedHashMap<>();
  private final Set<String> deadHosts = new TreeSet<>();
  private int closed;

  private RepositorySimulator repository(String name) {
    RepositorySimulator repository = new RepositorySimulator();
    repositories.put(name, repository);
    return repository;
  }

  private RepositorySimulator existing(String name) {
    return Objects.requireNonNull(repositories.get(name));
  }

  private void publish(String name, String content) {
    RepositorySimulator repository = repository(name);
    if (!content.isEmpty()) {
      repository.addTarget(TARGET.value(), content);
    }
    repository.release();
  }

  private final class HostFetcher implements Fetcher, Closeable {
    private final URI url;

    HostFetcher(URI url) {
      this.url = url;
    }

    @Override
    public FetchResponse open(FetchRequest request) throws IOException {
      if (deadHosts.contains(url.getHost())) {
        throw new IOException("dead");
      }
      RepositorySimulator repository = existing(Path.of(url.getPath()).getName(0).toString());
      return (url.getPath().endsWith("/metadata/") ? repository.metadata : repository.files)
          .open(request);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private MultiRepositoryClient client(Mapping... mappings) throws IOException {
    Map<String, List<URI>> urls = new LinkedHashMap<>();
    for (String name : repositories.keySet()) {
      urls.put(
          name,
          List.of(
              URI.create("https://one.example/" + name),
              URI.create("https://two.example/" + name + "/")));
    }
    MultiRepositoryClient.Builder builder =
        MultiRepositoryClient.builder(
                MapFile.of(urls, List.of(mappings)), directory.resolve("store"))
            .transport(HostFetcher::new)
            .clients(client -> client.clock(() -> RepositorySimulator.NOW));
    for (Map.Entry<String, RepositorySimulator> each : repositories.entrySet()) {
      builder.root(each.getKey(), each.getValue().rootBytes(1));
    }
    return builder.build();
  }

  private static Mapping mapping(int threshold, boolean terminating, String... names) {
    return new Mapping(List.of("t/*"), List.of(names), threshold, terminating);
  }

  @Test
  void twoOfThreeThatAgreeDecide() throws Exception {
    publish("a", "bad");
    publish("b", "good");
    publish("c", "good");
    try (MultiRepositoryClient client = client(mapping(2, true, "a", "b", "c"))) {
      MapAnswer answer = client.find(TARGET);

      assertTrue(answer.isAgreed());
      assertEquals(List.of("b", "c"), List.copyOf(answer.targets().keySet()));
      assertEquals(RepositorySimulator.utf8("good"), client.read(answer, 100));
      Path file = directory.resolve("file");
      client.download(answer, file, DownloadOptions.defaults());
      assertEquals("good", Files.readString(file));
    }
    assertEquals(12, closed);
  }

  @Test
  void customMayDiffer() throws Exception {
    publish("a", "same");
    publish("b", "same");
    existing("b")
        .targets
        .withObject("/targets")
        .withObject("/t~1file")
        .putObject("custom")
        .put("x", 1);
    existing("b").release();
    try (MultiRepositoryClient client = client(mapping(2, true, "a", "b"))) {
      Map<String, Target> targets = client.find(TARGET).targets();
      assertTrue(Objects.requireNonNull(targets.get("a")).customJson().isEmpty());
      assertTrue(Objects.requireNonNull(targets.get("b")).customJson().isPresent());
    }
  }

  @Test
  void twoGroupsThatAreLargeEnoughAreAConflictAndEndTheSearch() throws Exception {
    publish("a", "one");
    publish("b", "two");
    try (MultiRepositoryClient client =
        client(mapping(1, false, "a", "b"), mapping(1, false, "a"))) {
      MapAnswer answer = client.find(TARGET);

      assertEquals(1, answer.reports().size());
      assertEquals(MappingReport.Outcome.CONFLICT, answer.reports().get(0).outcome());
      NoAgreementException e = assertThrows(NoAgreementException.class, answer::require);
      assertTrue(e.conflict());
      assertEquals(TARGET, e.path());
      assertThrows(NoAgreementException.class, () -> client.read(answer, 100));
    }
  }

  @Test
  void aMappingThatTerminatesEndsTheSearchAnotherDoesNot() throws Exception {
    publish("a", "");
    publish("b", "good");
    try (MultiRepositoryClient client =
        client(mapping(1, false, "a"), mapping(2, false, "a", "b"), mapping(1, true, "b"))) {
      MapAnswer answer = client.find(TARGET);
      assertEquals(3, answer.reports().size());
      assertEquals(
          RepositoryAnswer.Outcome.NOT_FOUND, answer.reports().get(0).answers().get(0).outcome());
      assertTrue(answer.isAgreed());
    }
    try (MultiRepositoryClient client = client(mapping(1, true, "a"), mapping(1, true, "b"))) {
      MapAnswer answer = client.find(TARGET);
      assertEquals(1, answer.reports().size());
      assertFalse(answer.isAgreed());
      assertFalse(assertThrows(NoAgreementException.class, answer::require).conflict());
    }
  }

  @Test
  void aTargetThatNoMappingMatchesIsNobodys() throws Exception {
    publish("a", "good");
    try (MultiRepositoryClient client = client(mapping(1, true, "a"))) {
      MapAnswer answer = client.find(TargetPath.of("u/file"));

      assertTrue(answer.reports().isEmpty());
      assertThrows(NoAgreementException.class, answer::require);
      assertEquals(List.of(), existing("a").metadata.requests());
    }
  }

  @Test
  void repositoriesThatFailOnlyMatterWhereTheyAreNeeded() throws Exception {
    publish("a", "good");
    publish("b", "good");
    publish("c", "good");
    RepositorySimulator evil = existing("c");
    RepositorySimulator.bump(evil.timestamp);
    evil.put("timestamp.json", RepositorySimulator.sign(evil.timestamp, List.of()));
    try (MultiRepositoryClient client =
        client(mapping(3, false, "a", "b", "c"), mapping(2, false, "c", "a", "b"))) {
      Map<String, IOException> failures = client.refresh();
      MapAnswer answer = client.find(TARGET);

      assertEquals(Set.of("c"), failures.keySet());
      assertInstanceOf(SignatureThresholdException.class, failures.get("c"));
      assertEquals(
          RepositoryAnswer.Outcome.REFUSED, answer.reports().get(0).answers().get(2).outcome());
      assertEquals(List.of("a", "b"), List.copyOf(answer.targets().keySet()));
      assertTrue(answer.toString().contains("c: REFUSED"));
    }
  }

  @Test
  void theExplanationOfARefusalCarriesTheFailures() throws Exception {
    publish("a", "good");
    publish("b", "good");
    deadHosts.addAll(List.of("one.example", "two.example"));
    try (MultiRepositoryClient client = client(mapping(2, true, "a", "b"))) {
      MapAnswer answer = client.find(TARGET);
      NoAgreementException e = assertThrows(NoAgreementException.class, answer::require);

      assertEquals(
          RepositoryAnswer.Outcome.UNREACHABLE, answer.reports().get(0).answers().get(1).outcome());
      assertEquals(2, e.getSuppressed().length);
      assertTrue(e.explanation().contains("b: UNREACHABLE"));
      deadHosts.clear();
      assertFalse(client.find(TARGET).isAgreed());
      assertTrue(client.refresh().isEmpty());
      assertTrue(client.find(TARGET).isAgreed());
    }
  }

  @Test
  void aMirrorThatIsDeadIsReplaced() throws Exception {
    publish("a", "good");
    deadHosts.add("one.example");
    try (MultiRepositoryClient client = client(mapping(1, true, "a"))) {
      assertEquals(
          RepositorySimulator.utf8("good"), client.read(client.find(TARGET).require(), 100));
    }
  }

  @Test
  void aTargetIsDownloadedFromWhoeverServesIt() throws Exception {
    publish("a", "good");
    publish("b", "good");
    RepositorySimulator liar = existing("a");
    String sha256 = RepositorySimulator.sha256(RepositorySimulator.utf8("good"));
    liar.files.put(liar.servedPath(TARGET.value(), sha256), RepositorySimulator.utf8("evil"));
    try (MultiRepositoryClient client = client(mapping(2, true, "a", "b"))) {
      MapAnswer answer = client.find(TARGET);
      assertEquals(RepositorySimulator.utf8("good"), client.read(answer, 100));
      RepositorySimulator other = existing("b");
      other.files.put(other.servedPath(TARGET.value(), sha256), RepositorySimulator.utf8("evil"));
      IOException e = assertThrows(IOException.class, () -> client.read(answer, 100));
      // That of the other repository, beside those of mirrors.
      assertTrue(e.getSuppressed().length >= 1);
    }
  }

  @Test
  void eachRepositoryHasItsOwnRootAndDirectory() throws Exception {
    publish("a", "good");
    publish("B", "good");
    try (MultiRepositoryClient client = client(mapping(2, true, "a", "B"))) {
      assertTrue(client.find(TARGET).isAgreed());
    }
    assertTrue(Files.exists(directory.resolve("store/repository-a.d/timestamp.json")));
    assertTrue(Files.exists(directory.resolve("store/repository-B.d/timestamp.json")));
    MapFile map =
        MapFile.of(
            Map.of("a", List.of(URI.create("https://one.example/a"))),
            List.of(mapping(1, true, "a")));
    MultiRepositoryClient.Builder builder = MultiRepositoryClient.builder(map, directory);
    assertThrows(IllegalArgumentException.class, builder::build);
    assertThrows(IllegalArgumentException.class, () -> builder.root("b", Bytes.empty()));
  }
}
