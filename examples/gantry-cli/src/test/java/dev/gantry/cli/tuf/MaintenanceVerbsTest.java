// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs that look after a repository: compare, clean up, rescue, and delegated owners. */
class MaintenanceVerbsTest {
  @TempDir Path directory;

  private Path targets(String name, String file, String content) throws IOException {
    Path in = directory.resolve(name);
    Path target = in.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
    return in;
  }

  @Test
  void diffNamesRolesAndTargets() throws IOException {
    TestRepository repository = TestRepository.create(directory, "repo");
    Path copy = directory.resolve("copy");
    repository
        .read("clone", "--metadata-dir", copy.resolve("metadata"), "--metadata-only")
        .expect(ExitCode.OK);
    Object[] diff = {"diff", copy, repository.directory(), "-r", repository.root()};
    assertTrue(tuf(diff).expect(ExitCode.NOTHING_TO_DO).json().path("same").asBoolean());
    repository.edit("update", "-t", targets("in", "a.txt", "a")).expect(ExitCode.OK);

    JsonNode json = tuf(diff).expect(ExitCode.OK).json();
    assertEquals(3, json.path("roles").size());
    assertEquals("a.txt", json.path("targets").path(0).path("path").asString());
    assertEquals("ADDED", json.path("targets").path(0).path("change").asString());
    JsonNode since =
        tuf("diff", repository.directory(), "--since", 1, "-r", repository.root()).expect(0).json();
    assertEquals(json.path("targets"), since.path("targets"));
    tuf("diff", copy, "-r", repository.root()).expect(ExitCode.USAGE);
  }

  @Test
  void cleanupRemovesOnRequestOnly() throws IOException {
    TestRepository repository = TestRepository.create(directory, "repo");
    for (String content : List.of("a", "b", "c")) {
      repository
          .edit(
              "update",
              "-t",
              targets("in" + content, "a.txt", content),
              "--target-path-exists",
              "REPLACE")
          .expect(ExitCode.OK);
    }
    Object[] plan = {
      "cleanup",
      "-o",
      repository.directory(),
      "-r",
      repository.root(),
      "--keep-versions",
      0,
      "--minimum-days",
      0
    };
    JsonNode planned = tuf(plan).expect(ExitCode.OK).json();
    assertFalse(planned.path("applied").asBoolean());
    Path first = repository.directory().resolve(planned.path("files").path(0).asString());
    assertTrue(Files.exists(first));

    Object[] apply = Arrays.copyOf(plan, plan.length + 1);
    apply[plan.length] = "--apply";
    tuf(apply).expect(ExitCode.OK);
    assertFalse(Files.exists(first));
    tuf(apply).expect(ExitCode.NOTHING_TO_DO);
    repository.read("verify").expect(ExitCode.OK);
  }

  @Test
  void expiredRepositoriesAreReadOnRequestOnly() throws IOException {
    TestRepository repository =
        TestRepository.create(directory, "repo", Instant.parse("2020-01-01T00:00:00Z"));
    Path copy = directory.resolve("copy");
    repository
        .read("clone", "--metadata-dir", directory.resolve("no"), "--metadata-only")
        .expect(ExitCode.DATA_REFUSED);
    Cli.Run cloned =
        repository
            .read("clone", "--metadata-dir", copy, "--metadata-only", "--allow-expired-repo")
            .expect(ExitCode.OK);
    assertTrue(cloned.err().contains("warning"), cloned.err());
    repository.read("verify").expect(ExitCode.DATA_REFUSED);
    repository.read("verify", "--allow-expired-repo").expect(ExitCode.OK);
    repository.edit("update").expect(ExitCode.NOTHING_TO_DO);
    repository.edit("update", "--renew-below", 50).expect(ExitCode.OK);
    repository.read("status").expect(ExitCode.STATE_CONFLICT);
  }

  private static Object[] delegation(String signer, Object... words) {
    List<Object> all = new ArrayList<>(List.of("delegation", "--signing-role", signer));
    all.addAll(List.of(words));
    return all.toArray();
  }

  private static Object[] addRole(String signer, String role, Path key, String paths) {
    return delegation(
        signer, "add-role", "-d", role, "--delegated-key", key, "-p", paths, "-t", 1, "-k", key);
  }

  @Test
  void anOwnerUpdatesTheirRoleApart() throws IOException {
    TestRepository repository = TestRepository.create(directory, "repo");
    Path team = TestRepository.newKey(directory.resolve("team.pem"));
    repository.edit(addRole("targets", "team", team, "team/*")).expect(ExitCode.OK);
    Path theirs = targets("theirs", "team/t.txt", "t");
    Object[] apart =
        delegation(
            "team",
            "update-delegated-targets",
            "-r",
            repository.root(),
            "-m",
            repository.directory().resolve("metadata"),
            "-k",
            team,
            "-t",
            theirs,
            "-o",
            directory.resolve("handed"));
    Cli.Run handed = tuf(apart).expect(ExitCode.OK);
    assertEquals(2, handed.json().path("version").asInt());
    assertEquals("", handed.err());
    tuf(apart).expect(ExitCode.FAILURE);
    repository
        .edit(
            "update",
            "--role",
            "team",
            "-i",
            directory.resolve("handed/metadata"),
            "--incoming-targets",
            theirs)
        .expect(ExitCode.OK);
    repository.read("download", directory.resolve("out")).expect(ExitCode.OK);
    assertEquals("t", Files.readString(directory.resolve("out/team/t.txt")));
  }

  @Test
  void aDelegationIsTakenBackByTheRoleThatMadeIt() throws IOException {
    TestRepository repository = TestRepository.create(directory, "repo");
    Path key = TestRepository.newKey(directory.resolve("team.pem"));
    repository.edit(addRole("targets", "team", key, "team/*")).expect(ExitCode.OK);
    repository.edit(addRole("team", "sub", key, "team/*")).expect(ExitCode.OK);
    Object[] remove = delegation("targets", "remove", "-d", "sub", "-k", key);
    assertEquals(
        "OTHER_DELEGATOR", repository.edit(remove).expect(ExitCode.STATE_CONFLICT).errorCode());
    Object[] recursive = delegation("targets", "remove", "-d", "sub", "-k", key, "--recursive");
    repository.edit(recursive).expect(ExitCode.OK);
    repository.edit(recursive).expect(ExitCode.USAGE);
  }
}
