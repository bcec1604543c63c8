// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exit codes and JSON of the verbs, in process. */
class GantryCliTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  private record Run(int code, String out, String err) {
    Run expect(int expected) {
      assertEquals(expected, code, () -> out + err);
      return this;
    }

    JsonNode json() {
      return JSON.readTree(out);
    }
  }

  private static Run gantry(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = GantryCli.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Run(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "demo",
    "tuf-conformance",
    "gpt",
    "'gpt show'",
    "'gpt plan'",
    "'gpt apply'",
    "slots",
    "'slots show'",
    "'slots clear-inactive'",
    "verity",
    "'verity diff'",
    "'verity dump'",
    "'verity format'",
    "'verity table'",
    "'verity verify'",
    "image",
    "'image assemble'",
    "release",
    "'release init'",
    "'release publish'",
    "boot",
    "update",
    "'update check'",
    "'update plan'",
    "'update stage'",
    "'update activate'",
    "'update confirm'",
    "'update cancel'",
    "'update rollback'",
    "'update status'"
  })
  void everyVerbHasHelp(String verb) {
    Run run = gantry((Object[]) (verb + " --help").split(" ")).expect(ExitCode.OK);
    assertTrue(run.out().startsWith("Usage: gantry " + verb), run.out());
  }

  @Test
  void wrongCommandLineIsUsage() {
    gantry("no-such-verb").expect(ExitCode.USAGE);
    gantry("gpt", "show").expect(ExitCode.USAGE);
    gantry("update", "stage", "--disk", directory.resolve("d.img")).expect(ExitCode.USAGE);
  }

  @Test
  void missingFileIsOneLine() {
    Run run = gantry("gpt", "show", directory.resolve("absent")).expect(ExitCode.FAILURE);
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void diskWithoutTableIsRefusedAsJson() throws IOException {
    Path disk = directory.resolve("zeros.img");
    BlockDevices.create(disk, 1 << 20, 512).close();
    Run run = gantry("gpt", "show", disk, "--json").expect(ExitCode.DATA_REFUSED);
    assertEquals("GPT_NOT_FOUND", run.json().path("error").path("code").asString());
    assertEquals("", run.err());
  }

  @Test
  void verityRoundTrip() throws IOException {
    Path data = randomFile("data.img", 300);
    Path hash = directory.resolve("hash.img");
    String root =
        gantry("verity", "format", data, hash, "--json")
            .expect(ExitCode.OK)
            .json()
            .path("root_hash")
            .asString();
    gantry("verity", "verify", data, hash, root).expect(ExitCode.OK);

    byte[] content = Files.readAllBytes(data);
    content[123 * 4096 + 7] ^= 1;
    Files.write(data, content);
    gantry("verity", "verify", data, hash, root).expect(ExitCode.DATA_REFUSED);
    Run report =
        gantry("verity", "verify", data, hash, root, "--report", 5, "--json")
            .expect(ExitCode.DATA_REFUSED);
    assertEquals(123, report.json().path("issues").path(0).path("block_index").asInt());
  }

  @Test
  void machineThatWasNeverStartedIsAConflict() throws IOException {
    Path disk = assemble();
    Run run = gantry("update", "status", "--disk", disk, "--json").expect(ExitCode.STATE_CONFLICT);
    assertEquals("NOT_RUNNING", run.json().path("error").path("code").asString());
  }

  @Test
  void existingMachineIsNotReplacedUnlessForced() throws IOException {
    Path disk = assemble();
    byte[] head = firstMegabyte(disk);
    Path root = directory.resolve("root.img");
    Object[] again = {
      "image",
      "assemble",
      "--disk",
      disk,
      "--root-image",
      root,
      "--image-version",
      "2.0.0",
      "--variant",
      "demo",
      "--os-gib",
      1
    };
    gantry(again).expect(ExitCode.FAILURE);
    assertEquals(Bytes.of(head), Bytes.of(firstMegabyte(disk)));

    Object[] forced = Arrays.copyOf(again, again.length + 1);
    forced[again.length] = "--force";
    gantry(forced).expect(ExitCode.OK);
    Run boot = gantry("boot", "--disk", disk, "--json").expect(ExitCode.OK);
    assertEquals("2.0.0", boot.json().path("starts").path(0).path("version").asString());
  }

  @Test
  void corruptOnlySlotDoesNotBoot() throws IOException {
    Path disk = assemble();
    try (var device = BlockDevices.open(disk)) {
      // ROOT-A of the one GiB layout starts at 30 MiB: 1 + 4 + 5 + 20.
      device.writeFully(30L << 20, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
    Run run = gantry("boot", "--disk", disk, "--json").expect(ExitCode.BOOT_FAILED);
    JsonNode start = run.json().path("starts").path(0);
    assertEquals("ROOT_CORRUPT", start.path("reason").asString());
    assertEquals("A", start.path("slot").asString());
  }

  @Test
  void commandLineErrorIsJsonToo() {
    Run run = gantry("gpt", "show", "--json").expect(ExitCode.USAGE);
    assertEquals("USAGE", run.json().path("error").path("code").asString());
  }

  @Test
  void treeIsNotWrittenOverItsOwnData() throws IOException {
    Path data = randomFile("data.img", 300);
    Path link = Files.createLink(directory.resolve("link.img"), data);
    byte[] before = Files.readAllBytes(data);
    gantry("verity", "format", data, data).expect(ExitCode.USAGE);
    gantry("verity", "format", data, link).expect(ExitCode.USAGE);
    assertEquals(Bytes.of(before), Bytes.of(Files.readAllBytes(data)));
  }

  @Test
  void failedFormatLeavesNoFile() throws IOException {
    Path data = Files.write(directory.resolve("short.img"), new byte[100]);
    Path hash = directory.resolve("hash.img");
    gantry("verity", "format", data, hash).expect(ExitCode.DATA_REFUSED);
    assertFalse(Files.exists(hash));
  }

  @Test
  void directoryIsNoDisk() {
    Run run = gantry("gpt", "show", directory).expect(ExitCode.FAILURE);
    assertTrue(run.err().contains(directory.toString()), run.err());
  }

  @Test
  void unreachableRepositoryIsAFailureAndNoAttack() throws IOException {
    Path disk = assembleWithRoot();
    gantry("boot", "--disk", disk).expect(ExitCode.OK);
    gantry("update", "check", "--disk", disk, "--repo", directory.resolve("absent"))
        .expect(ExitCode.FAILURE);
    gantry("update", "check", "--disk", disk, "--repo", "ftp://127.0.0.1/").expect(ExitCode.USAGE);
    gantry("update", "check", "--disk", disk, "--repo", "x", "--seed", 5000).expect(ExitCode.USAGE);
  }

  @Test
  void bootThatCannotStartLeavesTheMachineRunning() throws IOException {
    Path disk = assemble();
    gantry("boot", "--disk", disk).expect(ExitCode.OK);
    gantry("boot", "--disk", disk, "--attempts", 0).expect(ExitCode.USAGE);
    gantry("update", "status", "--disk", disk).expect(ExitCode.OK);
  }

  @Test
  void noteAboutAnotherDiskIsNotBelieved() throws IOException {
    Path disk = assemble();
    gantry("boot", "--disk", disk).expect(ExitCode.OK);
    Path state = directory.resolve("disk.img.state");
    Path other = directory.resolve("other.img");
    gantry(
            "image",
            "assemble",
            "--disk",
            other,
            "--root-image",
            directory.resolve("root.img"),
            "--image-version",
            "1.0.0",
            "--variant",
            "demo",
            "--os-gib",
            1)
        .expect(ExitCode.OK);
    Run run =
        gantry("update", "confirm", "--disk", other, "--state", state, "--json")
            .expect(ExitCode.STATE_CONFLICT);
    assertEquals("STATE_OF_OTHER_DISK", run.json().path("error").path("code").asString());
  }

  @Test
  void missingDiskLeavesNoState() {
    Path disk = directory.resolve("typo.img");
    gantry("boot", "--disk", disk).expect(ExitCode.FAILURE);
    assertFalse(Files.exists(directory.resolve("typo.img.state")));
  }

  @Test
  void trustedRootIsCheckedBeforeAnythingIsMade() throws IOException {
    Path root = randomFile("root.img", 64);
    Path disk = directory.resolve("disk.img");
    Path notRoot = Files.writeString(directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----");
    gantry(
            "image",
            "assemble",
            "--disk",
            disk,
            "--root-image",
            root,
            "--image-version",
            "1.0.0",
            "--variant",
            "demo",
            "--os-gib",
            1,
            "--trusted-root",
            notRoot)
        .expect(ExitCode.DATA_REFUSED);
    assertFalse(Files.exists(disk));
  }

  @Test
  void diskThatIsAnInputIsNotReplaced() throws IOException {
    Path root = randomFile("root.img", 64);
    gantry(
            "image",
            "assemble",
            "--disk",
            root,
            "--root-image",
            root,
            "--image-version",
            "1.0.0",
            "--variant",
            "demo",
            "--os-gib",
            1,
            "--force")
        .expect(ExitCode.USAGE);
    assertEquals(64 * 4096, Files.size(root));
  }

  private Path assembleWithRoot() throws IOException {
    Path keys = directory.resolve("keys");
    gantry("release", "init", "--repo", directory.resolve("repo"), "--keys", keys)
        .expect(ExitCode.OK);
    Path disk = directory.resolve("rooted.img");
    gantry(
            "image",
            "assemble",
            "--disk",
            disk,
            "--root-image",
            randomFile("r.img", 16),
            "--image-version",
            "1.0.0",
            "--variant",
            "demo",
            "--os-gib",
            1,
            "--trusted-root",
            keys.resolve("root.json"))
        .expect(ExitCode.OK);
    return disk;
  }

  private Path assemble() throws IOException {
    Path root = randomFile("root.img", 64);
    Path disk = directory.resolve("disk.img");
    gantry(
            "image",
            "assemble",
            "--disk",
            disk,
            "--root-image",
            root,
            "--image-version",
            "1.0.0",
            "--variant",
            "demo",
            "--os-gib",
            1)
        .expect(ExitCode.OK);
    return disk;
  }

  private Path randomFile(String name, int blocks) throws IOException {
    byte[] content = new byte[blocks * 4096];
    new SplittableRandom(blocks).nextBytes(content);
    return Files.write(directory.resolve(name), content);
  }

  private static byte[] firstMegabyte(Path disk) throws IOException {
    try (var in = Files.newInputStream(disk)) {
      return in.readNBytes(1 << 20);
    }
  }
}
