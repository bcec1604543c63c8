// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Text;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device that is named by the GUID of a partition and a distance from it, as the kernel resolves
 * it at boot: {@code PARTUUID=<uuid>} or {@code PARTUUID=<uuid>/PARTNROFF=<n>}.
 *
 * @param uuid the unique GUID of a partition as text, or a variable of the boot loader such as
 *     {@code $boot_uuid}
 * @param offset what is added to that partition's number, 0 if the text has no {@code PARTNROFF}
 */
public record PartitionReference(String uuid, int offset) {
  private static final String UUID =
      "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
          + "|\\$[A-Za-z_][A-Za-z0-9_]{0,63}|\\$\\{[A-Za-z_][A-Za-z0-9_]{0,63}\\}";
  private static final Pattern UUID_OR_VARIABLE = Pattern.compile(UUID);
  private static final Pattern TEXT =
      Pattern.compile("PARTUUID=(" + UUID + ")(?:/PARTNROFF=(-?[0-9]{1,4}))?");

  /**
   * Creates a reference.
   *
   * @throws IllegalArgumentException if the UUID is neither the text of a GUID nor a variable
   */
  public PartitionReference {
    if (!UUID_OR_VARIABLE.matcher(uuid).matches()) {
      throw new IllegalArgumentException(
          "partition UUID is "
              + Text.quote(uuid)
              + ", expected 8-4-4-4-12 hexadecimal digits, $NAME or ${NAME}");
    }
  }

  /**
   * Reads the device word of a table line.
   *
   * @param device for example {@code PARTUUID=$boot_uuid/PARTNROFF=1}
   * @return the reference, or empty if the device is named in another way
   */
  public static Optional<PartitionReference> parse(String device) {
    Matcher matcher = TEXT.matcher(device);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String offset = matcher.group(2);
    return Optional.of(
        new PartitionReference(matcher.group(1), offset == null ? 0 : Integer.parseInt(offset)));
  }

  /** Returns the device word; without {@code PARTNROFF} if the offset is 0. */
  @Override
  public String toString() {
    return "PARTUUID=" + uuid + (offset == 0 ? "" : "/PARTNROFF=" + offset);
  }
}
