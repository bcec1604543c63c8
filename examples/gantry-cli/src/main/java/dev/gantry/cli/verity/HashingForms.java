// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.verity.HashingSummary;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.VerityHashing;
import tools.jackson.databind.node.ObjectNode;

/** Shows how blocks were hashed: on which path, and with which kernel. */
final class HashingForms {
  private HashingForms() {}

  static void put(ObjectNode json, VerityAlgorithm algorithm) {
    HashingSummary summary = VerityHashing.summary(algorithm);
    json.putObject("hashing")
        .put("algorithm", algorithm.id())
        .put("sequential_blocks", summary.sequentialBlocks())
        .put("paired_blocks", summary.pairedBlocks())
        .put("accelerated_blocks", summary.acceleratedBlocks())
        .put("acceleration", summary.acceleration())
        .put("description", summary.toString());
  }
}
