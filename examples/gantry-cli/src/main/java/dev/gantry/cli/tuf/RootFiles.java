// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.author.RootDocument;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and replaces the root file of a ceremony. */
final class RootFiles {
  private RootFiles() {}

  static RootDocument read(Path file) throws IOException {
    return RootDocument.parse(SmallFiles.read(file, TufLimits.defaults().rootBytes()));
  }

  static void write(Path file, RootDocument root) throws IOException {
    SmallFiles.writeAtomically(file, root.toBytes());
  }
}
