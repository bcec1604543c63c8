// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import static dev.gantry.cli.JsonCli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptFinding;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptReport;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.GptVerifier;
import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signed images, ours for systemd and systemd's for us; Discoverable Partitions Specification.
 *
 * <p>Both programs of systemd need a loop device. Where there is none, which is where root is not
 * to be had, the test is skipped and says why, even under CI.
 */
class SystemdImageTest {
  private static final int DATA_BYTES = 64 * 4096;
  private static final int HASH_BYTES = 16 * 4096;

  /** What repart makes, whatever the size of the content. */
  private static final int SIGNATURE_BYTES = 4 * 4096;

  private static final String DATA = "root-x86-64";
  private static final String HASH = "root-x86-64-verity";
  private static final String SIGNATURE = "root-x86-64-verity-sig";

  @TempDir Path directory;
  private Path data;
  private Path image;

  @BeforeEach
  void writeData() throws IOException {
    data = directory.resolve("data");
    image = directory.resolve("image");
    byte[] content = new byte[100_000];
    new Random(8).nextBytes(content);
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.write(tree.resolve("file"), content);
    // systemd-dissect mounts it.
    BlockDevices.create(data, DATA_BYTES, 512).close();
    List<String> words =
        List.of("-q", "-t", "ext4", "-O", "^has_journal", "-d", tree.toString(), data.toString());
    ExternalTool.run(ExternalTool.require("mke2fs"), words).orFail();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "P-256", "P-384"})
  void weTakeWhatRepartMakes(String kind) throws IOException {
    makeKey(kind);
    JsonNode made = repart("--empty=create", "--size=8M", "--dry-run=no");
    String root = made.get(1).path("roothash").asString();

    GptTable table = read();
    try (BlockSource disk = BlockDevices.openSource(image)) {
      GptReport report = GptVerifier.inspect(disk, 4096);
      assertEquals(List.of(), report.atLeast(GptFinding.Severity.WARNING), report::toString);
    }
    Path hash = copyOut(table, HASH);
    run(0, "verity", "verify", copyOut(table, DATA), hash, root);
    run(
        0,
        "verity",
        "verify-signature",
        root,
        "--certificate=" + file("certificate"),
        "--signature-partition=" + copyOut(table, SIGNATURE));
    JsonNode again =
        run(
            0,
            "verity",
            "format",
            data,
            directory.resolve("again"),
            "--salt=" + salt(hash),
            "--data-block-size=512",
            "--hash-block-size=512");
    assertEquals(root, again.path("root_hash").asString());
    assertEquals(
        partition(table, DATA).uniqueGuid().toString(),
        again.path("data_partition_guid").asString());
    assertEquals(
        partition(table, HASH).uniqueGuid().toString(),
        again.path("hash_partition_guid").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "P-256", "P-384"})
  void systemdTakesWhatWeMake(String kind) throws IOException {
    makeKey(kind);
    String root = makeImage();

    for (String[] option : new String[][] {{}, {"--root-hash=" + root}}) {
      ToolResult shown = dissect(option);
      assertEquals(0, shown.exitCode(), shown::stderr);
      JsonNode mounts = JsonMapper.shared().readTree(shown.stdout()).path("mounts");
      assertEquals(3, mounts.size(), shown::stdout);
      GptTable table = read();
      for (JsonNode mount : mounts) {
        GptPartition ours = table.partition(mount.path("partno").asInt()).orElseThrow();
        assertEquals(ours.uniqueGuid().toString(), mount.path("partition_uuid").asString());
        assertEquals(
            ours.number() == 1 ? "signed" : "", mount.path("verity").asString(""), mount::toString);
        assertEquals("x86-64", mount.path("architecture").asString());
      }
      assertEquals("verity_hash_signature", mounts.get(2).path("fstype").asString());
    }
    String other = root.replace(root.charAt(0), root.charAt(0) == '0' ? '1' : '0');
    assertNotEquals(0, dissect("--root-hash=" + other).exitCode());
    for (JsonNode partition : repart("--dry-run=yes")) {
      assertEquals("unchanged", partition.path("activity").asString(), partition::toString);
    }
  }

  /** So that the test before it means something: systemd reads the signature partition. */
  @Test
  void systemdRefusesASignaturePartitionThatIsDamaged() throws IOException {
    makeKey("P-256");
    makeImage();
    GptPartition signature = partition(read(), SIGNATURE);
    try (BlockDevice disk = BlockDevices.open(image)) {
      disk.writeFully(signature.firstLba() * 512, ByteBuffer.wrap(new byte[] {'['}));
    }
    assertNotEquals(0, dissect().exitCode());
  }

  /** Makes the image with the verbs of the command, and returns the root hash. */
  private String makeImage() throws IOException {
    Path hash = directory.resolve("hash");
    Path partition = directory.resolve("partition");
    JsonNode made = run(0, "verity", "format", data, hash);
    String root = made.path("root_hash").asString();
    run(
        0,
        "verity",
        "sign",
        root,
        "--key=" + file("key"),
        "--certificate=" + file("certificate"),
        "--signature-partition=" + partition);
    BlockDevices.create(image, 8 << 20, 512).close();
    run(0, "gpt", "create", image);
    add(DATA, DATA_BYTES, "--guid=" + made.path("data_partition_guid").asString());
    add(HASH, HASH_BYTES, "--guid=" + made.path("hash_partition_guid").asString());
    add(SIGNATURE, SIGNATURE_BYTES, "--attributes=1000000000000000");
    copyIn(data, DATA);
    copyIn(hash, HASH);
    copyIn(partition, SIGNATURE);
    return root;
  }

  private void add(String type, long bytes, String option) {
    run(
        0,
        "gpt",
        "add",
        image,
        "--type=" + type,
        "--name=" + type,
        "--size=" + bytes / 512 + "s",
        option);
  }

  private JsonNode repart(String... options) throws IOException {
    Path repart = ExternalTool.require("systemd-repart");
    Path definitions = Files.createDirectories(directory.resolve("repart.d"));
    String match = "\nVerityMatchKey=root\n";
    define(definitions, 1, DATA, "data" + match + "CopyBlocks=" + data + sizes(DATA_BYTES));
    define(definitions, 2, HASH, "hash" + match + sizes(HASH_BYTES));
    define(definitions, 3, SIGNATURE, "signature" + match);
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--json=short");
    words.add("--definitions=" + definitions);
    words.add("--private-key=" + file("key"));
    words.add("--certificate=" + file("certificate"));
    words.add(image.toString());
    ToolResult made = ExternalTool.run(repart, words);
    assumeLoopDevice(made);
    made.orFail();
    return JsonMapper.shared().readTree(made.stdout());
  }

  private static void define(Path definitions, int number, String type, String verity)
      throws IOException {
    Files.writeString(
        definitions.resolve(number + ".conf"),
        "[Partition]\nType=" + type + "\nVerity=" + verity + "\n");
  }

  private static String sizes(int bytes) {
    return "\nSizeMinBytes=" + bytes + "\nSizeMaxBytes=" + bytes;
  }

  private ToolResult dissect(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--json=short");
    words.add(image.toString());
    ToolResult shown = ExternalTool.run(ExternalTool.require("systemd-dissect"), words);
    assumeLoopDevice(shown);
    return shown;
  }

  private static void assumeLoopDevice(ToolResult result) {
    Assumptions.assumeFalse(
        result.exitCode() != 0 && result.stderr().contains("loopback device"),
        () -> "no loop devices: " + result.stderr());
  }

  private void makeKey(String kind) throws IOException {
    List<String> words = new ArrayList<>(List.of("req", "-x509", "-nodes", "-newkey"));
    words.addAll(
        kind.startsWith("rsa")
            ? List.of(kind)
            : List.of("ec", "-pkeyopt", "ec_paramgen_curve:" + kind));
    words.addAll(List.of("-subj", "/CN=test", "-days", "36500"));
    words.addAll(List.of("-keyout", file("key").toString()));
    words.addAll(List.of("-out", file("certificate").toString()));
    ExternalTool.run(ExternalTool.require("openssl"), words).orFail();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static String salt(Path hash) {
    return run(0, "verity", "dump", hash).path("salt").asString();
  }

  private GptTable read() throws IOException {
    try (BlockSource disk = BlockDevices.openSource(image)) {
      GptReadResult found = GptReader.read(disk);
      assertEquals(List.of(), found.issues());
      return found.table();
    }
  }

  private static GptPartition partition(GptTable table, String type) {
    List<GptPartition> found = table.partitionsOfType(KnownTypes.find(type).orElseThrow());
    assertEquals(1, found.size());
    return found.get(0);
  }

  private Path copyOut(GptTable table, String type) throws IOException {
    GptPartition partition = partition(table, type);
    ByteBuffer content = ByteBuffer.allocate((int) partition.sectorCount() * 512);
    try (BlockSource disk = BlockDevices.openSource(image)) {
      disk.readFully(partition.firstLba() * 512, content);
    }
    return Files.write(directory.resolve(type), content.array());
  }

  private void copyIn(Path content, String type) throws IOException {
    GptPartition partition = partition(read(), type);
    byte[] bytes = Files.readAllBytes(content);
    assertTrue(bytes.length <= partition.sectorCount() * 512, type);
    try (BlockDevice disk = BlockDevices.open(image)) {
      disk.writeFully(partition.firstLba() * 512, ByteBuffer.wrap(bytes));
    }
  }
}
