// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.internal.json.StrictJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The client under test as the conformance suite sees it: a program that is started anew for each
 * refresh or download, keeps its metadata in one directory and puts artifacts into another.
 */
final class ConformanceClient {
  static final int MAX_BYTES = 1 << 20;

  final TestHost host;
  private final RepositorySimulator repository;
  private final Path downloads;
  private int forgotten;

  ConformanceClient(RepositorySimulator repository, Path directory) throws IOException {
    this.repository = repository;
    this.host = new TestHost(repository, directory.resolve("metadata"));
    this.downloads = Files.createDirectories(directory.resolve("downloads"));
  }

  TrustedView refresh() throws IOException {
    return host.refresh();
  }

  <T extends GantryException> T refuses(Class<T> type) {
    return host.refuses(type);
  }

  /** Refreshes once and downloads each target in turn, up to the first that is refused. */
  void download(String... paths) throws IOException {
    TufClient client = host.client();
    TrustedView view = client.refresh();
    for (String path : paths) {
      client.download(
          view.require(TargetPath.of(path)), destination(path), DownloadOptions.defaults());
    }
  }

  <T extends GantryException> T refusesDownload(Class<T> type, String... paths) {
    return assertThrows(type, () -> download(paths));
  }

  private Path destination(String path) {
    return downloads.resolve(URLEncoder.encode(path, StandardCharsets.UTF_8));
  }

  /** Everything in the directory of artifacts: content by name. */
  void assertDownloaded(Map<String, String> contents) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(downloads)) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    Map<String, String> expected = new TreeMap<>();
    contents.forEach(
        (path, content) -> expected.put(destination(path).getFileName().toString(), content));
    assertEquals(expected, found);
  }

  /** Versions of all roles that the client keeps, by the name of their files. */
  Map<String, Long> trusted() throws IOException {
    Map<String, Long> versions = new TreeMap<>();
    for (String name : host.keptNames()) {
      versions.put(name.replaceFirst("\\.json$", ""), versionIn(host.kept(name)));
    }
    return versions;
  }

  private static long versionIn(Bytes raw) throws IOException {
    return StrictJson.parse(raw, "kept file", MAX_BYTES).get("signed").get("version").longValue();
  }

  /** Requests for metadata since the start, or since {@link #forgetRequests}. */
  List<String> requests() {
    List<String> all = repository.metadataRequests();
    return all.subList(forgotten, all.size());
  }

  void assertLastRequest(String fileName) {
    assertEquals(fileName, requests().get(requests().size() - 1));
  }

  void forgetRequests() {
    forgotten = repository.metadataRequests().size();
  }

  /** Requests for artifacts. */
  List<String> artifactRequests() {
    return repository.files.requests().stream().map(FetchRequest::path).toList();
  }
}
