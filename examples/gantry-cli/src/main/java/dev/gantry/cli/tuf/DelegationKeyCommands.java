// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verbs that change the keys of a delegated role. */
final class DelegationKeyCommands {
  private DelegationKeyCommands() {}

  /** {@code gantry tuf delegation add-key}. */
  @Command(name = "add-key", description = "Gives a delegated role a further key.")
  static final class AddKey extends DelegationVerb {
    @Option(
        names = {"-d", "--delegated-role"},
        paramLabel = "ROLE",
        required = true,
        description = "The role that gets the key.")
    private String delegated = "";

    @Option(
        names = "--new-key",
        paramLabel = "KEY",
        required = true,
        description = "File with a private or public key; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Override
    void change(RepositoryEditor editor, String signingRole) throws IOException {
      requireDelegator(editor, signingRole, delegated);
      for (String key : keys) {
        editor.addDelegationKey(delegated, publicKey(key));
      }
    }
  }

  /** {@code gantry tuf delegation remove-key}. */
  @Command(name = "remove-key", description = "Takes a key away from a delegated role.")
  static final class RemoveKey extends DelegationVerb {
    @Option(
        names = {"-d", "--delegated-role"},
        paramLabel = "ROLE",
        required = true,
        description = "The role that loses the key.")
    private String delegated = "";

    @Option(
        names = "--keyid",
        paramLabel = "KEYID",
        required = true,
        description = "The id of the key; may be repeated.")
    private List<String> keyIds = new ArrayList<>();

    @Override
    void change(RepositoryEditor editor, String signingRole) throws IOException {
      requireDelegator(editor, signingRole, delegated);
      for (String keyId : keyIds) {
        editor.removeDelegationKey(delegated, keyId);
      }
    }
  }
}
