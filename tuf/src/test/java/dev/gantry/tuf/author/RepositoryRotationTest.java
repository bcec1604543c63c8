// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.SignatureThresholdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rotations of keys. */
class RepositoryRotationTest extends RepositoryFixture {
  @Test
  void rolesAreRenewed() throws Exception {
    RepositoryEditor editor = published();
    editor.renew("targets");
    editor.renew("root");

    assertEquals(
        List.of("2.targets.json", "2.snapshot.json", "timestamp.json", "2.root.json"),
        editor.publish(NOW.plus(Duration.ofDays(100))).writtenFiles());
    assertEquals(List.of(), editor.publish(NOW.plus(Duration.ofDays(100))).writtenFiles());
    assertThrows(IllegalArgumentException.class, () -> editor.renew("timestamp"));
    assertThrows(IllegalArgumentException.class, () -> editor.renew("nobody"));
  }

  @Test
  void rotationIsSignedByOldAndNewKeysAndRootComesLast() throws Exception {
    RepositoryEditor editor = published();
    SigningKey newRoot = TestKeys.ed25519(11);
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryPolicy next = TestKeys.policy(newRoot, targets, snapshot, newTimestamp);
    editor.rotateRoot(next);

    InsufficientSignersException e =
        assertThrows(InsufficientSignersException.class, () -> editor.publish(NOW));
    assertEquals("root", e.role());
    RepositoryEditor newOnly = open(List.of(newRoot, newTimestamp));
    newOnly.rotateRoot(next);
    InsufficientSignersException old =
        assertThrows(InsufficientSignersException.class, () -> newOnly.publish(NOW));
    assertEquals("root of root 1", old.role());
    RepositoryEditor both = open(List.of(root, timestamp, newRoot, newTimestamp));
    both.rotateRoot(next);
    assertEquals(List.of("timestamp.json", "2.root.json"), both.publish(NOW).writtenFiles());
    assertTrue(metadata("timestamp.json").contains(timestamp.publicKey().keyId()));
    assertTrue(metadata("timestamp.json").contains(newTimestamp.publicKey().keyId()));
    assertEquals(List.of(), both.publish(NOW).writtenFiles());
    // From now on the new key alone signs, and the old one no longer suffices.
    assertEquals(3, open(List.of(newTimestamp)).refreshTimestamp(NOW).timestampVersion());
    assertFalse(metadata("timestamp.json").contains(timestamp.publicKey().keyId()));
    assertThrows(
        InsufficientSignersException.class, () -> open(List.of(timestamp)).refreshTimestamp(NOW));
  }

  @Test
  void lostKeysAreReplacedWithTheRootBeforeTheTimestamp() throws Exception {
    published();
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryEditor editor = open(List.of(root, newTimestamp));
    editor.rotateRoot(TestKeys.policy(root, targets, snapshot, newTimestamp));

    assertEquals(List.of("2.root.json", "timestamp.json"), editor.publish(NOW).writtenFiles());
    open(List.of());
  }

  @Test
  void aRotationThatBrokeOffIsFinishedOnRequest() throws Exception {
    published();
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryEditor editor = open(List.of(root, newTimestamp));
    editor.rotateRoot(TestKeys.policy(root, targets, snapshot, newTimestamp));
    editor.beforeWrite(
        fileName -> {
          if (fileName.equals("timestamp.json")) {
            throw new IOException("power cut");
          }
        });
    assertThrows(IOException.class, () -> editor.publish(NOW));

    assertThrows(SignatureThresholdException.class, () -> open(List.of()));
    RepositoryEditor finisher =
        RepositoryEditor.open(
            repository, EditorOptions.builder().finishRotation().build(), List.of(newTimestamp));
    assertEquals(List.of("timestamp.json"), finisher.publish(NOW).writtenFiles());
    open(List.of());
  }

  @Test
  void openingTrustsTheRootItIsGiven() throws Exception {
    RepositoryEditor editor = published();
    Bytes firstRoot = editor.rootFile();
    editor.renew("root");
    editor.publish(NOW);
    EditorOptions trusting = EditorOptions.builder().trustedRoot(firstRoot).build();
    RepositoryEditor.open(repository, trusting, all());
    Files.delete(repository.resolve("metadata/1.root.json"));
    RepositoryEditor.open(repository, trusting, all());

    Path foreign = directory.resolve("foreign");
    SigningKey other = TestKeys.ed25519(21);
    RepositoryEditor thief =
        RepositoryEditor.create(
            foreign,
            TestKeys.policy(other, other, other, other),
            EditorOptions.defaults(),
            List.of(other));
    thief.publish(NOW);
    thief.renew("root");
    thief.publish(NOW);
    assertThrows(
        VerificationException.class, () -> RepositoryEditor.open(foreign, trusting, all()));
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () ->
                RepositoryEditor.open(
                    directory.resolve("nowhere"), EditorOptions.defaults(), all()));
    assertEquals("NO_REPOSITORY", e.code());
  }
}
