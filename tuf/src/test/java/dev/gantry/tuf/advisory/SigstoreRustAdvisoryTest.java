// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TrustedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What an audit found in sigstore-rust. */
class SigstoreRustAdvisoryTest {
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

  @Test
  void tob_sigstore_14_cachedRoleIsVerifiedForEachDelegator() throws IOException {
    DiamondDelegation.assertVerifiedForEachDelegator(repository, host);
  }
}
