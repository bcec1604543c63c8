// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.TrustedView;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** One role with two delegators that trust different keys with it; only the left key signs. */
final class DiamondDelegation {
  private DiamondDelegation() {}

  static void assertVerifiedForEachDelegator(RepositorySimulator repository, TestHost host)
      throws IOException {
    ObjectNode left = repository.delegate(repository.targets, "left", false, "left/*");
    ObjectNode right = repository.delegate(repository.targets, "right", false, "right/*");
    ObjectNode shared = repository.delegate(left, "shared", false, "*/*");
    repository
        .delegationEntry(right, "shared", TestKey.of("trusted by the right"))
        .put("terminating", false)
        .putArray("paths")
        .add("*/*");
    repository.addTarget(shared, "left/file", "1").addTarget(shared, "right/file", "2");
    repository.release();
    // In one view, and with the role kept by an earlier process.
    for (int i = 0; i < 2; i++) {
      TrustedView view = host.refresh();
      assertEquals("shared", view.require(TargetPath.of("left/file")).roleName());
      SignatureThresholdException e =
          assertThrows(
              SignatureThresholdException.class, () -> view.find(TargetPath.of("right/file")));
      assertEquals("right", e.delegator());
      assertEquals("shared", view.require(TargetPath.of("left/file")).roleName());
    }
  }
}
