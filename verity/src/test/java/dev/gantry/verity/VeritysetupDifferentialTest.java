// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** We and the installed veritysetup make the same bytes and accept each other's. */
final class VeritysetupDifferentialTest {
  private static final List<VerityAlgorithm> KNOWN_TO_PEER =
      Stream.of(
              "sha256", "sha1", "sha512", "sha384", "sha3-256", "blake2b-512", "blake2s-256", "sm3")
          .map(id -> VerityAlgorithm.find(id).orElseThrow())
          .toList();

  /** Numbers are followed by their unit. */
  private static final Pattern AFTER_FIRST_WORD = Pattern.compile("\\s.*");

  private static Path veritysetup = Path.of("veritysetup");

  @TempDir Path directory;

  @BeforeAll
  static void findTool() {
    veritysetup = ExternalTool.require("veritysetup");
  }

  static Stream<Arguments> shapes() {
    Stream.Builder<Arguments> shapes = Stream.builder();
    int[] counts = {1, 2, 127, 128, 129, 255, 256, 257};
    for (int count : counts) {
      shapes.add(Arguments.of(count, 4096, 4096, 32, VerityAlgorithm.SHA256));
    }
    for (int count : new int[] {16383, 16384, 16385}) {
      shapes.add(Arguments.of(count, 512, 4096, 32, VerityAlgorithm.SHA256));
    }
    for (int salt : new int[] {0, 1, 63, 64, 65, 255, 256}) {
      shapes.add(Arguments.of(130, 4096, 4096, salt, VerityAlgorithm.SHA256));
    }
    List<VerityAlgorithm> digests = KNOWN_TO_PEER;
    // A fixed seed: the same shapes in every run, so that a failure can be looked at.
    Random random = new Random(20260101);
    for (int i = 0; i < 24; i++) {
      int dataSize = 512 << random.nextInt(i < 20 ? 6 : 11);
      int hashSize = 512 << random.nextInt(i < 20 ? 6 : 11);
      int count = 1 + random.nextInt(Math.max(1, Math.min(5000, (16 << 20) / dataSize)));
      VerityAlgorithm digest = digests.get(random.nextInt(digests.size()));
      shapes.add(Arguments.of(count, dataSize, hashSize, random.nextInt(257), digest));
    }
    return shapes.build();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void sameBytesAndAcceptedBothWays(
      int count, int dataSize, int hashSize, int saltSize, VerityAlgorithm digest)
      throws IOException {
    VerityParameters parameters =
        VerityParameters.builder(VerityData.UUID, VerityData.salt(saltSize))
            .algorithm(digest)
            .dataBlockSizeBytes(dataSize)
            .hashBlockSizeBytes(hashSize)
            .build();
    Path data = Files.write(directory.resolve("data"), VerityData.splitMix(count * dataSize));
    Path ours = directory.resolve("ours");
    Path theirs = directory.resolve("theirs");

    VerityTree tree = format(data, ours, parameters);
    ToolResult made =
        veritysetup(
                "format",
                "--hash=" + digest.id(),
                "--data-block-size=" + dataSize,
                "--hash-block-size=" + hashSize,
                "--salt=" + (saltSize == 0 ? "-" : parameters.salt().toHex()),
                "--uuid=" + parameters.uuid(),
                data.toString(),
                theirs.toString())
            .orFail();

    assertEquals(field(made, "Root hash"), tree.rootHash().hex());
    assertEquals(-1, Files.mismatch(ours, theirs), "hash files are the same");
    veritysetup("verify", data.toString(), ours.toString(), tree.rootHash().hex()).orFail();
    try (BlockSource dataSource = BlockDevices.openSource(data);
        BlockSource hashSource = BlockDevices.openSource(theirs)) {
      VerityProof proof =
          VerityVerifier.verify(dataSource, hashSource, tree.rootHash(), VerityOptions.defaults());
      assertEquals(count, proof.dataBlocks());
    }
    assertSameDump(theirs, tree.superblock());
  }

  private void assertSameDump(Path hash, VeritySuperblock superblock) throws IOException {
    ToolResult dump = veritysetup("dump", hash.toString()).orFail();
    Map<String, String> expected = new TreeMap<>();
    expected.put("UUID", superblock.uuid().toString());
    expected.put("Hash type", Integer.toString(superblock.hashType()));
    expected.put("Data blocks", Long.toString(superblock.dataBlocks()));
    expected.put("Data block size", Integer.toString(superblock.dataBlockSizeBytes()));
    expected.put("Hash block size", Integer.toString(superblock.hashBlockSizeBytes()));
    expected.put("Hash algorithm", superblock.algorithm().id());
    expected.put("Salt", superblock.salt().size() == 0 ? "-" : superblock.salt().toHex());
    Map<String, String> found = new TreeMap<>();
    expected.keySet().forEach(name -> found.put(name, field(dump, name)));
    assertEquals(expected, found);
  }

  /** Damage in the spare area, which no digest of the data notices. */
  @Test
  void bothRefuseDigestsBehindTheLastBlock() throws IOException {
    VerityParameters parameters = VerityParameters.of(VerityData.UUID, VerityData.SALT);
    Path data = Files.write(directory.resolve("data"), VerityData.splitMix(130 * 4096));
    Path hash = directory.resolve("hash");
    VerityTree tree = format(data, hash, parameters);
    try (BlockDevice device = BlockDevices.open(hash)) {
      ByteBuffer superblock = ByteBuffer.allocate(512);
      parameters.superblock(129).encode(superblock);
      device.writeFully(0, superblock.flip());
    }
    assertNotEquals(
        0,
        veritysetup("verify", data.toString(), hash.toString(), tree.rootHash().hex()).exitCode());
    try (BlockSource dataSource = BlockDevices.openSource(data);
        BlockSource hashSource = BlockDevices.openSource(hash)) {
      CorruptBlockException failure =
          assertThrows(
              CorruptBlockException.class,
              () ->
                  VerityVerifier.verify(
                      dataSource, hashSource, tree.rootHash(), VerityOptions.defaults()));
      assertEquals(BlockFault.SPARE_AREA_NOT_ZERO, failure.fault());
      assertEquals(1, failure.level());
      assertEquals(1, failure.blockIndex());
    }
  }

  /** What veritysetup makes and this release does not read yet. */
  @ParameterizedTest
  @ValueSource(strings = {"--hash=shake128", "--hash=md5-sha1"})
  void refusesWhatIsNotSupported(String option) throws IOException {
    Path data = Files.write(directory.resolve("data"), VerityData.splitMix(3 * 4096));
    Path hash = directory.resolve("hash");
    veritysetup("format", option, data.toString(), hash.toString()).orFail();
    try (BlockSource source = BlockDevices.openSource(hash)) {
      assertThrows(UnsupportedFormatException.class, () -> VeritySuperblock.read(source));
    }
  }

  private VerityTree format(Path data, Path hash, VerityParameters parameters) throws IOException {
    long size =
        VerityFormatter.hashAreaBytes(
            Files.size(data) / parameters.dataBlockSizeBytes(), parameters);
    try (BlockSource source = BlockDevices.openSource(data);
        BlockDevice device = BlockDevices.create(hash, size, 512)) {
      VerityTree tree =
          VerityFormatter.format(source, device, parameters, VerityOptions.defaults());
      assertEquals(size, tree.hashAreaBytes());
      return tree;
    }
  }

  private static ToolResult veritysetup(String... arguments) throws IOException {
    return ExternalTool.run(veritysetup, arguments);
  }

  private static String field(ToolResult result, String name) {
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(
            line ->
                AFTER_FIRST_WORD.matcher(line.substring(name.length() + 1).strip()).replaceAll(""))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is missing in " + result))
        .toLowerCase(Locale.ROOT);
  }
}
