// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A formatted pair of devices in memory whose bytes can be tampered with. */
final class Fixture {
  final byte[] dataBytes;
  final byte[] hashBytes;
  final BlockDevice data;
  final BlockDevice hash;
  final VerityTree tree;
  final TreeGeometry geometry;

  Fixture(VerityParameters parameters, int blocks) throws IOException {
    dataBytes = VerityData.splitMix(blocks * parameters.dataBlockSizeBytes());
    hashBytes = new byte[(int) VerityFormatter.hashAreaBytes(blocks, parameters)];
    data = BlockDevices.inMemory(dataBytes, 512);
    hash = BlockDevices.inMemory(hashBytes, 512);
    tree = VerityFormatter.format(data, hash, parameters, VerityOptions.defaults());
    geometry = TreeGeometry.of(tree.superblock(), 0);
  }

  /** Fan-out 16, so that a few hundred blocks make three levels. */
  static Fixture small(int blocks) throws IOException {
    return new Fixture(
        VerityParameters.builder(VerityData.UUID, VerityData.SALT)
            .dataBlockSizeBytes(512)
            .hashBlockSizeBytes(512)
            .build(),
        blocks);
  }

  VerityProof verify() throws IOException {
    return verify(VerityOptions.defaults());
  }

  VerityProof verify(VerityOptions options) throws IOException {
    return VerityVerifier.verify(data, hash, tree.rootHash(), options);
  }

  VerityReport inspect(int maxIssues, int parallelism) throws IOException {
    return VerityVerifier.inspect(data, hash, tree.rootHash(), maxIssues, options(parallelism));
  }

  static VerityOptions options(int parallelism) {
    return VerityOptions.builder().parallelism(parallelism).build();
  }

  void flip(CorruptBlock block) {
    (block.isData() ? dataBytes : hashBytes)[(int) block.offsetBytes() + 5] ^= 1;
  }

  CorruptBlock block(int level, long index, BlockFault fault) {
    return new CorruptBlock("memory", level, index, geometry.offset(level, index), fault);
  }

  void rewriteSuperblock(VeritySuperblock superblock) {
    superblock.encode(ByteBuffer.wrap(hashBytes));
  }

  /** Counts the threads that calls made for themselves. */
  static int ownThreads() {
    AtomicInteger count = new AtomicInteger();
    Thread.getAllStackTraces()
        .keySet()
        .forEach(
            thread -> {
              if (thread.getName().startsWith("gantry-verity-")) {
                count.incrementAndGet();
              }
            });
    return count.get();
  }
}
