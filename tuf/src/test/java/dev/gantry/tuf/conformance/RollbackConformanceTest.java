// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.TestKey;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** The cases of {@code test_rollback}. */
class RollbackConformanceTest extends ConformanceCases {
  private void assertTrusted(String role, long version) throws IOException {
    assertEquals(version, client.trusted().get(role), role);
  }

  /** Makes the next version of a role that is published the given one. */
  private void restartAt(String role, long version) {
    repository.signed(role).put("version", version - 1);
  }

  private void assertRefused(String file, String role, long found, long trusted) {
    RollbackException e = client.refuses(RollbackException.class);
    assertEquals(file, e.roleName());
    assertEquals(role, e.affectedRole());
    assertEquals(found, e.foundVersion());
    assertEquals(trusted, e.trustedVersion());
  }

  @Test
  void newTimestampVersionRollback() throws IOException {
    repository.publish("timestamp");
    client.refresh();
    assertTrusted("timestamp", 2);
    restartAt("timestamp", 1);
    repository.publish("timestamp");
    assertRefused("timestamp", "timestamp", 1, 2);
    assertTrusted("timestamp", 2);
    client.assertLastRequest("timestamp.json");
  }

  static Stream<Arguments> withAndWithoutHashes() {
    return Stream.of(Arguments.of("basic", false), Arguments.of("with hashes", true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withAndWithoutHashes")
  void snapshotRollback(String id, boolean hashes) throws IOException {
    repository.listHashes = hashes;
    repository.publish("snapshot", "timestamp");
    client.refresh();
    restartAt("snapshot", 1);
    repository.publish("snapshot", "timestamp");
    assertRefused("timestamp", "snapshot", 1, 2);
    assertTrusted("timestamp", 2);
    assertTrusted("snapshot", 2);
    client.assertLastRequest("timestamp.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withAndWithoutHashes")
  void targetsRollback(String id, boolean hashes) throws IOException {
    repository.listHashes = hashes;
    repository.publish("targets", "snapshot", "timestamp");
    client.refresh();
    restartAt("targets", 1);
    repository.publish("targets", "snapshot", "timestamp");
    assertRefused("snapshot", "targets", 1, 2);
    assertTrusted("snapshot", 2);
    assertTrusted("targets", 2);
  }

  private void delegate() {
    repository.delegate(repository.targets, "delegated", false, "delegatedpath/*");
    repository.publish("delegated");
  }

  private void dropDelegatedRole() {
    ((ObjectNode) repository.snapshot.get("meta")).remove("delegated.json");
  }

  @Test
  void targetsRoleRemoval() throws IOException {
    delegate();
    repository.publish("targets", "snapshot", "timestamp");
    client.refresh();
    dropDelegatedRole();
    repository.publish("snapshot", "timestamp");
    assertRefused("snapshot", "delegated", RollbackException.ABSENT, 1);
    assertTrusted("snapshot", 2);
  }

  private void rotateKeys(String role) {
    repository.setKeys(role, 1, TestKey.of("new " + role));
  }

  @Test
  void targetsFastForwardRecovery() throws IOException {
    delegate();
    restartAt("targets", 100);
    repository.publish("targets", "snapshot", "timestamp");
    client.refresh();
    assertTrusted("targets", 100);
    rotateKeys("snapshot");
    restartAt("targets", 1);
    repository.publish("root", "targets");
    dropDelegatedRole();
    repository.publish("snapshot", "timestamp");
    client.refresh();
    assertTrusted("targets", 1);
    assertFalse(client.trusted().containsKey("delegated"));
  }

  @Test
  void newSnapshotFastForwardRecovery() throws IOException {
    restartAt("snapshot", 100);
    repository.publish("snapshot", "timestamp");
    client.refresh();
    assertTrusted("snapshot", 100);
    rotateKeys("snapshot");
    rotateKeys("timestamp");
    restartAt("snapshot", 1);
    repository.publish("root", "targets", "snapshot", "timestamp");
    client.refresh();
    assertTrusted("snapshot", 1);
  }

  @Test
  void newTimestampFastForwardRecovery() throws IOException {
    restartAt("timestamp", 100);
    repository.publish("timestamp");
    client.refresh();
    assertTrusted("timestamp", 100);
    rotateKeys("timestamp");
    restartAt("timestamp", 1);
    repository.publish("root", "timestamp");
    client.refresh();
    assertTrusted("timestamp", 1);
  }
}
