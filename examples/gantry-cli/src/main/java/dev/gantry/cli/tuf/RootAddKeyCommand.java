// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.RootDocument;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf root add-key}. */
@Command(name = "add-key", description = "Adds keys to roles.")
final class RootAddKeyCommand extends RootVerb {
  @Option(
      names = {"-k", "--key"},
      paramLabel = "KEY",
      required = true,
      description = "Either half: " + KeyLocations.SYNTAX + "; may be repeated.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      required = true,
      description = "Role that gets the keys: ${COMPLETION-CANDIDATES}; may be repeated.")
  private List<TopLevelRole> roles = new ArrayList<>();

  @Mixin private final PassphraseOptions passphrases = new PassphraseOptions();

  @Override
  RootDocument change(RootDocument root, ObjectNode result) throws IOException {
    RootDocument changed = root;
    ArrayNode ids = result.putArray("keys");
    for (String source : keys) {
      TufPublicKey key = KeyLocations.publicKey(source, passphrases.source());
      ids.add(key.keyId());
      for (TopLevelRole role : roles) {
        changed = changed.withKey(role.toString(), key);
      }
    }
    return changed;
  }
}
