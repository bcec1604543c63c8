// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who signs. */
final class SigningOptions {
  @Option(
      names = {"-k", "--key", "--keys"},
      paramLabel = "KEY",
      required = true,
      description =
          "Private key to sign with: a file of PEM, as a path or file://; may be repeated.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line opens encrypted keys.")
  private @Nullable Path passphraseFile;

  List<SigningKey> signers() throws IOException {
    List<SigningKey> signers = new ArrayList<>();
    for (String key : keys) {
      signers.add(load(new KeySource(key).file(), passphraseFile));
    }
    return signers;
  }

  static SigningKey load(Path file, @Nullable Path passphraseFile) throws IOException {
    if (passphraseFile == null) {
      return SigningKey.load(file);
    }
    List<String> lines = Files.readAllLines(passphraseFile);
    return SigningKey.load(file, lines.isEmpty() ? new char[0] : lines.get(0).toCharArray());
  }
}
