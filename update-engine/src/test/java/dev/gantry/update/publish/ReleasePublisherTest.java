// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.RepositoryPolicy;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.update.codec.Lz4Effort;
import dev.gantry.update.codec.Lz4EncodeOptions;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.image.TestImages;
import dev.gantry.update.manifest.MigrationEdge;
import dev.gantry.update.manifest.UpdateManifest;
import dev.gantry.update.manifest.Waves;
import dev.gantry.verity.CorruptBlockException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasePublisherTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final SigningKey KEY =
      SigningKey.generate(KeyAlgorithm.ED25519, new SecureRandom());

  @TempDir private Path directory;

  @Test
  void hostsFindWhatWasPublished() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    RepositoryEditor editor = create("repository");
    PublishedRelease published = publish(editor, images, ReleaseTerms.forAll(), NOW);

    assertEquals(images.identity().targetNames(), published.entry().images());
    assertEquals(Version.of(1, 0, 0), published.entry().maxVersion());
    TufClient client = client(editor);
    var view = client.refresh();
    UpdateManifest manifest = manifest(editor);
    assertEquals(published.manifest(), manifest);
    assertEquals(Waves.none(), manifest.updates().get(0).waves());
    for (String name :
        List.of(
            published.entry().images().boot(),
            published.entry().images().root(),
            published.entry().images().hash())) {
      client.read(view.require(TargetPath.of(name)), 16 << 20);
    }
    assertNothingLeft(editor);
  }

  @Test
  void lz4UnpacksTargetsToTheImages() throws IOException {
    Path lz4 = ExternalTool.require("lz4");
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    RepositoryEditor editor = create("repository");
    publish(editor, images, ReleaseTerms.forAll(), NOW);
    Map<String, Path> expected =
        Map.of(
            "boot.ext4", images.boot(), "root.ext4", images.root(), "root.verity", images.hash());
    for (Map.Entry<String, Path> image : expected.entrySet()) {
      Path target = targetEndingIn(editor, "-" + image.getKey() + ".lz4");
      ExternalTool.run(lz4, "-t", target.toString()).orFail();
      assertArrayEquals(
          Files.readAllBytes(image.getValue()),
          ExternalTool.run(lz4, "-dc", target.toString()).orFail().output().toByteArray());
    }
  }

  @Test
  void laterReleasesAreAddedAndRaiseTheMaximum() throws IOException {
    RepositoryEditor editor = create("repository");
    publish(editor, TestImages.release(directory, "1.0.0"), ReleaseTerms.forAll(), NOW);
    Waves waves = Waves.of(Map.of(0L, NOW, 1024L, NOW.plus(Duration.ofDays(1))));
    ReleaseTerms terms = ReleaseTerms.builder().waves(waves).build();
    RepositoryEditor again = open("repository");
    // The metadata has expired meanwhile, which must not keep a publisher from signing.
    Instant later = NOW.plus(Duration.ofDays(400));
    publish(again, TestImages.release(directory, "1.1.0"), terms, later);

    UpdateManifest manifest = manifest(again);
    assertEquals(2, manifest.updates().size());
    assertEquals(Version.of(1, 1, 0), manifest.updates().get(0).maxVersion());
    assertEquals(Version.of(1, 1, 0), manifest.updates().get(1).maxVersion());
    assertEquals(waves, manifest.updates().get(1).waves());

    ReleaseTerms held = ReleaseTerms.builder().maxVersion(Version.of(1, 3, 0)).build();
    publish(again, TestImages.release(directory, "1.2.0"), held, later);
    manifest(again)
        .updates()
        .forEach(update -> assertEquals(Version.of(1, 3, 0), update.maxVersion()));
  }

  @Test
  void aReleaseThatNoHostCouldTakeIsRefused() throws IOException {
    RepositoryEditor editor = create("repository");
    ReleaseTerms terms = ReleaseTerms.builder().maxVersion(Version.of(1, 1, 9)).build();
    ReleaseImages release = TestImages.release(directory, "1.2.0");
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> publish(editor, release, terms, NOW));
    assertEquals("RELEASE_ABOVE_MAX_VERSION", e.code());
  }

  @Test
  void publishingTwiceGivesTheSameBytes() throws IOException {
    ReleaseImages one = TestImages.release(directory, "1.0.0");
    ReleaseImages two = TestImages.release(directory, "1.1.0");
    for (String name : List.of("first", "second")) {
      RepositoryEditor editor = create(name);
      publish(editor, one, ReleaseTerms.forAll(), NOW);
      publish(editor, two, ReleaseTerms.forAll(), NOW.plusSeconds(60));
    }
    assertEquals(content(directory.resolve("first")), content(directory.resolve("second")));
  }

  @Test
  void versionIsPublishedOnce() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    RepositoryEditor editor = create("repository");
    publish(editor, images, ReleaseTerms.forAll(), NOW);
    Map<String, Bytes> before = content(directory.resolve("repository"));
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () -> publish(open("repository"), images, ReleaseTerms.forAll(), NOW));
    assertEquals("RELEASE_EXISTS", e.code());
    assertEquals(before, content(directory.resolve("repository")));
  }

  @Test
  void imagesAreVerifiedBeforeSigning() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    try (RandomAccessFile file = new RandomAccessFile(images.root().toFile(), "rw")) {
      file.seek(123_456);
      int old = file.read();
      file.seek(123_456);
      file.write(old ^ 4);
    }
    RepositoryEditor editor = create("repository");
    assertThrows(
        CorruptBlockException.class, () -> publish(editor, images, ReleaseTerms.forAll(), NOW));
    assertNothingSigned(editor);
  }

  @Test
  void imagesMustFitTheLayout() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    SlotLayout smaller =
        SlotLayout.builder()
            .slotSizes(1 << 20, 3 << 20, 1 << 20)
            .size(PartitionRole.PRIVATE, 1 << 20)
            .build();
    RepositoryEditor editor = create("repository");
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class,
            () ->
                new ReleasePublisher(editor, smaller).publish(images, ReleaseTerms.forAll(), NOW));
    assertEquals(3 << 20, e.limit());
    assertNothingSigned(editor);
  }

  @Test
  void migrationsMustBeThere() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    RepositoryEditor editor = create("repository");
    MigrationEdge edge = new MigrationEdge(Version.of(0, 9, 0), Version.of(1, 0, 0));
    ReleaseTerms terms =
        ReleaseTerms.builder().migrations(edge, List.of("migrate_v1.0.0_x.lz4")).build();
    assertEquals(
        "RELEASE_MIGRATION_MISSING",
        assertThrows(StateConflictException.class, () -> publish(editor, images, terms, NOW))
            .code());
    editor.addTarget(TargetPath.of("migrate_v1.0.0_x.lz4"), Bytes.of((byte) 1));
    publish(editor, images, terms, NOW);
    assertEquals(List.of("migrate_v1.0.0_x.lz4"), manifest(editor).migrations().get(edge));
  }

  private PublishedRelease publish(
      RepositoryEditor editor, ReleaseImages images, ReleaseTerms terms, Instant now)
      throws IOException {
    return new ReleasePublisher(editor, TestImages.layout())
        .encoding(Lz4EncodeOptions.builder().effort(Lz4Effort.FAST).build())
        .publish(images, terms, now);
  }

  private RepositoryEditor create(String name) throws IOException {
    KeyPolicy keys = KeyPolicy.of(1, KEY.publicKey());
    return RepositoryEditor.create(
        directory.resolve(name),
        new RepositoryPolicy(keys, keys, keys, keys),
        EditorOptions.defaults(),
        List.of(KEY));
  }

  private RepositoryEditor open(String name) throws IOException {
    return RepositoryEditor.open(directory.resolve(name), EditorOptions.defaults(), List.of(KEY));
  }

  private TufClient client(RepositoryEditor editor) throws IOException {
    return TufClient.builder(
            editor.rootFile(),
            TrustedStore.open(Files.createTempDirectory(directory, "trusted")),
            FileFetcher.of(editor.directory().resolve("metadata")),
            FileFetcher.of(editor.directory().resolve("targets")))
        .clock(InstantSource.fixed(NOW))
        .build();
  }

  private UpdateManifest manifest(RepositoryEditor editor) throws IOException {
    TufClient client = client(editor);
    Bytes content = client.read(client.refresh().require(TargetPath.of("manifest.json")), 1 << 20);
    return UpdateManifest.decode(content, "manifest.json");
  }

  private static Path targetEndingIn(RepositoryEditor editor, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(editor.directory().resolve("targets"))) {
      Optional<Path> found = files.filter(p -> p.toString().endsWith(suffix)).findFirst();
      return found.orElseThrow();
    }
  }

  private static Map<String, Bytes> content(Path root) throws IOException {
    Map<String, Bytes> result = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        result.put(root.relativize(file).toString(), Bytes.of(Files.readAllBytes(file)));
      }
    }
    return result;
  }

  private static void assertNothingSigned(RepositoryEditor editor) throws IOException {
    assertThrows(IllegalStateException.class, editor::rootFile);
    assertNothingLeft(editor);
  }

  private static void assertNothingLeft(RepositoryEditor editor) throws IOException {
    try (Stream<Path> files = Files.list(editor.directory())) {
      assertFalse(files.anyMatch(p -> p.getFileName().toString().contains("publish")));
    }
  }
}
