// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.boot.BootConfiguration;
import dev.gantry.verity.VerityProof;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.util.Locale;

/** Makes {@link SlotProof}s: nothing else does. */
final class SlotVerifier {
  private final SlotPartitions partitions;
  private final WorkContext work;

  SlotVerifier(SlotPartitions partitions, WorkContext work) {
    this.partitions = partitions;
    this.work = work;
  }

  /** Proves the system in a slot, whichever it is: for slots that this engine did not write. */
  SlotProof prove() throws IOException {
    BootConfiguration configuration = BootConfiguration.read(partitions.boot());
    return prove(configuration);
  }

  /** Proves that a slot holds what was just written to it, and that it is what was planned. */
  SlotProof proveWritten(Version planned, WrittenImage boot, WrittenImage root, WrittenImage hash)
      throws IOException {
    new PartitionImage("boot", work).readBack(partitions.boot(), boot);
    new PartitionImage("root", work).readBack(partitions.root(), root);
    new PartitionImage("hash", work).readBack(partitions.hash(), hash);
    SlotProof proof = proveVersion(planned);
    if (proof.verity().dataBytes() != root.lengthBytes()) {
      // What the root hash does not cover could be anything on the next boot.
      throw new LengthMismatchException(
          "root image of version " + planned, proof.verity().dataBytes(), root.lengthBytes());
    }
    return proof;
  }

  /** Proves that a slot still holds what was staged: every byte of it. */
  SlotProof proveStaged(Version version, SlotContent content) throws IOException {
    new PartitionImage("boot", work).readBack(partitions.boot(), content.boot());
    new PartitionImage("hash", work).readBack(partitions.hash(), content.hash());
    SlotProof proof = proveVersion(version);
    checkSame("root hash", proof.rootHash(), content.rootHash());
    checkSame("number of data blocks", proof.verity().dataBlocks(), content.dataBlocks());
    checkSame("size of the root image", proof.verity().dataBytes(), content.root().lengthBytes());
    return proof;
  }

  /** Proves only that a slot still holds the boot image that was staged, kernel included. */
  void proveBoot(SlotContent content) throws IOException {
    new PartitionImage("boot", work).readBack(partitions.boot(), content.boot());
  }

  private SlotProof proveVersion(Version expected) throws IOException {
    BootConfiguration configuration = BootConfiguration.read(partitions.boot());
    if (!configuration.version().equals(expected)) {
      throw new SlotMismatchException(
          "SLOT_VERSION",
          slot(),
          "version in the boot configuration",
          configuration.version().toString(),
          expected.toString());
    }
    return prove(configuration);
  }

  private SlotProof prove(BootConfiguration configuration) throws IOException {
    VerityTable table = configuration.table();
    checkDevice("SLOT_ROOT_DEVICE", "data device", table.dataDevice(), 1);
    checkDevice("SLOT_HASH_DEVICE", "hash device", table.hashDevice(), 2);
    VerityProof proof =
        VerityVerifier.verify(
            partitions.root(), partitions.hash(), table, work.verity("verify root"));
    return new SlotProof(slot(), configuration.version(), proof);
  }

  /** The kernel finds both partitions by their distance from the boot partition. */
  private void checkDevice(String code, String field, String found, int distance)
      throws SlotMismatchException {
    String byVariable = "PARTUUID=" + VerityTable.BOOT_UUID_VARIABLE + "/PARTNROFF=" + distance;
    String byName = "PARTUUID=" + partitions.slot().boot().uniqueGuid() + "/PARTNROFF=" + distance;
    if (!found.equals(byVariable)
        && !found.toLowerCase(Locale.ROOT).equals(byName.toLowerCase(Locale.ROOT))) {
      throw new SlotMismatchException(code, slot(), field, found, byVariable);
    }
  }

  private void checkSame(String field, Object found, Object expected) throws SlotMismatchException {
    if (!found.equals(expected)) {
      throw new SlotMismatchException(
          "SLOT_CHANGED", slot(), field, found.toString(), expected.toString());
    }
  }

  private SlotId slot() {
    return partitions.slot().id();
  }
}
