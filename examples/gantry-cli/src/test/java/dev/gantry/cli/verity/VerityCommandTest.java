// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.CliRunner;
import dev.gantry.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The verbs with the options of veritysetup. */
final class VerityCommandTest {
  private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

  @TempDir Path directory;

  private record Run(int code, String out, String err) {
    JsonNode json() {
      return new ObjectMapper().readTree(out);
    }

    Run expect(int expected) {
      assertEquals(expected, code, () -> out + err);
      return this;
    }
  }

  private static Run verity(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all =
        Arrays.stream(new Object[][] {{"verity"}, words})
            .flatMap(Arrays::stream)
            .map(Object::toString)
            .toArray(String[]::new);
    int code = CliRunner.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    return new Run(code, out.toString(), err.toString());
  }

  private Path data(String name, int blocks) throws IOException {
    byte[] content = new byte[blocks * 4096];
    new Random(blocks).nextBytes(content);
    return Files.write(directory.resolve(name), content);
  }

  @Test
  void typeDigestOffsetAndRootHashFile() throws IOException {
    Path data = data("data", 40);
    Path hash = directory.resolve("hash");
    Path root = directory.resolve("root");
    String format =
        "--format=0 --hash=SHA1 --salt=- --hash-offset=8192 --data-blocks=33 --uuid=" + UUID;
    Object[] words = {"format", data, hash, "--root-hash-file", root, "--json"};
    JsonNode made = verity(concat(words, format.split(" "))).expect(ExitCode.OK).json();
    assertEquals(33, made.path("data_blocks").asInt());
    assertEquals("sha1", made.path("algorithm").asString());
    assertEquals(Files.readString(root), made.path("root_hash").asString());
    assertEquals(12288, made.path("tree_offset_bytes").asInt());
    verity("verify", data, hash, "--hash-offset=8192", "--root-hash-file", root)
        .expect(ExitCode.OK);
    verity("verify", data, hash, "--hash-offset=8192").expect(ExitCode.USAGE);
    verity("verify", data, hash, "--root-hash-file", root).expect(ExitCode.DATA_REFUSED);
    JsonNode dump = verity("dump", hash, "--hash-offset=8192", "--json").expect(ExitCode.OK).json();
    assertEquals(UUID, dump.path("uuid").asString());
    assertEquals(0, dump.path("hash_type").asInt());
    assertEquals(1, dump.path("levels").asInt());
    assertTrue(
        verity("dump", hash, "--hash-offset=8192").out().contains("Hash algorithm:  sha1\n"));
  }

  @Test
  void oneFileWithoutSuperblock() throws IOException {
    Path image = data("image", 40);
    byte[] content = Files.readAllBytes(image);
    String shape = "--no-superblock --salt=00ff --hash-offset=" + content.length;
    JsonNode made =
        verity(concat(new Object[] {"format", image, image, "--json"}, shape.split(" ")))
            .expect(ExitCode.OK)
            .json();
    assertEquals(40, made.path("data_blocks").asInt());
    assertEquals(41 * 4096, Files.size(image));
    assertArrayEquals(content, Arrays.copyOf(Files.readAllBytes(image), content.length));
    String root = made.path("root_hash").asString();
    Object[] verify = {"verify", image, image, root, "--data-blocks=40"};
    verity(concat(verify, shape.split(" "))).expect(ExitCode.OK);
    verity("verify", image, image, root, "--no-superblock").expect(ExitCode.USAGE);
    Object[] overlap = {"format", image, image, "--hash-offset=4096", "--data-blocks=2"};
    verity(overlap).expect(ExitCode.DATA_REFUSED);
  }

  @Test
  void tableLine() throws IOException {
    Path data = data("data", 3);
    Path hash = directory.resolve("hash");
    String root =
        verity("format", data, hash, "--salt=00ff", "--json")
            .expect(ExitCode.OK)
            .json()
            .path("root_hash")
            .asString();
    Object[] words = {
      "table",
      hash,
      root,
      "--data-device=PARTUUID=$boot_uuid/PARTNROFF=1",
      "--hash-device=PARTUUID=$boot_uuid/PARTNROFF=2",
      "--option=restart_on_corruption",
      "--option=ignore_zero_blocks",
      "--json"
    };
    String expected =
        "root,,,ro,0 24 verity 1 PARTUUID=$boot_uuid/PARTNROFF=1 PARTUUID=$boot_uuid/PARTNROFF=2"
            + " 4096 4096 3 1 sha256 "
            + root
            + " 00ff 2 restart_on_corruption ignore_zero_blocks";
    JsonNode json = verity(words).expect(ExitCode.OK).json();
    assertEquals(expected, json.path("dm_mod_create").asString());
    verity("table", hash, root, "--data-device=a", "--hash-device=b", "--option=nothing")
        .expect(ExitCode.USAGE);
  }

  @Test
  void difference() throws IOException {
    Path data = data("data", 300);
    String[] roots = new String[2];
    for (int i = 0; i < 2; i++) {
      roots[i] =
          verity("format", data, directory.resolve("hash" + i), "--salt=01", "--json")
              .expect(ExitCode.OK)
              .json()
              .path("root_hash")
              .asString();
      byte[] content = Files.readAllBytes(data);
      content[5 * 4096] ^= 1;
      content[6 * 4096] ^= 1;
      content[299 * 4096] ^= 1;
      Files.write(data, content);
    }
    Object[] words = {
      "diff", directory.resolve("hash0"), roots[0], directory.resolve("hash1"), roots[1]
    };
    assertEquals(
        "5-6\n299-299\n3 of 300 blocks differ\n",
        verity(words).expect(ExitCode.OK).out().replace(System.lineSeparator(), "\n"));
    JsonNode json = verity(concat(words, "--json")).expect(ExitCode.OK).json();
    assertEquals(2, json.path("changed").size());
    assertEquals(3, json.path("changed_blocks").asInt());
  }

  @Test
  void unknownDigestAndOffsetAreUsageErrors() throws IOException {
    Path data = data("data", 3);
    Path hash = directory.resolve("hash");
    verity("format", data, hash, "--hash=crc32c").expect(ExitCode.USAGE);
    verity("format", data, hash, "--hash-offset=100").expect(ExitCode.USAGE);
    verity("format", data, hash, "--no-superblock", "--hash-offset=512").expect(ExitCode.USAGE);
    verity("format", data, hash, "--data-blocks=4").expect(ExitCode.DATA_REFUSED);
    assertTrue(Files.notExists(hash));
  }

  private static Object[] concat(Object[] first, String... rest) {
    Object[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }
}
