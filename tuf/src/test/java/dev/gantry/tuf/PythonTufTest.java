// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a repository that python-tuf made; its README says how, and what is in it. */
class PythonTufTest {
  private TufClient client;
  private TrustedView view;

  @BeforeEach
  void refresh(@TempDir Path store) throws IOException, URISyntaxException {
    URL resource = PythonTufTest.class.getResource("/python-tuf/README.md");
    Path base =
        Objects.requireNonNull(Path.of(Objects.requireNonNull(resource).toURI()).getParent());
    client =
        TufClient.builder(
                Bytes.of(Files.readAllBytes(base.resolve("metadata/1.root.json"))),
                TrustedStore.open(store),
                FileFetcher.of(base.resolve("metadata")),
                FileFetcher.of(base.resolve("targets")))
            .clock(TestClock.at("2030-01-01T00:00:00Z"))
            .build();
    view = client.refresh();
  }

  private void assertContent(String path, String roleName, String content) throws IOException {
    Target target = view.require(TargetPath.of(path));
    assertEquals(roleName, target.roleName());
    assertEquals(
        List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512),
        target.digests().stream().map(digest -> digest.algorithm()).toList());
    assertEquals(RepositorySimulator.utf8(content), client.read(target, 100));
  }

  @Test
  void rotatedRootWithKeysOfAllTypesIsTrusted() {
    assertEquals("root 2, timestamp 1, snapshot 1, targets 1", view.toString());
    assertEquals("2050-01-01T00:00:00Z", view.root().expires().toString());
  }

  @Test
  void topLevelTargetIsRead() throws IOException {
    assertContent("plain.txt", "targets", "plain\n");
    assertEquals(
        "{\"list\":[1,2,3],\"purpose\":\"test\"}",
        view.require(TargetPath.of("plain.txt")).customJson().orElseThrow());
  }

  @Test
  void targetsOfDelegatedRolesAreRead() throws IOException {
    assertContent("dir/with blank.txt", "by path", "by path\n");
    assertContent("hashed.txt", "by-hash", "by hash\n");
  }

  @Test
  void targetInASuccinctBinIsRead() throws IOException {
    assertContent("bin/b.txt", "bin-" + binOf("bin/b.txt"), "in a bin\n");
  }

  private static int binOf(String path) {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8(path));
    return Integer.parseInt(hash.substring(0, 1), 16) >> 2;
  }
}
