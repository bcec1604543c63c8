// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.ExitCode;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.map.MapFile;
import dev.gantry.tuf.map.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two repositories that must agree. */
class MapVerbsTest {
  @TempDir Path directory;

  @Test
  void agreementIsNeeded() throws IOException {
    TestRepository one = TestRepository.create(directory, "one");
    TestRepository two = TestRepository.create(directory, "two");
    Path in = Files.createDirectories(directory.resolve("in"));
    Files.writeString(in.resolve("same.txt"), "same");
    Files.writeString(in.resolve("odd.txt"), "one");
    one.edit("update", "-t", in).expect(ExitCode.OK);
    Files.writeString(in.resolve("odd.txt"), "two");
    two.edit("update", "-t", in).expect(ExitCode.OK);
    Path map = directory.resolve("map.json");
    MapFile file =
        MapFile.of(
            Map.of(
                "one", List.of(one.directory().toUri()), "two", List.of(two.directory().toUri())),
            List.of(new Mapping(List.of("*"), List.of("one", "two"), 2, true)));
    SmallFiles.writeAtomically(map, file.encode());
    Object[] roots = {"--map", map, "-r", "one=" + one.root(), "-r", "two=" + two.root()};

    JsonNode found = run(roots, "map", "find", "same.txt").expect(ExitCode.OK).json();
    assertTrue(found.path("agreed").asBoolean());
    assertEquals(2, found.path("mappings").path(0).path("agreeing").size());
    JsonNode odd = run(roots, "map", "find", "odd.txt").expect(ExitCode.DATA_REFUSED).json();
    assertEquals("TOO_FEW", odd.path("mappings").path(0).path("outcome").asString());

    Path out = directory.resolve("out");
    Cli.Run refused = run(roots, "map", "download", "odd.txt", out);
    assertEquals("MAP_NO_AGREEMENT", refused.expect(ExitCode.DATA_REFUSED).errorCode());
    assertFalse(Files.exists(out));
    run(roots, "map", "download", "same.txt", out).expect(ExitCode.OK);
    assertEquals("same", Files.readString(out));
    run(roots, "map", "download", "same.txt", out).expect(ExitCode.FAILURE);
    tuf("map", "find", "same.txt", "--map", map, "-r", "one=" + one.root()).expect(ExitCode.USAGE);
  }

  private static Cli.Run run(Object[] last, Object... first) {
    Object[] all = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    return tuf(all);
  }
}
