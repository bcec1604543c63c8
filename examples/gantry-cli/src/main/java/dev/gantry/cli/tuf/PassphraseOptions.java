// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.PassphraseSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What opens keys that are locked. */
final class PassphraseOptions {
  private static final int MAX_BYTES = 64 * 1024;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is the passphrase of encrypted keys, or the PIN.")
  private @Nullable Path file;

  PassphraseSource source() {
    Path from = file;
    return from == null ? PassphraseSource.none() : source -> firstLine(from);
  }

  private static char[] firstLine(Path file) throws IOException {
    byte[] content = SmallFiles.read(file, MAX_BYTES).toByteArray();
    return new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("").toCharArray();
  }
}
