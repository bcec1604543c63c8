// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.ReleaseKeys;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyFileMode;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The verbs that change, copy and read a repository. */
class RepositoryVerbsTest {
  @TempDir Path directory;

  private Path repository;
  private Path root;

  @BeforeEach
  void publish() throws IOException {
    repository = directory.resolve("repo");
    root = directory.resolve("root.json");
    Files.createDirectories(repository);
    ReleaseKeys keys = ReleaseKeys.create(directory.resolve("keys"), KeyAlgorithm.ED25519);
    RepositoryEditor editor =
        RepositoryEditor.create(repository, keys.policy(), EditorOptions.defaults(), keys.all());
    editor.publish(InstantSource.system().instant());
    SmallFiles.writeAtomically(root, editor.rootFile());
    Files.createDirectories(directory.resolve("in/sub"));
    Files.writeString(directory.resolve("in/a.txt"), "a");
    Files.writeString(directory.resolve("in/sub/b.txt"), "bb");
  }

  /** Runs a verb that changes the repository, with the online keys. */
  private Cli.Run edit(Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-o", repository, "-r", root));
    for (String role : List.of("targets", "snapshot", "timestamp")) {
      all.addAll(List.of("-k", directory.resolve("keys/" + role + ".pem")));
    }
    return tuf(all.toArray());
  }

  private Cli.Run read(Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--repo", repository, "-r", root));
    return tuf(all.toArray());
  }

  private Path newKey(String name) throws IOException {
    Path file = directory.resolve(name);
    SigningKey.generate(KeyAlgorithm.ED25519, new SecureRandom())
        .save(file, KeyFileMode.CREATE_NEW);
    return file;
  }

  @Test
  void filesBecomeTargetsUnderTheirPaths() throws IOException {
    JsonNode updated =
        edit("update", "-t", directory.resolve("in"), "--targets-version", 7).expect(0).json();
    assertEquals(7, updated.path("targets_version").asInt());
    assertEquals(2, updated.path("timestamp_version").asInt());
    edit("update").expect(ExitCode.NOTHING_TO_DO);

    Path out = directory.resolve("out");
    JsonNode downloaded = read("download", out).expect(0).json();
    assertEquals(2, downloaded.path("targets").size());
    assertEquals("bb", Files.readString(out.resolve("sub/b.txt")));
    read("download", out).expect(ExitCode.FAILURE);
    read("download", directory.resolve("one"), "-n", "a.txt").expect(0);
    assertFalse(Files.exists(directory.resolve("one/sub")));
    read("download", directory.resolve("none"), "-n", "absent").expect(ExitCode.DATA_REFUSED);

    edit("update", "--remove-target", "a.txt").expect(0);
    edit("update", "--remove-target", "a.txt").expect(ExitCode.STATE_CONFLICT);
    read("download", directory.resolve("gone"), "-n", "a.txt").expect(ExitCode.DATA_REFUSED);
  }

  @Test
  void rootIsOnlyDownloadedOnRequest() {
    Path out = directory.resolve("out");
    tuf("download", out, "--repo", repository).expect(ExitCode.USAGE);
    Cli.Run run = tuf("download", out, "--repo", repository, "--allow-root-download").expect(0);
    assertTrue(run.err().contains("warning"), run.err());
  }

  @Test
  void cloneServesTheSameBytes() throws IOException {
    edit("update", "-t", directory.resolve("in")).expect(0);
    Path copy = directory.resolve("copy");
    read(
            "clone",
            "--metadata-dir",
            copy.resolve("metadata"),
            "--targets-dir",
            copy.resolve("targets"))
        .expect(0);
    for (String file : List.of("1.root.json", "2.snapshot.json", "2.targets.json")) {
      assertArrayEquals(
          Files.readAllBytes(repository.resolve("metadata").resolve(file)),
          Files.readAllBytes(copy.resolve("metadata").resolve(file)));
    }
    tuf("download", directory.resolve("out"), "--repo", copy, "-r", root).expect(0);
    read("clone", "--metadata-dir", copy.resolve("again")).expect(ExitCode.USAGE);
    read("clone", "--metadata-dir", copy.resolve("again"), "--metadata-only").expect(0);
  }

