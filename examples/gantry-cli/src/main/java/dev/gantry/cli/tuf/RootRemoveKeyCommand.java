// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.RootDocument;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf root remove-key}. */
@Command(
    name = "remove-key",
    description = "Removes a key from a role, or from all; a key without a role is dropped.")
final class RootRemoveKeyCommand extends RootVerb {
  @Parameters(index = "1", paramLabel = "KEYID", description = "The id of the key.")
  private String keyId = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ROLE",
      description = "${COMPLETION-CANDIDATES}; default: all.")
  private @Nullable TopLevelRole role;

  @Override
  RootDocument change(RootDocument root, ObjectNode result) throws IOException {
    return role == null ? root.withoutKey(keyId) : root.withoutKey(keyId, role.toString());
  }
}
