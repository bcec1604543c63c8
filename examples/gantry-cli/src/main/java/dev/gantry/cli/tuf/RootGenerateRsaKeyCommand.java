// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.RootDocument;
import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.security.SecureRandom;
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
      description = "2048 to 16384; default: ${DEFAULT-VALUE}.")
  private int bits;

  @Option(
      names = {"-e", "--exp"},
      paramLabel = "N",
      defaultValue = "65537",
      description = "Public exponent, odd, that or more; default: ${DEFAULT-VALUE}.")
  private long exponent;

  @Override
  RootDocument change(RootDocument root, ObjectNode result) throws IOException {
    return NewKeys.add(
        root,
        SigningKey.generateRsa(bits, exponent, new SecureRandom()),
        KeyLocations.newFile(key),
        roles,
        result);
  }
}
