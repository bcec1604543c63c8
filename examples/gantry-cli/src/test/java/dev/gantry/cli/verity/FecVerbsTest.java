// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import static dev.gantry.cli.JsonCli.refused;
import static dev.gantry.cli.JsonCli.run;
import static dev.gantry.cli.JsonCli.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Parity made, verified and used, and what veritysetup says of it. */
class FecVerbsTest {
  private static final String SALT = "--salt=00ff";
  private static final String UUID = "--uuid=01234567-89ab-cdef-0123-456789abcdef";
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 300;

  @TempDir Path directory;
  private Path data;
  private Path hash;
  private Path parity;

  @BeforeEach
  void makeData() throws IOException {
    byte[] content = new byte[BLOCKS * BLOCK];
    new Random(7).nextBytes(content);
    data = Files.write(directory.resolve("data"), content);
    hash = directory.resolve("hash");
    parity = directory.resolve("parity");
  }

  private JsonNode format(String... options) {
    Object[] words = {"verity", "format", data, hash, SALT, UUID};
    return run(0, concat(words, (Object[]) options));
  }

  private static Object[] concat(Object[] first, Object... rest) {
    Object[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  private static void damage(Path file, int block, int count) throws IOException {
    byte[] content = Files.readAllBytes(file);
    for (int i = block * BLOCK; i < (block + count) * BLOCK; i++) {
      content[i] ^= 0x5a;
    }
    Files.write(file, content);
  }

  private ToolResult veritysetup(Object... words) throws IOException {
    return ExternalTool.run(
        ExternalTool.require("veritysetup"), Arrays.stream(words).map(Object::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 24})
  void makesTheParityOfVeritysetup(int roots) throws IOException {
    JsonNode made = format("--fec-device=" + parity, "--fec-roots=" + roots);
    String root = made.path("root_hash").asString();
    assertEquals(roots, made.path("fec").path("roots").asInt());
    assertEquals(Files.size(parity), made.path("fec").path("size_bytes").asLong());
    Path theirHash = directory.resolve("their-hash");
    Path theirParity = directory.resolve("their-parity");
    veritysetup(
            "format",
            data,
            theirHash,
            SALT,
            UUID,
            "--fec-device=" + theirParity,
            "--fec-roots=" + roots)
        .orFail();
    assertArrayEquals(Files.readAllBytes(theirHash), Files.readAllBytes(hash));
    assertArrayEquals(Files.readAllBytes(theirParity), Files.readAllBytes(parity));
    veritysetup("verify", data, hash, root, "--fec-device=" + parity, "--fec-roots=" + roots)
        .orFail();
  }

  @Test
  void repairsWhatWasDamaged() throws IOException {
    String root = format("--fec-device=" + parity, "--fec-roots=8").path("root_hash").asString();
    Object[] where = {data, hash, root, "--fec-device=" + parity, "--fec-roots=8"};
    byte[] dataBefore = Files.readAllBytes(data);
    byte[] hashBefore = Files.readAllBytes(hash);
    byte[] parityBefore = Files.readAllBytes(parity);
    assertTrue(
        run(0, concat(new Object[] {"verity", "verify"}, where)).path("verified").asBoolean());
    damage(data, 17, 1);
    damage(data, 250, 1);
    damage(hash, 2, 1);
    byte[] bent = parityBefore.clone();
    bent[5] ^= 1;
    Files.write(parity, bent);
    byte[] damaged = Files.readAllBytes(data);
    JsonNode found = run(4, concat(new Object[] {"verity", "verify", "--report=9"}, where));
    assertFalse(found.path("verified").asBoolean());
    assertEquals(3, found.path("bad_blocks").size());
    assertTrue(found.path("repairable").asBoolean());

    JsonNode plan = run(0, concat(new Object[] {"verity", "repair", "--dry-run"}, where));
    assertTrue(plan.path("repairable").asBoolean());
    assertFalse(plan.path("changed").asBoolean());
    assertEquals(3, plan.path("repairable_blocks").asInt());
    assertArrayEquals(damaged, Files.readAllBytes(data));
    JsonNode done = run(0, concat(new Object[] {"verity", "repair"}, where));
    assertEquals(3, done.path("repaired_blocks").asInt());
    assertEquals(3, done.path("bad_blocks").size());
    assertEquals(17 * BLOCK, done.path("bad_blocks").get(0).path("offset_bytes").asLong());
    assertTrue(done.path("bad_blocks").get(0).path("repairable").asBoolean());
    assertTrue(done.path("changed").asBoolean());
    assertArrayEquals(dataBefore, Files.readAllBytes(data));
    assertArrayEquals(hashBefore, Files.readAllBytes(hash));
    assertArrayEquals(parityBefore, Files.readAllBytes(parity));
    assertFalse(
        run(0, concat(new Object[] {"verity", "repair"}, where)).path("changed").asBoolean());
    veritysetup(concat(new Object[] {"verify"}, where)).orFail();
  }

  @Test
  void saysWhatIsBeyondRepair() throws IOException {
    String root = format("--fec-device=" + parity).path("root_hash").asString();
    Object[] where = {data, hash, root, "--fec-device=" + parity};
    damage(data, 100, 8);
    assertNotEquals(0, veritysetup(concat(new Object[] {"verify"}, where)).exitCode());
    JsonNode found = run(4, concat(new Object[] {"verity", "verify"}, where));
    assertFalse(found.path("repairable").asBoolean());
    JsonNode done = run(4, concat(new Object[] {"verity", "repair"}, where));
    assertEquals(8, done.path("unrepairable_blocks").asInt());
    assertFalse(done.path("changed").asBoolean());
    assertTrue(
        text(4, concat(new Object[] {"verity", "repair"}, where))
            .contains("0 bad blocks repaired, 8 not"));
  }

  @Test
  void worksInOneFileAndWithoutTheSuperblock() throws IOException {
    byte[] content = Files.readAllBytes(data);
    int hashAt = content.length;
    int tree = hashAt + BLOCK;
    int fecAt = hashAt + 8 * BLOCK;
    Object[] shape = {"--hash-offset=" + hashAt, "--fec-device=" + data, "--fec-offset=" + fecAt};
    JsonNode made =
        run(0, concat(new Object[] {"verity", "format", data, data, SALT, UUID}, shape));
    String root = made.path("root_hash").asString();
    assertEquals(fecAt + made.path("fec").path("size_bytes").asLong(), Files.size(data));
    byte[] whole = Files.readAllBytes(data);
    assertArrayEquals(content, Arrays.copyOf(whole, content.length));
    run(0, concat(new Object[] {"verity", "verify", data, data, root}, shape));
    veritysetup(concat(new Object[] {"verify", data, data, root, "--data-blocks=" + BLOCKS}, shape))
        .orFail();
    damage(data, 3, 2);
    damage(data, hashAt / BLOCK, 1);
    assertEquals(
        "VERITY_SUPERBLOCK",
        refused(4, concat(new Object[] {"verity", "repair", data, data, root}, shape)));
    Object[] words = {
      "verity",
      "repair",
      data,
      data,
      root,
      "--no-superblock",
      SALT,
      "--data-blocks=" + BLOCKS,
      "--hash-offset=" + tree,
      "--fec-device=" + data,
      "--fec-offset=" + fecAt
    };
    assertEquals(2, run(0, words).path("repaired_blocks").asInt());
    assertArrayEquals(content, Arrays.copyOf(Files.readAllBytes(data), content.length));
  }

  @Test
  void tableNamesTheParity() throws IOException {
    JsonNode made = format("--fec-device=" + parity, "--fec-roots=4");
    String root = made.path("root_hash").asString();
    Object[] words = {
      "verity",
      "table",
      hash,
      root,
      "--data-device=/dev/a",
      "--hash-device=/dev/b",
      "--fec-device=/dev/c",
      "--fec-roots=4"
    };
    String line = run(0, words).path("table").asString();
    String fec = "8 use_fec_from_device /dev/c fec_roots 4 fec_blocks 304 fec_start 0";
    assertTrue(line.endsWith(fec), line);
    assertEquals(
        made.path("table").asString(),
        line.replace("/dev/a", "DATA").replace("/dev/b", "HASH").replace("/dev/c", "FEC"));
  }

  @Test
  void refusesBeforeAnythingIsWritten() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"--fec-device=" + parity, "--fec-roots=1"},
          {"--fec-device=" + parity, "--fec-offset=100"},
          {"--fec-device=" + hash},
          {"--fec-device=" + data},
          {"--fec-device=" + data, "--fec-offset=" + BLOCK * (BLOCKS - 1)}
        }) {
      byte[] before = Files.readAllBytes(data);
      assertEquals(
          "BAD_ARGUMENT",
          refused(2, concat(new Object[] {"verity", "format", data, hash}, (Object[]) wrong)));
      assertFalse(Files.exists(hash) || Files.exists(parity), () -> Arrays.toString(wrong));
      assertArrayEquals(before, Files.readAllBytes(data));
    }
    assertEquals(
        "UNSUPPORTED_FORMAT",
        refused(
            4, "verity", "format", data, hash, "--hash-block-size=512", "--fec-device=" + parity));
    assertFalse(Files.exists(hash) || Files.exists(parity));
    // A tail of less than a block is data too, though no tree covers it.
    Files.write(data, new byte[BLOCK + 5]);
    assertEquals(
        "BAD_ARGUMENT",
        refused(
            2, "verity", "format", data, hash, "--fec-device=" + data, "--fec-offset=" + BLOCK));
    String root = format("--fec-device=" + parity).path("root_hash").asString();
    assertEquals("BAD_ARGUMENT", refused(2, "verity", "repair", data, hash, root));
    assertEquals(
        "IO_ERROR", refused(1, "verity", "repair", data, hash, root, "--fec-device=" + directory));
    Files.write(parity, new byte[BLOCK]);
    assertEquals(
        "LENGTH_MISMATCH",
        refused(4, "verity", "repair", data, hash, root, "--fec-device=" + parity));
  }

  @Test
  void saysHowItHashed() {
    JsonNode made = format();
    JsonNode hashing = made.path("hashing");
    assertEquals("sha256", hashing.path("algorithm").asString());
    long blocks =
        hashing.path("sequential_blocks").asLong()
            + hashing.path("paired_blocks").asLong()
            + hashing.path("accelerated_blocks").asLong();
    assertTrue(blocks >= BLOCKS, hashing.toString());
    assertTrue(hashing.path("description").asString().contains("acceleration: "));
    Object[] verify = {"verity", "verify", data, hash, made.path("root_hash").asString()};
    assertTrue(run(0, verify).has("hashing"));
    assertTrue(run(0, concat(verify, "--report=1")).has("hashing"));
  }
}
