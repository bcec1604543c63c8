// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.Delegation;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gantry tuf delegation add-role}. */
@Command(name = "add-role", description = "Delegates to a role.")
final class DelegationAddRoleCommand extends DelegationVerb {
  @Option(
      names = {"-d", "--delegated-role"},
      paramLabel = "ROLE",
      required = true,
      description = "The role that is trusted.")
  private String delegated = "";

  @Option(
      names = {"-i", "--incoming-metadata"},
      paramLabel = "URL|DIR",
      description = "Where ROLE.json is, as its owner made it; its keys are trusted with the role.")
  private @Nullable String incoming;

  @Option(
      names = "--incoming-targets",
      paramLabel = "DIR",
      description = "The files that the role lists, under their paths.")
  private @Nullable Path incomingTargets;

  @Option(
      names = "--delegated-key",
      paramLabel = "KEY",
      description = "A key of the role, instead of those in --incoming-metadata; repeatable.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = {"-t", "--threshold"},
      paramLabel = "N",
      required = true,
      description = "How many of its keys must sign.")
  private int threshold;

  @Option(
      names = {"-p", "--paths"},
      paramLabel = "PATTERN",
      description = "Paths that the role is trusted with; may be repeated.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = {"-x", "--path-hash-prefixes"},
      paramLabel = "HEX",
      description = "Instead of paths, prefixes of their SHA-256; may be repeated.")
  private List<String> prefixes = new ArrayList<>();

  @Option(names = "--terminating", description = "A search for a path ends with this role.")
  private boolean terminating;

  @Option(names = "--sign-all", description = "Always so here: the whole repository is published.")
  void signAll(boolean value) {
    // Taken since scripts for tuftool have it.
  }

  @Override
  void change(RepositoryEditor editor, String signingRole) throws IOException {
    if (paths.isEmpty() == prefixes.isEmpty()) {
      throw new IllegalArgumentException("either --paths or --path-hash-prefixes are needed");
    }
    Delegation.Builder delegation =
        Delegation.builder(delegated, KeyPolicy.of(threshold, trusted())).terminating(terminating);
    paths.forEach(delegation::path);
    prefixes.forEach(delegation::pathHashPrefix);
    editor.delegate(signingRole, delegation.build());
    if (incoming != null) {
      editor.importRole(delegated, IncomingRole.fetch(incoming, delegated));
      if (incomingTargets != null) {
        TargetFiles.forEach(
            incomingTargets, (path, file) -> editor.storeTarget(delegated, path, file));
      }
    }
  }

  private List<TufPublicKey> trusted() throws IOException {
    if (keys.isEmpty() && incoming == null) {
      throw new IllegalArgumentException("--incoming-metadata or --delegated-key is needed");
    }
    if (keys.isEmpty() && incoming != null) {
      return IncomingRole.keys(IncomingRole.fetch(incoming, delegated), delegated);
    }
    List<TufPublicKey> trusted = new ArrayList<>();
    for (String key : keys) {
      trusted.add(publicKey(key));
    }
    return trusted;
  }
}
