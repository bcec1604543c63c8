// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.disk.PartitionedDisk;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sector size of a table that is made: of the device, or for an image as it is said. */
final class SectorSizeOption {
  @Option(
      names = "--sector-size",
      paramLabel = "BYTES",
      description = "512 or 4096; that of the device by default, 512 for an image.")
  private @Nullable Integer bytes;

  SectorSizeOption() {}

  int orDefault() {
    return bytes == null ? BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES : bytes;
  }

  int of(PartitionedDisk session) throws IOException {
    OptionalInt kernel = session.kernelSectorSizeBytes();
    if (kernel.isPresent() && bytes != null && bytes != kernel.getAsInt()) {
      throw new StateConflictException(
          "SECTOR_SIZE_DIFFERS",
          "making a partition table on " + session.device().description(),
          "the device has sectors of " + kernel.getAsInt() + " bytes, --sector-size is " + bytes,
          "the size of the device, or no --sector-size");
    }
    return kernel.orElse(orDefault());
  }
}
