// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.cli.ExitCode;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * This command and tuftool 0.17 on the same repositories. {@code GANTRY_TUFTOOL} says where tuftool
 * is; no distribution has a package of it, so that its absence does not fail a build.
 */
@EnabledIfEnvironmentVariable(named = "GANTRY_TUFTOOL", matches = ".+")
class TuftoolTest {
  private static final List<String> ROLES = List.of("root", "targets", "snapshot", "timestamp");
  private static final String SOON = "in 7 days";

  @TempDir Path directory;

  private Path in;

  @BeforeEach
  void fill() throws IOException {
    in = Files.createDirectories(directory.resolve("in"));
    Files.writeString(in.resolve("a.txt"), "a");
    Files.writeString(in.resolve("b.txt"), "bb");
  }

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static void tuftool(Object... words) throws IOException {
    Path tool = Path.of(System.getenv("GANTRY_TUFTOOL"));
    List<String> arguments = new ArrayList<>();
    for (Object word : words) {
      arguments.add(word.toString());
    }
    ToolResult result = ExternalTool.run(tool, arguments);
    assertEquals(0, result.exitCode(), () -> arguments + ": " + result.stderr());
  }

  /** The root ceremony with one tool or the other: the words are the same. */
  private void ceremony(boolean theirs) throws IOException {
    List<Object[]> steps = new ArrayList<>();
    steps.add(new Object[] {"root", "init", path("root.json")});
    steps.add(new Object[] {"root", "expire", path("root.json"), "in 52 weeks"});
    for (String role : ROLES) {
      steps.add(new Object[] {"root", "set-threshold", path("root.json"), role, 1});
    }
    List<Object> key = new ArrayList<>(List.of("root", "gen-rsa-key", path("root.json")));
    key.add(path("key.pem"));
    ROLES.forEach(role -> key.addAll(List.of("--role", role)));
    steps.add(key.toArray());
    steps.add(new Object[] {"root", "sign", path("root.json"), "-k", path("key.pem")});
    for (Object[] step : steps) {
      if (theirs) {
        tuftool(step);
      } else {
        tuf(step).expect(ExitCode.OK);
      }
    }
  }

  private Object[] create(Path repository) {
    return new Object[] {
      "create",
      "-r",
      path("root.json"),
      "-k",
      path("key.pem"),
      "-t",
      in,
      "-o",
      repository,
      "--targets-version",
      1,
      "--targets-expires",
      SOON,
      "--snapshot-version",
      1,
      "--snapshot-expires",
      SOON,
      "--timestamp-version",
      1,
      "--timestamp-expires",
      SOON
    };
  }

  private Object[] download(Path repository, Path out) {
    return new Object[] {
      "download",
      "-r",
      path("root.json"),
      "-m",
      "file://" + repository + "/metadata/",
      "-t",
      "file://" + repository + "/targets/",
      out
    };
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private void assertDownloaded(Path out) throws IOException {
    assertEquals("a", Files.readString(out.resolve("a.txt")));
    assertEquals("bb", Files.readString(out.resolve("b.txt")));
  }

  @Test
  void weReadItsRepositoryAndGoOnWithIt() throws IOException {
    ceremony(true);
    Path made = path("made");
    tuftool(create(made));
    // It links targets from where they were, and nothing outside a served directory is served.
    Path repository = path("repo");
    copy(made, repository);
    tuf(download(repository, path("ours"))).expect(ExitCode.OK);
    assertDownloaded(path("ours"));
    tuf("verify", "--repo", repository, "-r", path("root.json")).expect(ExitCode.OK);

    Files.writeString(in.resolve("c.txt"), "ccc");
    tuf("update", "-o", repository, "-r", path("root.json"), "-k", path("key.pem"), "-t", in)
        .expect(ExitCode.OK);
    tuftool(download(repository, path("theirs")));
    assertDownloaded(path("theirs"));
    assertEquals("ccc", Files.readString(path("theirs").resolve("c.txt")));
  }

  @Test
  void itReadsAndClonesOurRepository() throws IOException {
    ceremony(false);
    Path repository = path("repo");
    tuf(create(repository)).expect(ExitCode.OK);
    tuftool(download(repository, path("theirs")));
    assertDownloaded(path("theirs"));
    tuftool(
        "clone",
        "-r",
        path("root.json"),
        "-m",
        "file://" + repository + "/metadata/",
        "-t",
        "file://" + repository + "/targets/",
        "--metadata-dir",
        path("copy/metadata"),
        "--targets-dir",
        path("copy/targets"));
    tuf("verify", "--repo", path("copy"), "-r", path("root.json")).expect(ExitCode.OK);
  }

  @Test
  void aRoleThatItMadeIsTakenIn() throws IOException {
    ceremony(false);
    Path repository = path("repo");
    tuf(create(repository)).expect(ExitCode.OK);
    tuf("root", "init", path("scratch.json")).expect(ExitCode.OK);
    tuf("root", "gen-rsa-key", path("scratch.json"), path("team.pem"), "-r", "root")
        .expect(ExitCode.OK);
    tuftool(
        "delegation",
        "--signing-role",
        "team",
        "create-role",
        "-k",
        path("team.pem"),
        "-e",
        SOON,
        "-v",
        1,
        "-o",
        path("handed"));
    tuf(
            "delegation",
            "--signing-role",
            "targets",
            "add-role",
            "-d",
            "team",
            "-i",
            path("handed/metadata"),
            "-t",
            1,
            "-p",
            "t*",
            "-o",
            repository,
            "-r",
            path("root.json"),
            "-k",
            path("key.pem"))
        .expect(ExitCode.OK);

    Path theirs = Files.createDirectories(path("theirs"));
    Files.writeString(theirs.resolve("t.txt"), "t");
    tuftool(
        "delegation",
        "--signing-role",
        "team",
        "update-delegated-targets",
        "-r",
        path("root.json"),
        "-m",
        "file://" + repository + "/metadata/",
        "-k",
        path("team.pem"),
        "-e",
        SOON,
        "-v",
        2,
        "-t",
        theirs,
        "-o",
        path("second"));
    tuf(
            "update",
            "--role",
            "team",
            "-i",
            path("second/metadata"),
            "--incoming-targets",
            theirs,
            "-o",
            repository,
            "-r",
            path("root.json"),
            "-k",
            path("key.pem"))
        .expect(ExitCode.OK);
    tuf(download(repository, path("ours"))).expect(ExitCode.OK);
    assertDownloaded(path("ours"));
    assertEquals("t", Files.readString(path("ours").resolve("t.txt")));
    // Without names it takes the targets of the top-level role alone.
    List<Object> named = new ArrayList<>(List.of(download(repository, path("its"))));
    named.addAll(List.of("-n", "t.txt"));
    tuftool(named.toArray());
    assertEquals("t", Files.readString(path("its").resolve("t.txt")));
  }
}
