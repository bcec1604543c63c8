// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.LimitExceededException;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.update.plan.ImageTarget;
import dev.gantry.update.plan.ImageTargets;
import java.io.IOException;

/**
 * Puts a release into the idle slot. The slot loses its old content at the last moment: after all
 * targets were fetched, verified, decoded and found to fit. It is marked valid only for a {@link
 * SlotProof}.
 */
final class SlotInstaller {
  private final SlotDisk disk;
  private final SlotId running;
  private final UpdateJournal journal;
  private final WorkContext work;

  SlotInstaller(SlotDisk disk, SlotId running, UpdateJournal journal, WorkContext work) {
    this.disk = disk;
    this.running = running;
    this.journal = journal;
    this.work = work;
  }

  /**
   * Refuses targets that cannot fit by their trusted lengths, before anything is fetched.
   *
   * @throws LimitExceededException if one is larger than its partition could ever need
   */
  static void checkFits(ImageTargets targets, SlotPartitions slot) throws LimitExceededException {
    checkFits(targets.boot(), "boot", slot.boot().sizeBytes());
    checkFits(targets.root(), "root", slot.root().sizeBytes());
    checkFits(targets.hash(), "hash", slot.hash().sizeBytes());
  }

  private static void checkFits(ImageTarget target, String image, long partitionBytes)
      throws LimitExceededException {
    LimitExceededException.check(
        "length of the " + image + " target in bytes, for its partition",
        compressedBound(partitionBytes),
        target.lengthBytes());
  }

  /**
   * The longest frame that such a content needs: blocks that do not shrink are stored, with at most
   * 8 bytes of frame for each 64 KiB.
   */
  static long compressedBound(long rawBytes) {
    return rawBytes + rawBytes / 8192 + 64;
  }

  /** Installs; on any failure the slot stays cleared and the journal says that it is not whole. */
  StagedUpdate install(StagedRelease release, StagedTargets targets) throws IOException {
    SlotPartitions slot = SlotPartitions.of(disk.device(), disk.read(), release.slot());
    long bootBytes = image("boot").measure(targets.boot(), slot.boot().sizeBytes());
    long hashBytes = image("hash").measure(targets.hash(), slot.hash().sizeBytes());
    long rootBytes = image("root").measure(targets.root(), slot.root().sizeBytes());
    SlotOperation.CLEAR_INACTIVE.apply(disk.read(), running);

    journal.write(journal.current().staging(release));
    disk.apply(SlotOperation.CLEAR_INACTIVE, running);
    journal.write(journal.current().withoutConfirmed(release.slot()));
    WrittenImage boot = image("boot").write(targets.boot(), bootBytes, slot.boot());
    WrittenImage hash = image("hash").write(targets.hash(), hashBytes, slot.hash());
    WrittenImage root = image("root").write(targets.root(), rootBytes, slot.root());
    SlotProof proof =
        new SlotVerifier(slot, work).proveWritten(release.version(), boot, root, hash);
    SlotContent content =
        new SlotContent(boot, root, hash, proof.rootHash(), proof.verity().dataBlocks());

    journal.write(journal.current().marking(content));
    markValid(proof);
    journal.write(journal.current().withPhase(JournalPhase.STAGED));
    return new StagedUpdate(release, content);
  }

  private PartitionImage image(String name) {
    return new PartitionImage(name, work);
  }

  private void markValid(SlotProof proof) throws IOException {
    if (proof.slot() != running.other()) {
      throw new IllegalStateException("the proof is of slot " + proof.slot());
    }
    disk.apply(SlotOperation.MARK_INACTIVE_VALID, running);
  }
}
