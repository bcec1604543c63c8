// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a key is, as tuftool writes it: a path, or a URL of the scheme {@code file}. Keys of a
 * cloud need a signer of their own, which this command does not have.
 *
 * @param text as given
 */
record KeySource(String text) {
  /** Returns the file. */
  Path file() throws UnsupportedFormatException {
    int colon = text.indexOf("://");
    if (colon < 0) {
      return Path.of(text);
    }
    if (text.substring(0, colon).toLowerCase(Locale.ROOT).equals("file")) {
      return Locations.path(text);
    }
    throw new UnsupportedFormatException(
        "KEY_SOURCE",
        "key source " + Text.quote(text),
        text.substring(0, colon),
        "a path or file://");
  }
}
