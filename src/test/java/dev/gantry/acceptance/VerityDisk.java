// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTree;
import dev.gantry.verity.fec.FecFormatter;
import dev.gantry.verity.fec.FecLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk with one slot as our modules make it: GPT, boot, root and hash partitions, and behind them
 * one for error correction. The root is an ext4 file system of {@code mke2fs}, whose files have
 * random content, so that every block of it is to be found.
 */
final class VerityDisk {
  static final int BLOCK = 4096;

  private static final long MIB = 1L << 20;
  private static final int ROOT_MIB = 8;
  private static final int SEED = 20261122;

  private static final SlotLayout LAYOUT =
      SlotLayout.builder()
          .size(PartitionRole.BOOT_A, MIB)
          .size(PartitionRole.ROOT_A, ROOT_MIB * MIB)
          .size(PartitionRole.HASH_A, MIB)
          .size(PartitionRole.RESERVED_A, MIB)
          .build();

  private final Path image;
  private final Guid bootUuid;
  private final VerityTree tree;
  private final Map<String, String> digests;
  private final Map<String, List<Long>> blocks;

  private VerityDisk(
      Path image,
      Guid bootUuid,
      VerityTree tree,
      Map<String, String> digests,
      Map<String, List<Long>> blocks) {
    this.image = image;
    this.bootUuid = bootUuid;
    this.tree = tree;
    this.digests = digests;
    this.blocks = blocks;
  }

  /** Makes the disk from a directory, to which the files are added. */
  static VerityDisk make(Path work, Path files) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      byte[] content = new byte[random.nextInt(20_000, 400_000)];
      random.nextBytes(content);
      contents.put("file" + i, content);
      Files.write(files.resolve("file" + i), content);
    }
    Path root = makeFileSystem(work, files);
    GptTable table = LAYOUT.table(random);
    VerityParameters parameters = VerityParameters.random(random);
    Path image = work.resolve("disk.img");
    VerityTree tree;
    try (BlockDevice disk = BlockDevices.create(image, LAYOUT.diskSizeBytes(), 512)) {
      GptCommitter.create(disk, table);
      BlockDevice data = partition(disk, PartitionRole.ROOT_A);
      BlockDevice hash = partition(disk, PartitionRole.HASH_A);
      data.writeFully(0, ByteBuffer.wrap(Files.readAllBytes(root)));
      tree = VerityFormatter.format(data, hash, parameters, VerityOptions.defaults());
      FecFormatter.format(
          data,
          hash,
          partition(disk, PartitionRole.RESERVED_A),
          parity(tree),
          VerityOptions.defaults());
      disk.flush();
    }
    Guid bootUuid = table.partition(1).map(GptPartition::uniqueGuid).orElseThrow();
    return new VerityDisk(image, bootUuid, tree, digests(contents), blocks(root, contents));
  }

  private static Path makeFileSystem(Path work, Path files) throws IOException {
    Path root = work.resolve("root.ext4");
    ExternalTool.run(
            ExternalTool.require("mke2fs"),
            List.of(
                "-q",
                "-t",
                "ext4",
                "-O",
                "^has_journal",
                "-b",
                "4096",
                "-N",
                "256",
                "-d",
                files.toString(),
                root.toString(),
                ROOT_MIB + "m"))
        .orFail();
    return root;
  }

  /** The parity covers data and hash partition, and is in the partition behind. */
  private static FecLayout parity(VerityTree tree) throws UnsupportedFormatException {
    return FecLayout.onOwnDevice(tree.layout(), FecLayout.DEFAULT_ROOTS, MIB, 0);
  }

  FecLayout parity() throws UnsupportedFormatException {
    return parity(tree);
  }

  private static Map<String, String> digests(Map<String, byte[]> contents) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.getValue());
      digests.put(file.getKey(), Bytes.of(digest).toHex());
    }
    return digests;
  }

  /** Finds where the file system put each whole block of each file. */
  private static Map<String, List<Long>> blocks(Path root, Map<String, byte[]> contents)
      throws IOException {
    Map<ByteBuffer, Long> places = new HashMap<>();
    byte[] all = Files.readAllBytes(root);
    for (int i = 0; i < all.length; i += BLOCK) {
      places.put(ByteBuffer.wrap(all, i, BLOCK).slice(), (long) i / BLOCK);
    }
    Map<String, List<Long>> blocks = new TreeMap<>();
    contents.forEach(
        (name, content) -> {
          List<Long> numbers = new ArrayList<>();
          for (int i = 0; i < content.length; i += BLOCK) {
            byte[] block = new byte[BLOCK];
            System.arraycopy(content, i, block, 0, Math.min(BLOCK, content.length - i));
            numbers.add(Objects.requireNonNull(places.get(ByteBuffer.wrap(block)), name));
          }
          blocks.put(name, numbers);
        });
    return blocks;
  }

  static BlockDevice partition(BlockDevice disk, PartitionRole role) {
    var planned = LAYOUT.partition(role).orElseThrow();
    return disk.slice(planned.offsetBytes(), planned.sizeBytes());
  }

  Path image() {
    return image;
  }

  VerityTree tree() {
    return tree;
  }

  Guid bootUuid() {
    return bootUuid;
  }

  List<String> files() {
    return List.copyOf(digests.keySet());
  }

  /** Returns the numbers of the blocks of the root partition in which a file is. */
  List<Long> blocksOf(String file) {
    return Objects.requireNonNull(blocks.get(file), file);
  }

  /** Returns the number of the last block of all files. */
  long lastBlock() {
    return blocks.values().stream().flatMap(List::stream).max(Long::compare).orElseThrow();
  }

  /** Returns the files that have a block in a range. */
  List<String> filesIn(long firstBlock, long endBlock) {
    return blocks.entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(b -> b >= firstBlock && b < endBlock))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns what the guest compares with: lines of digest and name. */
  String manifest() {
    StringBuilder text = new StringBuilder();
    digests.forEach((name, digest) -> text.append(digest).append(' ').append(name).append('\n'));
    return text.toString();
  }

  /** Writes a line of {@code dm-mod.create} with the device nodes that a guest has. */
  String withNodes(String line) {
    String named = line;
    for (int offset = 1; offset <= 3; offset++) {
      named =
          named.replace("PARTUUID=" + bootUuid + "/PARTNROFF=" + offset, "/dev/vda" + (1 + offset));
    }
    assertEquals(-1, named.indexOf("PARTUUID"), named);
    return named;
  }

  /** Flips bits of a partition of a copy of the disk. */
  static void damage(Path image, PartitionRole role, long offset, int length, int mask)
      throws IOException {
    try (BlockDevice disk = BlockDevices.open(image)) {
      BlockDevice partition = partition(disk, role);
      byte[] bytes = new byte[length];
      partition.readFully(offset, ByteBuffer.wrap(bytes));
      for (int i = 0; i < length; i++) {
        bytes[i] ^= (byte) mask;
      }
      partition.writeFully(offset, ByteBuffer.wrap(bytes));
    }
  }
}
