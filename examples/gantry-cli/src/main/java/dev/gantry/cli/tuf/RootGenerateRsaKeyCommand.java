// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.RootDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf root gen-rsa-key}. */
@Command(
    name = "gen-rsa-key",
    description =
        "Makes an RSA key, saves it as a new file that only you may read, and adds it; see gen-key"
            + " for other keys.")
final class RootGenerateRsaKeyCommand extends RootVerb {
  @Parameters(index = "1", paramLabel = "KEY", description = "Where the private key goes.")
  private String key = "";

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      required = true,
      description = "Role that gets the key: ${COMPLETION-CANDIDATES}; may be repeated.")
  private List<TopLevelRole> roles = new ArrayList<>();

  @Option(
      names = {"-b", "--bits"},
      paramLabel = "N",
      defaultValue = "2048",
      description = "2048, 3072 or 4096; default: ${DEFAULT-VALUE}.")
  private int bits;

  @Option(
      names = {"-e", "--exp"},
      paramLabel = "N",
      defaultValue = "65537",
      description = "Public exponent; only ${DEFAULT-VALUE}.")
  private long exponent;

  @Override
  RootDocument change(RootDocument root, ObjectNode result) throws IOException {
    return NewKeys.add(root, algorithm(), new KeySource(key).file(), roles, result);
  }

  private KeyAlgorithm algorithm() {
    if (exponent != 65537) {
      throw new IllegalArgumentException("--exp is " + exponent + ", expected 65537");
    }
    return switch (bits) {
      case 2048 -> KeyAlgorithm.RSA_PSS_2048;
      case 3072 -> KeyAlgorithm.RSA_PSS_3072;
      case 4096 -> KeyAlgorithm.RSA_PSS_4096;
      default ->
          throw new IllegalArgumentException("--bits is " + bits + ", expected 2048, 3072 or 4096");
    };
  }
}
