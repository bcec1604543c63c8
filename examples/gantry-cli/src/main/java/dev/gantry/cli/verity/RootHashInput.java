// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.core.SmallFiles;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A root hash as a word of the command line, or in a file. */
final class RootHashInput {
  private static final int MAX_FILE_BYTES = 1024;

  private RootHashInput() {}

  static RootHash read(VerityAlgorithm algorithm, @Nullable String word, @Nullable Path file)
      throws IOException {
    if ((word == null) == (file == null)) {
      throw new IllegalArgumentException("expected either ROOT_HASH or --root-hash-file");
    }
    String hex =
        word != null
            ? word
            : new String(
                SmallFiles.read(Objects.requireNonNull(file), MAX_FILE_BYTES).toByteArray(),
                StandardCharsets.US_ASCII);
    return RootHash.parse(algorithm, hex.strip());
  }
}
