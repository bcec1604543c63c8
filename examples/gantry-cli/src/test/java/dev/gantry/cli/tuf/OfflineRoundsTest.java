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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes whose targets key is on a machine without a network. */
class OfflineRoundsTest {
  private static final List<String> ONLINE = List.of("snapshot", "timestamp");

  @TempDir Path directory;

  private TestRepository repository;
  private Path bundle;
  private Path in;

  @BeforeEach
  void publish() throws IOException {
    repository = TestRepository.create(directory, "repo");
    bundle = directory.resolve("bundle.json");
    in = Files.createDirectories(directory.resolve("in"));
    Files.writeString(in.resolve("a.txt"), "a");
  }

  @Test
  void anUpdateIsPreparedSignedElsewhereAndPublished() throws IOException {
    repository.editAs(ONLINE, "update", "-t", in, "--prepare", bundle).expect(ExitCode.OK);
    repository.editAs(ONLINE, "update", "-t", in, "--bundle", bundle).expect(5);
    repository.read("download", directory.resolve("no"), "-n", "a.txt").expect(4);

    tuf("bundle", "report", bundle).expect(ExitCode.STATE_CONFLICT);
    tuf("bundle", "sign", bundle, "-k", repository.key("targets")).expect(ExitCode.OK);
    Cli.Run published = repository.editAs(ONLINE, "update", "-t", in, "--bundle", bundle).expect(0);
    assertEquals(2, published.json().path("targets_version").asInt());

    Path out = directory.resolve("out");
    repository.read("download", out).expect(ExitCode.OK);
    assertEquals("a", Files.readString(out.resolve("a.txt")));
  }

  @Test
  void aBundleIsForTheChangeThatItWasMadeOf() throws IOException {
    repository.editAs(ONLINE, "update", "-t", in, "--prepare", bundle).expect(ExitCode.OK);
    tuf("bundle", "sign", bundle, "-k", repository.key("targets")).expect(ExitCode.OK);
    Files.writeString(in.resolve("a.txt"), "another");
    Cli.Run run = repository.editAs(ONLINE, "update", "-t", in, "--bundle", bundle);
    assertEquals("BUNDLE_DIFFERS", run.expect(ExitCode.STATE_CONFLICT).errorCode());
  }

  @Test
  void aRepositoryIsCreatedWithABundle() {
    Path made = directory.resolve("made");
    Object[] create = {
      "create",
      "-o",
      made,
      "-r",
      repository.root(),
      "-t",
      in,
      "-k",
      repository.key("snapshot"),
      "-k",
      repository.key("timestamp"),
      "--prepare",
      bundle
    };
    tuf(create).expect(ExitCode.OK);
    assertFalse(Files.exists(made.resolve("metadata/timestamp.json")));
    tuf("bundle", "sign", bundle, "-k", repository.key("targets")).expect(ExitCode.OK);
    create[create.length - 2] = "--bundle";
    tuf(create).expect(ExitCode.OK);
    tuf("verify", "--repo", made, "-r", repository.root()).expect(ExitCode.OK);
  }

  @Test
  void theNextRoundHasWhatTheFirstOneLedTo() throws IOException {
    Path next = directory.resolve("next.json");
    List<String> last = List.of("timestamp");
    repository.editAs(last, "update", "-t", in, "--prepare", bundle).expect(ExitCode.OK);
    tuf("bundle", "sign", bundle, "-k", repository.key("targets")).expect(ExitCode.OK);
    repository
        .editAs(last, "update", "-t", in, "--bundle", bundle, "--prepare", next)
        .expect(ExitCode.OK);
    tuf("bundle", "sign", next, "-k", repository.key("snapshot")).expect(ExitCode.OK);
    repository.editAs(last, "update", "-t", in, "--bundle", next).expect(ExitCode.OK);
    repository.read("verify").expect(ExitCode.OK);
  }

  @Test
  void aDelegationTakesABundleToo() throws IOException {
    Path team = TestRepository.newKey(directory.resolve("team.pem"));
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
      "--prepare",
      bundle
    };
    repository.editAs(ONLINE, add).expect(ExitCode.OK);
    tuf("bundle", "sign", bundle, "-k", repository.key("targets")).expect(ExitCode.OK);
    add[add.length - 2] = "--bundle";
    repository.editAs(ONLINE, add).expect(ExitCode.OK);
    assertTrue(Files.exists(repository.directory().resolve("metadata/1.team.json")));
  }
}
