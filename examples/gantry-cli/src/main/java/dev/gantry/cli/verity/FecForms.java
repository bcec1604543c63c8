// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.Output;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.fec.FecReport;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text and JSON forms of damage. */
final class FecForms {
  private FecForms() {}

  /** Prints what was found, or what a repair did. */
  static ObjectNode print(Output output, FecReport report, boolean repaired) {
    ObjectNode json = Output.object();
    String could = repaired ? "repaired" : "repairable";
    json.put("repairable", report.isRepairable());
    json.put(could + "_blocks", report.repairableBlocks());
    json.put("unrepairable_blocks", report.unrepairableBlocks());
    json.put("unverifiable_data_blocks", report.unverifiableDataBlocks());
    json.put(
        repaired ? "rebuilt_parity_rounds" : "damaged_parity_rounds", report.damagedParityRounds());
    json.put("parity_checked", report.isParityChecked());
    ArrayNode blocks = json.putArray("bad_blocks");
    list(output, could, report.repairable(), true, blocks);
    list(output, "not repairable", report.unrepairable(), false, blocks);
    output.line(
        report.repairableBlocks()
            + " bad blocks "
            + could
            + ", "
            + report.unrepairableBlocks()
            + " not, "
            + report.unverifiableDataBlocks()
            + " data blocks that could not be verified, "
            + report.damagedParityRounds()
            + " rounds whose parity "
            + (repaired ? "was made anew" : "is damaged"));
    return json;
  }

  private static void list(
      Output output, String what, List<CorruptBlock> blocks, boolean repairable, ArrayNode array) {
    for (CorruptBlock block : blocks) {
      output.line(what + ": " + block);
      put(array, block).put("repairable", repairable);
    }
  }

  static ObjectNode put(ArrayNode array, CorruptBlock block) {
    return array
        .addObject()
        .put("level", block.level())
        .put("block_index", block.blockIndex())
        .put("offset_bytes", block.offsetBytes())
        .put("fault", block.fault().name());
  }
}
