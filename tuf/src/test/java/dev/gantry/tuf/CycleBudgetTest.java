// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.LimitExceededException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CycleBudgetTest {
  @TempDir Path directory;

  /** Many roots of an allowed size each: one refresh stops at its budget, the next goes further. */
  @Test
  void manyRootsTogetherAreBoundedAndLaterRefreshesGoFurther() throws Exception {
    RepositorySimulator repository = new RepositorySimulator();
    repository.release();
    for (int i = 0; i < 8; i++) {
      repository.serveNextRoot();
    }
    TestHost host = new TestHost(repository, directory);
    int rootBytes = repository.rootBytes(5).size();
    host.limits = TufLimits.builder().cycleBytes(4L * rootBytes).build();

    assertEquals(4L * rootBytes, host.refuses(LimitExceededException.class).limit());
    host.refuses(LimitExceededException.class);
    assertEquals(9, host.refresh().root().version());
  }
}
