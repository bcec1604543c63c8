// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.BootChoice;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.update.boot.BootOutcome.Failed;
import dev.gantry.update.boot.BootOutcome.Reason;
import dev.gantry.verity.PartitionReference;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityProof;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One start of one slot, from the moment on at which the loader has picked it. */
final class SlotStart {
  /** The loader sets this variable to the unique GUID of the boot partition that it picked. */
  private static final Set<String> BOOT_UUID = Set.of("$boot_uuid", "${boot_uuid}");

  private final BlockSource disk;
  private final BootChoice choice;
  private final VerityOptions options;

  SlotStart(BlockSource disk, BootChoice choice, VerityOptions options) {
    this.disk = disk;
    this.choice = choice;
    this.options = options;
  }

  BootOutcome run(Predicate<Version> healthy) throws IOException {
    BootConfiguration configuration;
    try (BlockSource boot = slice(choice.boot())) {
      configuration = BootConfiguration.read(boot);
    } catch (GantryException e) {
      return failed(Reason.BAD_BOOT_PARTITION, e.code(), e, null);
    }
    Version version = configuration.version();
    VerityTable table = configuration.table();
    Optional<GptPartition> root = resolve(table.dataDevice());
    Optional<GptPartition> hash = resolve(table.hashDevice());
    if (root.isEmpty() || hash.isEmpty() || choice.slot().isEmpty()) {
      return failed(
          Reason.ROOT_NOT_FOUND,
          Reason.ROOT_NOT_FOUND.name(),
          "no partitions for " + table.dataDevice() + " and " + table.hashDevice(),
          version,
          after());
    }
    VerityProof proof;
    try (BlockSource data = slice(root.get());
        BlockSource tree = slice(hash.get())) {
      proof = VerityVerifier.verify(data, tree, table, options);
    } catch (GantryException e) {
      return failed(Reason.ROOT_CORRUPT, e.code(), e, version);
    }
    if (!healthy.test(version)) {
      return failed(
          Reason.UNHEALTHY,
          Reason.UNHEALTHY.name(),
          "version " + version + " came up but is not healthy",
          version,
          after());
    }
    return new BootOutcome.Running(choice.slot().get(), configuration, proof, before(), after());
  }

  Failed failedBeforeWriting(GantryException fault) {
    return failed(
        Reason.TABLE_NOT_WRITTEN, fault.code(), String.valueOf(fault.getMessage()), null, before());
  }

  private BlockSource slice(GptPartition partition) {
    int sector = choice.after().sectorSizeBytes();
    return disk.slice(partition.offsetBytes(sector), partition.sizeBytes(sector));
  }

  /** Finds a partition as the kernel does: by a GUID and a distance from its number. */
  private Optional<GptPartition> resolve(String device) {
    GptTable table = choice.after();
    return PartitionReference.parse(device)
        .flatMap(
            reference ->
                table.partitions().stream()
                    .filter(partition -> isNamedBy(reference, partition))
                    .findFirst()
                    .flatMap(named -> table.partition(named.number() + reference.offset())));
  }

  private boolean isNamedBy(PartitionReference reference, GptPartition partition) {
    return BOOT_UUID.contains(reference.uuid())
        ? partition.number() == choice.boot().number()
        : partition.uniqueGuid().toString().equalsIgnoreCase(reference.uuid());
  }

  private SlotAttributes before() {
    return SlotAttributes.decode(choice.boot().attributes());
  }

  private SlotAttributes after() {
    return choice
        .after()
        .partition(choice.boot().number())
        .map(boot -> SlotAttributes.decode(boot.attributes()))
        .orElseThrow();
  }

  private Failed failed(
      Reason reason, String code, GantryException fault, @Nullable Version version) {
    return failed(reason, code, String.valueOf(fault.getMessage()), version, after());
  }

  private Failed failed(
      Reason reason, String code, String detail, @Nullable Version version, SlotAttributes after) {
    return new Failed(
        reason,
        code,
        detail,
        choice.slot(),
        Optional.ofNullable(version),
        Optional.of(before()),
        Optional.of(after));
  }
}
