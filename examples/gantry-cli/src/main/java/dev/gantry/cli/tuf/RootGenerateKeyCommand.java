// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.KeyAlgorithm;
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

/** {@code gantry tuf root gen-key}. */
@Command(
    name = "gen-key",
    description = "Makes a key, saves it as a new file that only you may read, and adds it.")
final class RootGenerateKeyCommand extends RootVerb {
  @Parameters(index = "1", paramLabel = "KEY", description = "Where the private key goes.")
  private String key = "";

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      required = true,
      description = "Role that gets the key: ${COMPLETION-CANDIDATES}; may be repeated.")
  private List<TopLevelRole> roles = new ArrayList<>();

  @Option(
      names = "--algorithm",
      defaultValue = "ED25519",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private KeyAlgorithm algorithm = KeyAlgorithm.ED25519;

  @Override
  RootDocument change(RootDocument root, ObjectNode result) throws IOException {
    return NewKeys.add(
        root,
        SigningKey.generate(algorithm, new SecureRandom()),
        KeyLocations.newFile(key),
        roles,
        result);
  }
}
