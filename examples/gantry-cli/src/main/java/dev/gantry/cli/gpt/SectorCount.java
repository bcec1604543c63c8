// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.core.Text;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size of a partition on the command line: sectors, such as {@code 2048s}, or bytes with a unit.
 * A bare number is refused: it is sectors to sgdisk and cgpt, and bytes to other verbs here.
 */
final class SectorCount {
  private static final Pattern SECTORS = Pattern.compile("([0-9]{1,18})s");
  private static final Pattern BARE = Pattern.compile("[0-9]+");

  private SectorCount() {}

  static long parse(String text, int sectorSizeBytes) {
    String size = text.startsWith("+") ? text.substring(1) : text;
    Matcher sectors = SECTORS.matcher(size.toLowerCase(Locale.ROOT));
    if (sectors.matches()) {
      return Long.parseLong(sectors.group(1));
    }
    if (BARE.matcher(size).matches()) {
      throw new IllegalArgumentException(
          "size is " + Text.quote(text) + " without a unit, expected for example 2048s or 64MiB");
    }
    long bytes = ByteSize.parse(size);
    if (bytes % sectorSizeBytes != 0) {
      throw new IllegalArgumentException(
          "size is " + Text.quote(text) + ", expected whole sectors of " + sectorSizeBytes);
    }
    return bytes / sectorSizeBytes;
  }
}
