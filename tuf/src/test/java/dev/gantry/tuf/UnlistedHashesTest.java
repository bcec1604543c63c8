// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of which the parent lists no hashes may be less large. */
class UnlistedHashesTest {
  private final RepositorySimulator repository = new RepositorySimulator();
  private final TestHost host = TestHost.inMemory(repository);

  @BeforeEach
  void role() {
    repository.addTarget(repository.delegate(repository.targets, "role", false, "*"), "file", "x");
  }

  private void release(boolean listHashes) {
    repository.listHashes = listHashes;
    repository.release();
  }

  private LimitExceededException refused() {
    return host.refuses(LimitExceededException.class);
  }

  @Test
  void aSnapshot() throws IOException {
    host.limits = TufLimits.builder().snapshotBytesWithoutHashes(20).build();
    release(true);
    host.refresh();
    release(false);
    assertEquals(20, refused().limit());
  }

  @Test
  void aTargetsRole() throws IOException {
    host.limits = TufLimits.builder().targetsBytesWithoutHashes(20).build();
    release(true);
    assertEquals("role", host.refresh().require(TargetPath.of("file")).roleName());
    release(false);
    assertEquals(20, refused().limit());
  }

  @Test
  void aDelegatedRole() throws IOException {
    release(false);
    int size = repository.bytes("2.targets.json").size();
    repository.addTarget(
        Objects.requireNonNull(repository.delegated.get("role")), "x".repeat(size), "x");
    release(false);
    host.limits = TufLimits.builder().targetsBytesWithoutHashes(size + 1).build();
    TrustedView view = host.refresh();
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> view.find(TargetPath.of("file")));
    assertEquals(size + 1, e.limit());
  }

  /** The general limit holds for these files, too. */
  @Test
  void theSmallerLimitCounts() throws IOException {
    release(false);
    host.refresh();
    release(false);
    host.limits = TufLimits.builder().targetsBytes(20).build();
    assertEquals(20, refused().limit());
  }
}
