// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.SigningBundle;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes bundles of documents that wait for signatures. */
final class BundleFiles {
  private static final int MAX_BYTES = 256 << 20;

  private BundleFiles() {}

  static SigningBundle read(Path file) throws IOException {
    return SigningBundle.decode(SmallFiles.read(file, MAX_BYTES));
  }

  static void write(Path file, SigningBundle bundle) throws IOException {
    SmallFiles.writeAtomically(file, bundle.encode());
  }
}
