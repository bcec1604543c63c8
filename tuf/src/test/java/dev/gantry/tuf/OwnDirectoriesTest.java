// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDirectoriesTest {
  @TempDir Path base;
  @TempDir Path elsewhere;

  @Test
  void directoriesAreMade() throws IOException {
    TargetPath path = TargetPath.of("a/B/c");
    Path file = path.createLocalPath(base);
    assertEquals(base.resolve("a").resolve("%42").resolve("c"), file);
    Files.writeString(file, "x");
    assertEquals(file, path.createLocalPath(base));
    assertEquals(base.resolve("d"), TargetPath.of("d").createLocalPath(base));
  }

  @Test
  void cve_2026_6968_aLinkedParentIsRefused() throws IOException {
    Files.createDirectory(base.resolve("a"));
    Files.createSymbolicLink(base.resolve("a").resolve("b"), elsewhere);
    StateConflictException e =
        assertThrows(
            StateConflictException.class, () -> TargetPath.of("a/b/c/d").createLocalPath(base));
    assertEquals("TARGET_DIRECTORY", e.code());
    try (Stream<Path> files = Files.list(elsewhere)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFileInTheWayIsRefused() throws IOException {
    Files.writeString(base.resolve("a"), "x");
    assertThrows(StateConflictException.class, () -> TargetPath.of("a/b").createLocalPath(base));
  }

  @Test
  void theBaseMayBeALinkButMustBeThere() throws IOException {
    Path link = base.resolve("link");
    Files.createSymbolicLink(link, elsewhere);
    TargetPath.of("a/b").createLocalPath(link);
    assertTrue(Files.isDirectory(elsewhere.resolve("a")));
    assertThrows(
        NoSuchFileException.class,
        () -> TargetPath.of("a/b").createLocalPath(base.resolve("none")));
  }
}
