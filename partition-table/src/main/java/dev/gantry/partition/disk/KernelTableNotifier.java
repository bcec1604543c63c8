// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import java.nio.file.Path;

/**
 * Tells the kernel that the partition table of a device has changed.
 *
 * <p>This is an SPI; {@link CommandTableNotifier} runs a program of the system for it. An
 * implementation reports what goes wrong in its result and throws nothing, since the table is
 * written by then.
 */
@FunctionalInterface
public interface KernelTableNotifier {
  /** Tells nobody. */
  KernelTableNotifier NONE =
      (device, change) -> new KernelNotice(KernelNotice.Status.NOT_TOLD, "no notifier is set");

  /**
   * Tells the kernel.
   *
   * @param device the path of a block device whose table was written and flushed
   * @param change what is different; the kernel may have to be told of each removed partition
   * @return what came of it
   */
  KernelNotice tableChanged(Path device, TableChange change);
}