  @Test
  void updateTakesTheMetadataFromElsewhere() throws IOException {
    Path other = directory.resolve("other");
    Path key = directory.resolve("keys");
    Object[] words = {
      "update",
      "-o",
      other,
      "-r",
      root,
      "-m",
      repository.resolve("metadata").toUri(),
      "-t",
      directory.resolve("in"),
      "-k",
      key.resolve("targets.pem"),
      "-k",
      key.resolve("snapshot.pem"),
      "-k",
      key.resolve("timestamp.pem")
    };
    tuf(words).expect(0);
    assertTrue(Files.exists(other.resolve("metadata/1.root.json")));
    assertEquals("REPOSITORY_EXISTS", tuf(words).expect(ExitCode.STATE_CONFLICT).errorCode());
  }

  @Test
  void delegationsComeAndGo() throws IOException {
    Path team = newKey("team.pem");
    Path second = newKey("second.pem");
    Object[] add = {
      "delegation",
      "--signing-role",
      "targets",
      "add-role",
      "-d",
      "team",
      "--delegated-key",
      team,
      "-p",
      "team/*",
      "-t",
      1,
      "-k",
      team,
      "--terminating"
    };
    edit(add).expect(0);
    edit("delegation", "--signing-role", "targets", "add-key", "-d", "team", "--new-key", second)
        .expect(0);
    String id = SigningKey.load(second).publicKey().keyId();
    edit("delegation", "--signing-role", "targets", "remove-key", "-d", "team", "--keyid", id)
        .expect(0);
    edit("delegation", "--signing-role", "targets", "remove", "-d", "team").expect(0);
    edit("delegation", "--signing-role", "targets", "remove", "-d", "team").expect(ExitCode.USAGE);
  }

  @Test
  void statusSaysWhatExpires() {
    JsonNode now = read("status").expect(0).json();
    assertEquals(4, now.path("roles").size());
    assertFalse(now.path("roles").get(0).path("expired").asBoolean());
    read("status", "--expiring", "in 8 days").expect(ExitCode.STATE_CONFLICT);
  }

  @Test
  void verifyReadsEveryTarget() throws IOException {
    edit("update", "-t", directory.resolve("in")).expect(0);
    assertEquals(2, read("verify").expect(0).json().path("targets").asInt());
    Path damaged;
    try (Stream<Path> files = Files.list(repository.resolve("targets/sub"))) {
      damaged = files.findFirst().orElseThrow();
    }
    Files.writeString(damaged, "BB");
    read("verify").expect(ExitCode.DATA_REFUSED);
    read("verify", "--metadata-only").expect(0);
  }

  @Test
  void explainNamesTheRolesThatWereAsked() throws IOException {
    edit("update", "-t", directory.resolve("in")).expect(0);
    JsonNode found = read("explain", "sub/b.txt").expect(0).json();
    assertEquals("targets", found.path("role").asString());
    assertEquals("LISTED", found.path("steps").get(0).path("outcome").asString());
    read("explain", "absent").expect(ExitCode.DATA_REFUSED);
  }

  @Test
  void timestampAlone() {
    Path timestamp = directory.resolve("keys/timestamp.pem");
    JsonNode published =
        tuf("refresh-timestamp", "-o", repository, "-r", root, "-k", timestamp).expect(0).json();
    assertEquals(2, published.path("timestamp_version").asInt());
    assertEquals(1, published.path("written").size());
  }

  @Test
  void wrongRootIsRefused() throws IOException {
    ReleaseKeys others = ReleaseKeys.create(directory.resolve("others"), KeyAlgorithm.ED25519);
    RepositoryEditor editor =
        RepositoryEditor.create(
            directory.resolve("repo2"), others.policy(), EditorOptions.defaults(), others.all());
    editor.publish(InstantSource.system().instant());
    SmallFiles.writeAtomically(root, editor.rootFile());
    read("download", directory.resolve("out")).expect(ExitCode.DATA_REFUSED);
    assertFalse(Files.exists(directory.resolve("out")));
    edit("update", "-t", directory.resolve("in")).expect(ExitCode.DATA_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update",
        "download",
        "delegation add-role",
        "root",
        "bundle sign",
        "clone --metadata-only",
        "root set-threshold r.json mirrors 1"
      })
  void wrongCommandLineIsUsage(String line) {
    tuf((Object[]) line.split(" ")).expect(ExitCode.USAGE);
  }
}
