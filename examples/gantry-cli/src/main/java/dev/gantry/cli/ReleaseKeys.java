// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyFileMode;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryPolicy;
import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * One signing key for each top-level role, in files of one directory.
 *
 * @param root signs who may sign what
 * @param targets signs what is released
 * @param snapshot signs which metadata belongs together
 * @param timestamp signs that this is the newest
 */
public record ReleaseKeys(
    SigningKey root, SigningKey targets, SigningKey snapshot, SigningKey timestamp) {
  private static final List<String> ROLES = List.of("root", "targets", "snapshot", "timestamp");

  /**
   * Makes four keys and saves them.
   *
   * @param directory where to; made if it is not there
   * @param algorithm what keys
   * @return the keys
   * @throws IOException if a file exists or cannot be written
   */
  public static ReleaseKeys create(Path directory, KeyAlgorithm algorithm) throws IOException {
    Files.createDirectories(directory);
    SecureRandom random = new SecureRandom();
    List<SigningKey> keys = new ArrayList<>();
    for (String role : ROLES) {
      SigningKey key = SigningKey.generate(algorithm, random);
      key.save(file(directory, role), KeyFileMode.CREATE_NEW);
      keys.add(key);
    }
    return of(keys);
  }

  /**
   * Loads the keys that a release needs: all but the root key, which can stay offline.
   *
   * @param directory where from
   * @return targets, snapshot and timestamp
   * @throws IOException if a file is absent or cannot be read
   */
  public static List<SigningKey> loadOnline(Path directory) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (String role : ROLES.subList(1, ROLES.size())) {
      keys.add(SigningKey.load(file(directory, role)));
    }
    return keys;
  }

  private static ReleaseKeys of(List<SigningKey> keys) {
    return new ReleaseKeys(keys.get(0), keys.get(1), keys.get(2), keys.get(3));
  }

  private static Path file(Path directory, String role) {
    return directory.resolve(role + ".pem");
  }

  /**
   * Returns all keys.
   *
   * @return root, targets, snapshot, timestamp
   */
  public List<SigningKey> all() {
    return List.of(root, targets, snapshot, timestamp);
  }

  /**
   * Returns a policy in which each role has its own key and a threshold of one.
   *
   * @return the policy
   */
  public RepositoryPolicy policy() {
    return new RepositoryPolicy(
        KeyPolicy.of(1, root.publicKey()),
        KeyPolicy.of(1, targets.publicKey()),
        KeyPolicy.of(1, snapshot.publicKey()),
        KeyPolicy.of(1, timestamp.publicKey()));
  }
}
