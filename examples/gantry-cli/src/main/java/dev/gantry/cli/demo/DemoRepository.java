// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import dev.gantry.cli.ReleaseKeys;
import dev.gantry.core.Bytes;
import dev.gantry.core.Version;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.update.codec.Lz4Effort;
import dev.gantry.update.codec.Lz4EncodeOptions;
import dev.gantry.update.image.ReleaseIdentity;
import dev.gantry.update.image.ReleaseImageBuilder;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.publish.ReleasePublisher;
import dev.gantry.update.publish.ReleaseTerms;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/** The publisher's side of the demo, and what an attacker does to it. */
final class DemoRepository {
  private static final Lz4EncodeOptions FAST =
      Lz4EncodeOptions.builder().effort(Lz4Effort.FAST).build();

  private final Path directory;
  private final Path work;
  private final Path base;
  private final SlotLayout layout;
  private final ReleaseKeys keys;
  private final VerityOptions options;
  private final InstantSource clock;
  private Optional<Flip> flip = Optional.empty();
  private Bytes oldTimestamp = Bytes.empty();
  private Bytes newTimestamp = Bytes.empty();

  /** A byte that was changed in a file. */
  private record Flip(Path file, long offset) {}

  DemoRepository(
      Path directory,
      Path work,
      Path base,
      SlotLayout layout,
      ReleaseKeys keys,
      VerityOptions options,
      InstantSource clock) {
    this.directory = directory;
    this.work = work;
    this.base = base;
    this.layout = layout;
    this.keys = keys;
    this.options = options;
    this.clock = clock;
  }

  /** Makes the repository and returns the root metadata that hosts trust. */
  Bytes create() throws IOException {
    RepositoryEditor editor =
        RepositoryEditor.create(directory, keys.policy(), EditorOptions.defaults(), keys.all());
    editor.publish(clock.instant());
    return editor.rootFile();
  }

  /** Makes the images of a version. */
  ReleaseImages build(Version version) throws IOException {
    Path root = work.resolve("root-" + version + ".img");
    DemoRootImage.forVersion(base, version.toString(), root);
    ReleaseIdentity identity =
        new ReleaseIdentity(
            ReleaseIdentity.BOTTLEROCKET_PREFIX,
            DemoHost.VARIANT,
            DemoHost.ARCH,
            version,
            "0badcafe",
            "Gantry demo");
    return new ReleaseImageBuilder(root, identity, layout).options(options).build(work);
  }

  /** Publishes a version and deletes its raw root image. */
  void publish(ReleaseImages images) throws IOException {
    oldTimestamp = Bytes.of(Files.readAllBytes(timestamp()));
    RepositoryEditor editor =
        RepositoryEditor.open(directory, EditorOptions.defaults(), keys.all());
    new ReleasePublisher(editor, layout)
        .options(options)
        .encoding(FAST)
        .publish(images, ReleaseTerms.forAll(), clock.instant());
    Files.delete(images.root());
  }

  /** Changes one byte in the middle of a version's root target and returns the file's name. */
  String flipOneByteOfRootTarget(Version version) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(directory.resolve("targets"))) {
      file =
          files
              .filter(f -> f.toString().contains("-" + version + "-"))
              .filter(f -> f.toString().endsWith("-root.ext4.lz4"))
              .findFirst()
              .orElseThrow();
    }
    Flip change = new Flip(file, Files.size(file) / 2);
    invert(change);
    flip = Optional.of(change);
    return String.valueOf(file.getFileName());
  }

  void restoreTarget() throws IOException {
    invert(flip.orElseThrow());
  }

  /** Serves the timestamp from before the newest release again. */
  void replayOldTimestamp() throws IOException {
    newTimestamp = Bytes.of(Files.readAllBytes(timestamp()));
    Files.write(timestamp(), oldTimestamp.toByteArray());
  }

  void restoreTimestamp() throws IOException {
    Files.write(timestamp(), newTimestamp.toByteArray());
  }

  private Path timestamp() {
    return directory.resolve("metadata").resolve("timestamp.json");
  }

  private static void invert(Flip change) throws IOException {
    try (FileChannel channel =
        FileChannel.open(change.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, change.offset());
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, change.offset());
    }
  }
}
