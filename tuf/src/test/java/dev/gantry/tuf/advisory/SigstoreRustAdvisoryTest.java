// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.Freshness;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.VerifiedTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What an audit found in sigstore-rust. */
class SigstoreRustAdvisoryTest {
  private static final TargetPath FILE = TargetPath.of("file");

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory.resolve("store"));
  }

  /** Two stars matched across slashes, so that a role was trusted with more than it was given. */
  @Test
  void tob_sigstore_13_twoStarsDoNotCrossSlashes() throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "releases/**");
    repository.addTarget(role, "releases/a", "1").addTarget(role, "releases/a/b", "2").release();
    TrustedView view = host.refresh();
    assertEquals(Optional.empty(), view.find(TargetPath.of("releases/a/b")));
    assertFalse(repository.metadataRequests().contains("2.role.json"));
    assertEquals("role", view.require(TargetPath.of("releases/a")).roleName());
  }

  /** An offline mode handed out what lay in the cache, unverified. */
  @Test
  void tob_sigstore_10_tamperedTargetIsRefusedOffline(@TempDir Path directory) throws IOException {
    repository.addTarget("file", "content").release();
    Path file = directory.resolve("file");
    Target online = host.refresh().require(FILE);
    host.client().download(online, file, DownloadOptions.defaults());
    int requests = repository.files.requests().size();
    TufClient client = host.client();
    Target offline = client.refresh(Freshness.offline(RepositorySimulator.NOW)).require(FILE);
    VerifiedTarget good = client.download(offline, file, DownloadOptions.defaults());
    Files.writeString(file, "c0ntent");
    try (InputStream in = good.open()) {
      assertThrows(DigestMismatchException.class, in::readAllBytes);
    }
    assertThrows(
        GantryException.class, () -> client.download(offline, file, DownloadOptions.defaults()));
    assertThrows(GantryException.class, () -> client.read(offline, 100));
    assertEquals(requests, repository.files.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets", "role"})
  void tob_sigstore_10_tamperedMetadataIsRefusedOffline(String role) throws IOException {
    ObjectNode signed = repository.delegate(repository.targets, "role", false, "*");
    repository.addTarget(signed, "file", "content").release();
    host.refresh().require(FILE);
    String kept = Files.readString(host.file(role + ".json"));
    Files.writeString(
        host.file(role + ".json"), kept.replaceFirst("\"version\":2", "\"version\": 3"));
    int requests = repository.metadataRequests().size();
    assertThrows(
        GantryException.class,
        () -> host.client().refresh(Freshness.offline(RepositorySimulator.NOW)).require(FILE));
    assertEquals(requests, repository.metadataRequests().size());
  }

  @Test
  void tob_sigstore_14_cachedRoleIsVerifiedForEachDelegator() throws IOException {
    DiamondDelegation.assertVerifiedForEachDelegator(repository, host);
  }
}
