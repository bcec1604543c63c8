// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gantry tuf delegation remove}. */
@Command(name = "remove", description = "Takes a delegation back.")
final class DelegationRemoveCommand extends DelegationVerb {
  @Option(
      names = {"-d", "--delegated-role"},
      paramLabel = "ROLE",
      required = true,
      description = "The role that is trusted no more.")
  private String delegated = "";

  @Option(
      names = "--recursive",
      description = "Also if it is another role that delegates to it, as far as there are keys.")
  private boolean recursive;

  @Override
  void change(RepositoryEditor editor, String signingRole) throws IOException {
    if (!recursive) {
      requireDelegator(editor, signingRole, delegated);
    }
    editor.undelegate(delegated);
  }
}
