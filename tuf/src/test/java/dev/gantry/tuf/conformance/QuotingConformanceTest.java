// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.tuf.TargetNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code test_quoting_issues}. */
class QuotingConformanceTest extends ConformanceCases {
  static Stream<Arguments> unusualRoleName() {
    return Stream.of(
        Arguments.of("?", "1.%3F.json"),
        Arguments.of("#", "1.%23.json"),
        Arguments.of("/delegatedrole", "1.%2Fdelegatedrole.json"),
        Arguments.of("../delegatedrole", "1...%2Fdelegatedrole.json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void unusualRoleName(String role, String request) throws IOException {
    repository.delegate(repository.targets, role, false, "*");
    repository.publish(role, "targets", "snapshot", "timestamp");
    client.refusesDownload(TargetNotFoundException.class, "nonexistent target");
    assertEquals(
        List.of("2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json", request),
        client.requests());
    assertEquals(5, client.trusted().size());
    assertNothingElseWritten();
  }

  /** Beside the directory of metadata there is only that of artifacts. */
  private void assertNothingElseWritten() throws IOException {
    Path parent = client.host.directory.getParent();
    try (Stream<Path> entries = Files.list(parent)) {
      assertEquals(
          List.of("downloads", "metadata"),
          entries.map(entry -> entry.getFileName().toString()).sorted().toList());
    }
  }

  /** Not of the suite: what was kept under such a name is found again. */
  @Test
  void unusualRoleNameIsNotFetchedAgain() throws IOException {
    repository.delegate(repository.targets, "../../x", false, "*");
    repository.publish("../../x", "targets", "snapshot", "timestamp");
    client.refusesDownload(TargetNotFoundException.class, "file");
    client.forgetRequests();
    client.refusesDownload(TargetNotFoundException.class, "file");
    assertEquals(List.of("2.root.json", "timestamp.json"), client.requests());
    assertTrue(client.trusted().size() == 5);
  }
}
