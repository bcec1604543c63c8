// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.PassphraseSource;
import dev.gantry.tuf.author.Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who signs. */
final class SigningOptions {
  @Option(
      names = {"-k", "--key", "--keys"},
      paramLabel = "KEY",
      required = true,
      description = "Key to sign with: " + KeyLocations.SYNTAX + "; may be repeated.")
  private List<String> keys = new ArrayList<>();

  @Mixin private final PassphraseOptions passphrases = new PassphraseOptions();

  PassphraseSource passphrases() {
    return passphrases.source();
  }

  List<Signer> signers() throws IOException {
    List<Signer> signers = new ArrayList<>();
    for (String key : keys) {
      signers.add(KeyLocations.open(key, passphrases.source()));
    }
    return signers;
  }
}
