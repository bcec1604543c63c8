// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.core.Bytes;
import dev.gantry.verity.VeritySuperblock;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A superblock in the words of veritysetup, and as JSON. */
final class SuperblockText {
  private SuperblockText() {}

  static List<String> lines(VeritySuperblock superblock) {
    return List.of(
        "UUID:            " + superblock.uuid(),
        "Hash type:       " + superblock.hashType(),
        "Data blocks:     " + superblock.dataBlocks(),
        "Data block size: " + superblock.dataBlockSizeBytes(),
        "Hash block size: " + superblock.hashBlockSizeBytes(),
        "Hash algorithm:  " + superblock.algorithm().id(),
        "Salt:            " + saltText(superblock.salt()));
  }

  static void put(ObjectNode json, VeritySuperblock superblock) {
    json.put("uuid", superblock.uuid().toString());
    json.put("hash_type", superblock.hashType());
    json.put("salt", superblock.salt().toHex());
    json.put("algorithm", superblock.algorithm().id());
    json.put("data_blocks", superblock.dataBlocks());
    json.put("data_block_size_bytes", superblock.dataBlockSizeBytes());
    json.put("hash_block_size_bytes", superblock.hashBlockSizeBytes());
  }

  private static String saltText(Bytes salt) {
    return salt.size() == 0 ? "-" : salt.toHex();
  }
}
