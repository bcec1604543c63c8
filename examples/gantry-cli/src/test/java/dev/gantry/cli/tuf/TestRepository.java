// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;

import dev.gantry.cli.ReleaseKeys;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyFileMode;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A repository with one key for each role, and the verbs on it. */
record TestRepository(Path directory, Path root, Path keys) {
  static TestRepository create(Path parent, String name) throws IOException {
    return create(parent, name, InstantSource.system().instant());
  }

  /** Publishes as if it were another time. */
  static TestRepository create(Path parent, String name, Instant now) throws IOException {
    Path directory = Files.createDirectories(parent.resolve(name));
    Path keyDirectory = parent.resolve(name + "-keys");
    Path root = parent.resolve(name + "-root.json");
    ReleaseKeys keys = ReleaseKeys.create(keyDirectory, KeyAlgorithm.ED25519);
    RepositoryEditor editor =
        RepositoryEditor.create(directory, keys.policy(), EditorOptions.defaults(), keys.all());
    editor.publish(now);
    SmallFiles.writeAtomically(root, editor.rootFile());
    return new TestRepository(directory, root, keyDirectory);
  }

  static Path newKey(Path file) throws IOException {
    SigningKey.generate(KeyAlgorithm.ED25519, new SecureRandom())
        .save(file, KeyFileMode.CREATE_NEW);
    return file;
  }

  Path key(String role) {
    return keys.resolve(role + ".pem");
  }

  /** Runs a verb that changes the repository, with the keys of some roles. */
  Cli.Run editAs(List<String> roles, Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-o", directory, "-r", root));
    roles.forEach(role -> all.addAll(List.of("-k", key(role))));
    return tuf(all.toArray());
  }

  Cli.Run edit(Object... words) {
    return editAs(List.of("targets", "snapshot", "timestamp"), words);
  }

  Cli.Run read(Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--repo", directory, "-r", root));
    return tuf(all.toArray());
  }
}
