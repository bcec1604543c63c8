// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random shapes and damages: veritysetup makes the same bytes, refuses the same wishes, and says of
 * a damaged device what we say.
 */
final class VeritysetupPropertyTest {
  private static final int SHAPES = 320;
  private static final int CLEAN = 0;
  private static final int WRONG_ROOT = 1;
  private static final int DAMAGED = 2;

  private static Path veritysetup = Path.of("veritysetup");

  @TempDir Path directory;

  @BeforeAll
  static void findTool() {
    veritysetup = ExternalTool.require("veritysetup");
  }

  @Test
  void randomShapesAndDamages() throws IOException {
    int refused = 0;
    int damaged = 0;
    for (int seed = 0; seed < SHAPES; seed++) {
      // Fixed seeds: the same shapes in every run, so that a failure can be looked at.
      RandomShape shape = new RandomShape(new Random(seed));
      String name = "shape " + seed + ": " + shape;
      if (shape.isBad) {
        bothRefuse(shape, name);
        refused++;
      } else if (agree(shape, new Random(-1 - seed), name) != CLEAN) {
        damaged++;
      }
    }
    assertTrue(refused >= 10, "refused " + refused);
    assertTrue(damaged >= 100, "damaged " + damaged);
  }

  private void bothRefuse(RandomShape shape, String name) throws IOException {
    BlockDevice hash = shape.hashDevice();
    assertThrows(
        GantryException.class,
        () ->
            VerityFormatter.format(
                shape.dataSource(hash), hash, shape.parameters, VerityOptions.defaults()),
        name);
    ToolResult result = run("format", shape, shape.formatOptions(), shape.content, new byte[0]);
    assertEquals(1, result.exitCode(), name);
  }

  /** Returns the verdict on the device after damage. */
  private int agree(RandomShape shape, Random random, String name) throws IOException {
    BlockDevice hash = shape.hashDevice();
    VerityTree tree =
        VerityFormatter.format(
            shape.dataSource(hash), hash, shape.parameters, VerityOptions.defaults());
    byte[] before = bytes(shape.hashDevice());
    ToolResult made =
        shape.inOneFile
            ? run("format", shape, shape.formatOptions(), before, before)
            : run(
                "format",
                shape,
                shape.formatOptions(),
                shape.content,
                needsRoom(shape) ? before : new byte[0]);
    assertEquals(0, made.exitCode(), () -> name + made);
    assertTrue(made.stdout().contains(tree.rootHash().hex()), name);
    byte[] ours = bytes(hash);
    assertEquals(-1, Arrays.mismatch(ours, Files.readAllBytes(file(shape, false))), name);

    byte[] data = shape.inOneFile ? ours : shape.content;
    String root = tree.rootHash().hex();
    Damage damage = Damage.random(shape, random);
    boolean isTop = false;
    if (damage.wrongRoot()) {
      root = (root.charAt(0) == '0' ? '1' : '0') + root.substring(1);
    } else if (damage.offset() >= 0) {
      (damage.inData() ? data : ours)[damage.offset()] ^= (byte) (1 << random.nextInt(8));
      isTop = damage.inTop();
    }
    int expected = verdict(shape, data, ours, RootHash.parse(tree.rootHash().algorithm(), root));
    ToolResult verified = run("verify", shape, shape.verifyOptions(), data, ours, root);
    int found = verified.exitCode();
    String both = name + ", " + damage + ", " + verified;
    if (isTop) {
      // It verifies upwards and meets the mismatch below the top block; we meet it at the top.
      assertEquals(DAMAGED, found, both);
      assertEquals(WRONG_ROOT, expected, both);
    } else {
      assertEquals(expected, found, both);
    }
    return found;
  }

  /**
   * A defect of veritysetup: it reads what is around a superblock that is not aligned to its
   * blocks, and fails where the file ends before.
   */
  private static boolean needsRoom(RandomShape shape) {
    return shape.layout().levels() == 0;
  }

  private static int verdict(RandomShape shape, byte[] data, byte[] hash, RootHash root)
      throws IOException {
    BlockDevice hashDevice = BlockDevices.inMemory(hash, 512);
    BlockDevice dataDevice = shape.inOneFile ? hashDevice : BlockDevices.inMemory(data, 512);
    try {
      VerityLayout layout =
          shape.parameters.hasSuperblock()
              ? VerityLayout.of(
                  VeritySuperblock.read(hashDevice, shape.parameters.hashOffsetBytes()),
                  shape.parameters.hashOffsetBytes())
              : shape.layout();
      VerityVerifier.verify(dataDevice, hashDevice, layout, root, VerityOptions.defaults());
      return CLEAN;
    } catch (CorruptBlockException e) {
      return e.fault() == BlockFault.ROOT_HASH_MISMATCH ? WRONG_ROOT : DAMAGED;
    }
  }

  private Path file(RandomShape shape, boolean isData) {
    return directory.resolve(shape.inOneFile || isData ? "data" : "hash");
  }

  private ToolResult run(
      String verb,
      RandomShape shape,
      List<String> options,
      byte[] data,
      byte[] hash,
      String... rest)
      throws IOException {
    Files.write(file(shape, true), data);
    if (!shape.inOneFile) {
      Files.write(file(shape, false), hash);
    }
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(options);
    words.add(file(shape, true).toString());
    words.add(file(shape, false).toString());
    words.addAll(List.of(rest));
    return ExternalTool.run(veritysetup, words);
  }

  private static byte[] bytes(BlockDevice device) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) device.sizeBytes());
    device.readFully(0, buffer);
    return buffer.array();
  }

  /** Where a bit is flipped: in covered data, in a used or spare part of the tree, or nowhere. */
  private record Damage(boolean wrongRoot, boolean inData, int offset, boolean inTop) {
    static Damage random(RandomShape shape, Random random) {
      VerityLayout layout = shape.layout();
      int kind = random.nextInt(5);
      if (kind == 0) {
        return new Damage(true, false, -1, false);
      }
      if (kind == 1 || (kind > 2 && layout.treeBytes() == 0)) {
        return new Damage(false, true, random.nextInt((int) layout.dataBytes()), false);
      }
      if (kind > 2) {
        int offset = random.nextInt((int) layout.treeBytes());
        return new Damage(
            false,
            false,
            (int) layout.treeOffsetBytes() + offset,
            offset < layout.hashBlockSizeBytes());
      }
      return new Damage(false, false, -1, false);
    }
  }
}
