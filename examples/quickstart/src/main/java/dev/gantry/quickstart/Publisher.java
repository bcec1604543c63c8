// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.quickstart;

import dev.gantry.core.Bytes;
import dev.gantry.core.Version;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.RepositoryPolicy;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.update.image.ReleaseIdentity;
import dev.gantry.update.image.ReleaseImageBuilder;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.publish.ReleasePublisher;
import dev.gantry.update.publish.ReleaseTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** The publisher's side. */
final class Publisher {
  private final Path repository;
  private final SlotLayout layout;
  private final List<SigningKey> keys;

  Publisher(Path repository, SlotLayout layout) {
    this.repository = repository;
    this.layout = layout;
    SecureRandom random = new SecureRandom();
    this.keys =
        List.of(
            SigningKey.generate(KeyAlgorithm.ED25519, random),
            SigningKey.generate(KeyAlgorithm.ED25519, random),
            SigningKey.generate(KeyAlgorithm.ECDSA_P256, random),
            SigningKey.generate(KeyAlgorithm.RSA_PSS_2048, random));
  }

  /** Makes the repository and returns what hosts must trust from the start. */
  Bytes create(Instant now) throws IOException {
    RepositoryPolicy policy =
        new RepositoryPolicy(
            KeyPolicy.of(1, keys.get(0).publicKey()),
            KeyPolicy.of(1, keys.get(1).publicKey()),
            KeyPolicy.of(1, keys.get(2).publicKey()),
            KeyPolicy.of(1, keys.get(3).publicKey()));
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy, EditorOptions.defaults(), keys);
    editor.publish(now);
    return editor.rootFile();
  }

  /** Makes the images of a release. */
  ReleaseImages build(Path rootImage, String version, Path directory) throws IOException {
    ReleaseIdentity identity =
        new ReleaseIdentity(
            "bottlerocket", "demo", "x86_64", Version.parse(version), "0badcafe", "Demo OS");
    return new ReleaseImageBuilder(rootImage, identity, layout).build(directory);
  }

  /** Signs and publishes a release. */
  void publish(ReleaseImages images, Instant now) throws IOException {
    RepositoryEditor editor = RepositoryEditor.open(repository, EditorOptions.defaults(), keys);
    new ReleasePublisher(editor, layout).publish(images, ReleaseTerms.forAll(), now);
  }
}
