// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.LimitExceededException;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.PlannedPartition;
import dev.gantry.partition.layout.SlotLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How large the images of a release may be, so that they fit either slot of a layout.
 *
 * @param bootBytes size of the smaller boot partition
 * @param rootBytes size of the smaller root partition
 * @param hashBytes size of the smaller hash partition
 */
public record ImageSizes(long bootBytes, long rootBytes, long hashBytes) {
  /** Creates sizes. */
  public ImageSizes {}

  /**
   * Takes the sizes from a layout.
   *
   * @param layout a layout with one slot or two
   * @return the sizes
   * @throws IllegalArgumentException if the layout has no slot
   */
  public static ImageSizes of(SlotLayout layout) {
    return new ImageSizes(
        smaller(layout, PartitionRole.BOOT_A, PartitionRole.BOOT_B),
        smaller(layout, PartitionRole.ROOT_A, PartitionRole.ROOT_B),
        smaller(layout, PartitionRole.HASH_A, PartitionRole.HASH_B));
  }

  private static long smaller(SlotLayout layout, PartitionRole first, PartitionRole second) {
    OptionalLong size =
        layout.partitions().stream()
            .filter(planned -> List.of(first, second).contains(planned.role()))
            .mapToLong(PlannedPartition::sizeBytes)
            .min();
    return size.orElseThrow(() -> new IllegalArgumentException("the layout has no " + first));
  }

  void checkBoot(Path image) throws IOException {
    check("boot", image, bootBytes);
  }

  void checkRoot(Path image) throws IOException {
    check("root", image, rootBytes);
  }

  void checkHash(Path image) throws IOException {
    check("hash", image, hashBytes);
  }

  private static void check(String which, Path image, long limit) throws IOException {
    LimitExceededException.check(
        "bytes of " + which + " image " + image + ", for the " + which + " partition",
        limit,
        Files.size(image));
  }
}
