// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which disk a path leads to, whatever path it is: a block device by its number, a file by its
 * place in the file system.
 *
 * @param isBlockDevice whether it is a device of the kernel's
 * @param name {@code major:minor} of a block device; else what tells one file from another
 */
record DiskIdentity(boolean isBlockDevice, String name) {
  private static final int TYPE_MASK = 0170000;
  private static final int BLOCK_DEVICE = 0060000;

  static DiskIdentity of(Path path) throws IOException {
    Map<String, Object> found;
    try {
      found = Files.readAttributes(path, "unix:mode,rdev,dev,ino");
    } catch (UnsupportedOperationException | IllegalArgumentException otherSystem) {
      return new DiskIdentity(false, path.toRealPath().toString());
    }
    if ((number(found, "mode") & TYPE_MASK) == BLOCK_DEVICE) {
      return new DiskIdentity(true, deviceNumber(number(found, "rdev")));
    }
    return new DiskIdentity(false, number(found, "dev") + "/" + number(found, "ino"));
  }

  private static long number(Map<String, Object> attributes, String name) throws IOException {
    return Optional.ofNullable(attributes.get(name))
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).longValue())
        .orElseThrow(() -> new IOException("the system does not tell " + name));
  }

  /** Splits a device number as the C library of Linux does. */
  static String deviceNumber(long device) {
    long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >>> 12) & 0xffff_ff00L);
    return major + ":" + minor;
  }
}
