// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.RepositorySimulator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** The cases of {@code test_file_download}. */
class DownloadConformanceTest extends ConformanceCases {
  private static final String PATH = "target_file.txt";
  private static final String CONTENT = "target file contents";

  private void publish() {
    repository.publish("targets", "snapshot", "timestamp");
  }

  /** Serves other content under the name that metadata gives the content listed. */
  private void substitute(String path, String listed, String malicious) {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8(listed));
    repository.files.put(repository.servedPath(path, hash), RepositorySimulator.utf8(malicious));
  }

  @Test
  void clientDownloadsExpectedFile() throws IOException {
    repository.addTarget(PATH, CONTENT);
    publish();
    client.refresh();
    client.assertDownloaded(Map.of());
    assertEquals(List.of(), client.artifactRequests());
    client.download(PATH);
    client.assertDownloaded(Map.of(PATH, CONTENT));
  }

  @Test
  void clientDownloadsExpectedFileInSubDir() throws IOException {
    String path = "path/to/a/target_file.txt";
    repository.addTarget(path, CONTENT);
    publish();
    client.download(path);
    client.assertDownloaded(Map.of(path, CONTENT));
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8(CONTENT));
    assertEquals(List.of("path/to/a/" + hash + ".target_file.txt"), client.artifactRequests());
  }

  @Test
  void repositorySubstitutesTargetFile() throws IOException {
    String other = "another_target_file.txt";
    repository.addTarget(PATH, CONTENT).addTarget(other, "content");
    publish();
    client.download(PATH);
    substitute(PATH, CONTENT, "malicious data");
    substitute(other, "content", "malicious data");
    client.download(PATH);
    client.assertDownloaded(Map.of(PATH, CONTENT));
    client.refusesDownload(VerificationException.class, other);
    client.assertDownloaded(Map.of(PATH, CONTENT));
  }

  /** Eleven honest versions, of which the client sees every fifth, each followed by a bad one. */
  @Test
  void multipleChangesToTarget() throws IOException {
    repository.addTarget(PATH, CONTENT);
    publish();
    client.download(PATH);
    Map<String, String> expected = new HashMap<>(Map.of(PATH, CONTENT));
    client.assertDownloaded(expected);
    for (int i = 0; i < 11; i++) {
      String modified = "modified file contents " + i;
      String added = "new-target-" + i;
      repository.addTarget(PATH, modified).addTarget(added, "new file contents " + i);
      publish();
      if (i % 5 == 0) {
        client.download(PATH);
        expected.put(PATH, modified);
        client.assertDownloaded(expected);
        client.download(added);
        expected.put(added, "new file contents " + i);
        client.assertDownloaded(expected);
        substitute(PATH, modified, "malicious contents " + i);
        publish();
        client.download(PATH);
        client.assertDownloaded(expected);
      }
    }
  }

  static Stream<Arguments> downloadWithHashAlgorithms() {
    return Stream.of(
        Arguments.of("hashes0", List.of(DigestAlgorithm.SHA256)),
        Arguments.of("hashes1", List.of(DigestAlgorithm.SHA512)),
        Arguments.of("hashes2", List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void downloadWithHashAlgorithms(String id, List<DigestAlgorithm> algorithms) throws IOException {
    Bytes raw = RepositorySimulator.utf8(CONTENT);
    ObjectNode entry = ((ObjectNode) repository.targets.get("targets")).putObject(PATH);
    ObjectNode hashes = entry.put("length", raw.size()).putObject("hashes");
    for (DigestAlgorithm algorithm : algorithms) {
      String hash = Digest.compute(algorithm, raw).hex();
      hashes.put(algorithm.name().toLowerCase(Locale.ROOT), hash);
      repository.files.put(repository.servedPath(PATH, hash), raw);
    }
    publish();
    client.download(PATH);
    client.assertDownloaded(Map.of(PATH, CONTENT));
    List<String> possible =
        algorithms.stream()
            .map(algorithm -> Digest.compute(algorithm, raw).hex() + '.' + PATH)
            .toList();
    assertEquals(1, client.artifactRequests().size());
    assertTrue(possible.contains(client.artifactRequests().get(0)));
  }

  @Test
  void downloadWithUnknownHashAlgorithm() throws IOException {
    Bytes raw = RepositorySimulator.utf8(CONTENT);
    String hash = Digest.compute(DigestAlgorithm.SHA512, raw).hex();
    ObjectNode entry = ((ObjectNode) repository.targets.get("targets")).putObject(PATH);
    entry.put("length", raw.size()).putObject("hashes").put("unknown-hash", hash);
    repository.files.put(repository.servedPath(PATH, hash), raw);
    publish();
    client.refusesDownload(GantryException.class, PATH);
    client.assertDownloaded(Map.of());
  }

  @Test
  void artifactCache() throws IOException {
    repository.addTarget(PATH, CONTENT);
    publish();
    client.download(PATH);
    client.download(PATH);
    assertEquals(1, client.artifactRequests().size());
  }
}
