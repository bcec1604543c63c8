// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.RepositoryPolicy;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.author.TargetOptions;
import dev.gantry.tuf.author.TargetPlacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CVE-2026-6968 in tough's editor and tuftool: three ways in which writes got out. */
class ToughEditorAdvisoryTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;
  private Path repository;
  private Path mine;
  private Path content;
  private RepositoryEditor editor;

  @BeforeEach
  void makeRepository() throws IOException {
    repository = directory.resolve("repository");
    mine = Files.writeString(directory.resolve("mine"), "mine");
    content = Files.writeString(directory.resolve("content"), "content");
    SigningKey key = SigningKey.generate(KeyAlgorithm.ED25519, new java.security.SecureRandom());
    KeyPolicy one = KeyPolicy.of(1, key.publicKey());
    editor =
        RepositoryEditor.create(
            repository,
            new RepositoryPolicy(one, one, one, one),
            EditorOptions.defaults(),
            List.of(key));
    editor.publish(NOW);
  }

  private static TargetOptions placed(TargetPlacement placement) {
    return TargetOptions.builder().placement(placement).build();
  }

  /** An absolute name of a target was joined to the directory of targets, and replaced it. */
  @ParameterizedTest
  @ValueSource(strings = {"/tmp/x", "/", "../x", "a/../../x", "C:\\x"})
  void cve_2026_6968_targetOfAnAbsoluteNameIsNotPlaced(String name) {
    assertThrows(IllegalArgumentException.class, () -> TargetPath.of(name));
  }

  /** A directory above the target was a link that led out. */
  @ParameterizedTest
  @EnumSource(TargetPlacement.class)
  void cve_2026_6968_linkAboveATargetIsNotFollowed(TargetPlacement placement) throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path targets = Files.createDirectories(repository.resolve("targets"));
    Files.createSymbolicLink(targets.resolve("dir"), elsewhere);
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () -> {
              editor.addTarget(TargetPath.of("dir/file"), content, placed(placement));
              editor.publish(NOW.plusSeconds(1));
            });
    assertEquals("TARGET_DIRECTORY", e.code());
    try (var entries = Files.list(elsewhere)) {
      assertEquals(List.of(), entries.toList());
    }
  }

  /** A link with the name that the target gets. */
  @ParameterizedTest
  @EnumSource(TargetPlacement.class)
  void cve_2026_6968_linkInPlaceOfATargetIsReplaced(TargetPlacement placement) throws IOException {
    Path targets = Files.createDirectories(repository.resolve("targets"));
    String hash =
        dev.gantry.core.Digest.compute(
                dev.gantry.core.DigestAlgorithm.SHA256,
                Bytes.of("content".getBytes(StandardCharsets.UTF_8)))
            .hex();
    Path planted = Files.createSymbolicLink(targets.resolve(hash + ".file"), mine);
    editor.addTarget(TargetPath.of("file"), content, placed(placement));
    editor.publish(NOW.plusSeconds(1));
    assertEquals("mine", Files.readString(mine));
    assertFalse(Files.isSymbolicLink(planted));
    assertEquals("content", Files.readString(planted));
  }

  /** A metadata file was a link, and what it led to was overwritten. */
  @Test
  void cve_2026_6968_linkInPlaceOfMetadataIsReplaced() throws IOException {
    Path metadata = repository.resolve("metadata");
    editor.addTarget(TargetPath.of("file"), content);
    List<String> names = List.of("2.targets.json", "2.snapshot.json");
    for (String name : names) {
      Files.createSymbolicLink(metadata.resolve(name), mine);
    }
    Path timestamp = metadata.resolve("timestamp.json");
    Path real = Files.move(timestamp, directory.resolve("timestamp"));
    Files.createSymbolicLink(timestamp, real);
    String before = Files.readString(real);
    editor.publish(NOW.plusSeconds(1));
    assertEquals("mine", Files.readString(mine));
    assertEquals(before, Files.readString(real));
    for (String name : List.of("2.targets.json", "2.snapshot.json", "timestamp.json")) {
      assertTrue(Files.isRegularFile(metadata.resolve(name), LinkOption.NOFOLLOW_LINKS), name);
    }
  }
}
