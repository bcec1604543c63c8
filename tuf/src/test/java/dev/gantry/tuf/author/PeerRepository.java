// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A repository for the clients of others: keys of every kind, delegations of each, rotations. */
final class PeerRepository {
  private final RepositoryEditor editor;
  private final TargetPath top;
  private final KeyPolicy everyKind;
  private final KeyPolicy others;
  private final Instant now;

  /** Publishes a first version: targets "top", "deep" and "hash", and root.json beside it. */
  PeerRepository(Path directory, String topName, EditorOptions options) throws IOException {
    top = TargetPath.of(topName);
    SecureRandom random = new SecureRandom();
    List<SigningKey> keys = new ArrayList<>();
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.ED25519, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_PSS_2048)) {
      keys.add(SigningKey.generate(algorithm, random));
      keys.add(SigningKey.generate(algorithm, random));
    }
    everyKind =
        KeyPolicy.of(3, keys.get(0).publicKey(), keys.get(2).publicKey(), keys.get(4).publicKey());
    others =
        KeyPolicy.of(3, keys.get(1).publicKey(), keys.get(3).publicKey(), keys.get(5).publicKey());
    Path repository = directory.resolve("repository");
    editor =
        RepositoryEditor.create(
            repository,
            new RepositoryPolicy(everyKind, everyKind, everyKind, everyKind),
            options,
            keys);
    editor.addTarget(top, content("top"));
    editor.delegate(Delegation.builder("byPath", everyKind).path("p/*/x?").build());
    editor.delegate(
        "byPath", Delegation.builder("deep", others).path("p/*/x*").terminating(true).build());
    Delegation.Builder byHash = Delegation.builder("byHash", others);
    "0123456789abcdef".chars().forEach(c -> byHash.pathHashPrefix(Character.toString(c)));
    editor.delegate(byHash.build());
    editor.addTarget(
        TargetPath.of("p/q/x1"), content("deep"), TargetOptions.builder().role("deep").build());
    editor.addTarget(
        TargetPath.of("h/é"),
        content("hash"),
        TargetOptions.builder().role("byHash").customJson("{\"n\":1,\"é\":\"\\\\\"}").build());
    // Validity is judged by the wall clock there, so this repository has to be of today.
    now = Files.getLastModifiedTime(repository).toInstant();
    editor.publish(now);
    Files.write(directory.resolve("root.json"), editor.rootFile().toByteArray());
  }

  void rotateKeys() throws IOException {
    editor.rotateRoot(new RepositoryPolicy(others, others, everyKind, others));
    editor.publish(now);
  }

  /** Makes the content of the first target "new". */
  void changeTop() throws IOException {
    editor.addTarget(top, content("new"));
    editor.publish(now);
  }

  static Bytes content(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
