// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A verb that changes what a role delegates, and publishes. */
abstract class DelegationVerb extends GantryCommand {
  @ParentCommand private @Nullable DelegationCommand parent;

  @Mixin private final EditedRepository repository = new EditedRepository();

  @Mixin private final PublishingOptions publishing = new PublishingOptions();

  @Option(
      names = {"-v", "--version"},
      paramLabel = "N",
      description = "Version of the role that delegates; default: the next.")
  private @Nullable Long version;

  @Option(
      names = {"-e", "--expires"},
      paramLabel = "TIME",
      converter = TimeSpec.Converter.class,
      description = "Expiry of the role that delegates, RFC 3339 or 'in 7 days'.")
  private @Nullable TimeSpec expires;

  /** Reads the public half of a key. */
  TufPublicKey publicKey(String source) throws IOException {
    return KeyLocations.publicKey(source, repository.signing().passphrases());
  }

  /** Throws unless the signing role itself delegates to a role. */
  static void requireDelegator(RepositoryEditor editor, String signingRole, String delegated)
      throws IOException {
    Set<String> delegators = editor.delegators(delegated);
    if (!delegators.isEmpty() && !delegators.contains(signingRole)) {
      throw new StateConflictException(
          "OTHER_DELEGATOR",
          "changing role " + Text.quote(delegated),
          "it is " + delegators + " that delegates to it",
          Text.quote(signingRole) + ", as --signing-role says");
    }
  }

  /** Changes the repository, which is published then. */
  abstract void change(RepositoryEditor editor, String signingRole) throws IOException;

  @Override
  protected int run(Output output) throws IOException {
    Instant now = InstantSource.system().instant();
    String role = Objects.requireNonNull(parent, "parent").signingRole();
    RepositoryEditor editor = repository.open(output);
    change(editor, role);
    TermOptions.apply(editor, role, version, expires, now);
    return publishing.publish(editor, now, output);
  }
}
