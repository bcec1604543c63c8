// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.Guid;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.CorruptBlockException;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseImageBuilderTest {
  private static final VerityOptions OPTIONS = VerityOptions.defaults();

  @TempDir private Path directory;

  @Test
  void goldenVectorOfVeritysetup() throws IOException {
    byte[] content = new byte[128 * 4096];
    for (int i = 0; i < 128; i++) {
      Arrays.fill(content, i * 4096, (i + 1) * 4096, (byte) i);
    }
    Path root = Files.write(directory.resolve("root"), content);
    ReleaseImages images =
        new ReleaseImageBuilder(root, TestImages.identity("1.0.0"), TestImages.layout())
            .verityParameters(
                VerityParameters.of(
                    Guid.parse("11111111-2222-3333-4444-555555555555"),
                    Bytes.of(
                        HexFormat.of()
                            .parseHex(
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))))
            .build(directory);
    assertEquals(
        RootHash.sha256("acb37719c99f3ac554ecbbccb8910616915a08e5a67bd3b9778694c60e673da4"),
        images.proof().rootHash());
    assertEquals(
        Digest.sha256("836332f0aac1bb3d3bf0fc77caa3c90068c499465dedd2663860a15463e07949"),
        Digest.compute(
            dev.gantry.core.DigestAlgorithm.SHA256, Bytes.of(Files.readAllBytes(images.hash()))));
  }

  @Test
  void namesAreBottlerockets() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.2.3");
    assertEquals(
        List.of(
            "bottlerocket-test-dev-x86_64-1.2.3-0123abcd-boot.ext4",
            "bottlerocket-test-dev-x86_64-1.2.3-0123abcd-root.verity"),
        Stream.of(images.boot(), images.hash()).map(p -> p.getFileName().toString()).toList());
    assertEquals(
        "bottlerocket-test-dev-x86_64-1.2.3-0123abcd-root.ext4.lz4",
        images.identity().targetNames().root());
    assertEquals("Test OS 1.2.3", images.configuration().title());
    assertEquals(1 << 20, Files.size(images.hash()), "the hash image fills its partition");
  }

  @Test
  void equalInputGivesEqualBytes() throws IOException {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    ReleaseImages one = TestImages.release(first, "1.0.0");
    ReleaseImages two = TestImages.release(second, "1.0.0");
    assertArrayEquals(Files.readAllBytes(one.boot()), Files.readAllBytes(two.boot()));
    assertArrayEquals(Files.readAllBytes(one.hash()), Files.readAllBytes(two.hash()));
    ReleaseImages other = TestImages.release(directory, "1.1.0");
    assertNotEquals(one.proof().salt(), other.proof().salt());
    assertEquals(32, one.proof().salt().size());
  }

  @Test
  void kernelOfTheCallerIsTaken() throws IOException {
    Path kernel = Files.write(directory.resolve("kernel"), new byte[200_000]);
    ReleaseImages images =
        new ReleaseImageBuilder(
                TestImages.root(directory, "1", 10),
                TestImages.identity("1.0.0"),
                TestImages.layout())
            .kernel(kernel)
            .build(directory);
    assertEquals(true, Files.size(images.boot()) > 200_000);
  }

  @Test
  void veritysetupAcceptsTheHashImage() throws IOException {
    Path veritysetup = ExternalTool.require("veritysetup");
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    ExternalTool.run(
            veritysetup,
            "verify",
            images.root().toString(),
            images.hash().toString(),
            images.proof().rootHash().hex())
        .orFail();
  }

  @Test
  void imagesThatDoNotFitAreRefusedAndNothingIsLeft() throws IOException {
    Path root = TestImages.root(directory, "1", 1025);
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class,
            () ->
                new ReleaseImageBuilder(root, TestImages.identity("1.0.0"), TestImages.layout())
                    .build(directory));
    assertEquals(4 << 20, e.limit());
    assertEquals(1025 * 4096, e.requested());

    Path kernel = Files.write(directory.resolve("kernel"), new byte[2 << 20]);
    LimitExceededException boot =
        assertThrows(
            LimitExceededException.class,
            () ->
                new ReleaseImageBuilder(
                        TestImages.root(directory, "2", 10),
                        TestImages.identity("1.0.0"),
                        TestImages.layout())
                    .kernel(kernel)
                    .build(directory));
    assertEquals(1 << 20, boot.limit());

    SlotLayout smallHash =
        SlotLayout.builder()
            .slotSizes(1 << 20, 256L << 20, 1 << 20)
            .size(PartitionRole.PRIVATE, 1 << 20)
            .build();
    Path large = directory.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(200L << 20);
    }
    assertThrows(
        LimitExceededException.class,
        () ->
            new ReleaseImageBuilder(large, TestImages.identity("1.0.0"), smallHash)
                .verityParameters(VerityParameters.of(Guid.ZERO, Bytes.empty()))
                .build(directory));
    assertNothingBuilt();
  }

  @Test
  void sizeOfTheRootMustBeWholeBlocks() throws IOException {
    for (int size : new int[] {0, 1, 4095, 4097}) {
      Path root = Files.write(directory.resolve("root"), new byte[size]);
      MalformedDataException e =
          assertThrows(
              MalformedDataException.class,
              () ->
                  new ReleaseImageBuilder(root, TestImages.identity("1.0.0"), TestImages.layout())
                      .build(directory));
      assertEquals("IMAGE_ROOT_SIZE", e.code());
    }
    assertNothingBuilt();
  }

  @Test
  void existingImagesStay() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    byte[] before = Files.readAllBytes(images.boot());
    assertThrows(FileAlreadyExistsException.class, () -> TestImages.release(directory, "1.0.0"));
    assertArrayEquals(before, Files.readAllBytes(images.boot()));
  }

  @Test
  void verifyRefusesImagesThatDoNotBelongTogether() throws IOException {
    ReleaseImages one = TestImages.release(directory, "1.0.0");
    ReleaseImages two = TestImages.release(directory, "2.0.0");
    assertEquals("IMAGE_VERSION", refused(one, two.boot(), one.root(), one.hash()).code());
    assertThrows(
        CorruptBlockException.class,
        () -> ReleaseImages.verify(one.identity(), one.boot(), two.root(), one.hash(), OPTIONS));
    assertEquals("IMAGE_HASH_SUPERBLOCK", refused(one, one.boot(), one.root(), two.hash()).code());
    Path longer = directory.resolve("longer");
    Files.write(longer, Arrays.copyOf(Files.readAllBytes(one.root()), 901 * 4096));
    assertEquals("IMAGE_ROOT_SIZE", refused(one, one.boot(), longer, one.hash()).code());
    assertEquals(
        "UNSUPPORTED_FORMAT",
        assertThrows(
                dev.gantry.core.UnsupportedFormatException.class,
                () ->
                    ReleaseImages.verify(
                        one.identity(), one.root(), one.root(), one.hash(), OPTIONS))
            .code());
  }

  @Test
  void verifyAgainSeesChanges() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    assertEquals(images.configuration(), images.verifyAgain(OPTIONS).configuration());
    try (RandomAccessFile file = new RandomAccessFile(images.root().toFile(), "rw")) {
      file.seek(4096 * 17);
      int old = file.read();
      file.seek(4096 * 17);
      file.write(old ^ 1);
    }
    assertEquals(
        17,
        assertThrows(CorruptBlockException.class, () -> images.verifyAgain(OPTIONS)).blockIndex());
  }

  @Test
  void wordsOfNamesAreChecked() {
    for (String word : new String[] {"", "-a", "a/b", "a b", "..", "a".repeat(65)}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new ReleaseIdentity(
                  "p", word, "x86_64", dev.gantry.core.Version.of(1, 0, 0), "c", "Name"));
    }
  }

  private MalformedDataException refused(ReleaseImages like, Path boot, Path root, Path hash) {
    return assertThrows(
        MalformedDataException.class,
        () -> ReleaseImages.verify(like.identity(), boot, root, hash, OPTIONS));
  }

  private void assertNothingBuilt() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertFalse(files.anyMatch(p -> p.getFileName().toString().startsWith("bottlerocket")));
    }
  }
}
