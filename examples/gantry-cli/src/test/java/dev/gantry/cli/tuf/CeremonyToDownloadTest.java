// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One repository's life, with no verb but those of the command. */
class CeremonyToDownloadTest {
  @TempDir Path directory;

  private Path path(String name) {
    return directory.resolve(name);
  }

  private void root(String file, String... keys) {
    tuf("root", "init", path(file)).expect(0);
    for (String key : keys) {
      tuf("root", "gen-key", path(file), path(key), "-r", "root").expect(0);
    }
    List<Object> online =
        new ArrayList<>(List.of("root", "gen-key", path(file), path(file + ".online")));
    tuf("root", "set-threshold", path(file), "root", keys.length).expect(0);
    for (String role : List.of("targets", "snapshot", "timestamp")) {
      tuf("root", "set-threshold", path(file), role, 1).expect(0);
      online.addAll(List.of("-r", role));
    }
    tuf(online.toArray()).expect(0);
    for (String key : keys) {
      tuf("root", "sign", path(file), "-k", path(key), "-i").expect(0);
    }
  }

  @Test
  void fromTheCeremonyToAnotherRoot() throws IOException {
    root("root.json", "a.pem", "b.pem");
    Files.createDirectories(path("in"));
    Files.writeString(path("in/a.txt"), "a");
    Path repository = path("repo");
    tuf(
            "create",
            "-r",
            path("root.json"),
            "-k",
            path("root.json.online"),
            "-t",
            path("in"),
            "-o",
            repository)
        .expect(0);

    tuf("root", "init", path("scratch.json")).expect(0);
    tuf("root", "gen-key", path("scratch.json"), path("team.pem"), "-r", "root").expect(0);
    Files.createDirectories(path("theirs/team"));
    Files.writeString(path("theirs/team/t.txt"), "t");
    tuf(
            "delegation",
            "--signing-role",
            "team",
            "create-role",
            "-k",
            path("team.pem"),
            "-o",
            path("handed"),
            "-t",
            path("theirs"))
        .expect(0);
    Object[] edited = {"-o", repository, "-r", path("root.json"), "-k", path("root.json.online")};
    tuf(join(
            edited,
            "delegation",
            "--signing-role",
            "targets",
            "add-role",
            "-d",
            "team",
            "--delegated-key",
            path("team.pem"),
            "-t",
            1,
            "-p",
            "team/*",
            "-i",
            path("handed/metadata"),
            "--incoming-targets",
            path("theirs")))
        .expect(0);
    tuf("download", path("out"), "--repo", repository, "-r", path("root.json")).expect(0);
    assertEquals("t", Files.readString(path("out/team/t.txt")));

    Files.writeString(path("in/b.txt"), "b");
    tuf(join(edited, "update", "-t", path("in"), "--dry-run")).expect(0);
    tuf("download", path("not"), "--repo", repository, "-r", path("root.json"), "-n", "b.txt")
        .expect(ExitCode.DATA_REFUSED);

    root("new.json", "c.pem");
    tuf(
            "transfer-metadata",
            "-r",
            path("root.json"),
            "-n",
            path("new.json"),
            "-m",
            repository.resolve("metadata"),
            "-t",
            repository.resolve("targets"),
            "-o",
            path("moved"),
            "-k",
            path("new.json.online"))
        .expect(0);
    tuf("download", path("out2"), "--repo", path("moved"), "-r", path("new.json")).expect(0);
    assertEquals("t", Files.readString(path("out2/team/t.txt")));
  }

  private static Object[] join(Object[] last, Object... first) {
    List<Object> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(last));
    return all.toArray();
  }
}
