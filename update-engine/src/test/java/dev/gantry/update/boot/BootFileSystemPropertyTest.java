// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.gantry.core.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged file systems give a configuration or a typed error, never anything else. */
class BootFileSystemPropertyTest {
  private static final List<byte[]> IMAGES = loadImages();

  /** Bytes of the structures that are read: the rest of an image is mostly zeros. */
  private static final List<List<Integer>> USED =
      IMAGES.stream().map(BootFileSystemPropertyTest::used).toList();

  private record Change(int index, int value) {}

  @Property(tries = 4000)
  void changedBytes(@ForAll("images") int image, @ForAll("changes") List<Change> changes)
      throws IOException {
    byte[] content = IMAGES.get(image).clone();
    List<Integer> used = USED.get(image);
    for (Change change : changes) {
      content[used.get(change.index() % used.size())] = (byte) change.value();
    }
    read(content);
  }

  @Property(tries = 500)
  void cutImages(@ForAll("images") int image, @ForAll int cut) throws IOException {
    byte[] content = IMAGES.get(image);
    read(java.util.Arrays.copyOf(content, Math.floorMod(cut, content.length)));
  }

  private static void read(byte[] content) throws IOException {
    try {
      assertNotNull(BootConfiguration.read(GoldenBootImages.source(content)).version());
    } catch (GantryException e) {
      assertNotEquals("", e.code());
    }
  }

  @Provide
  Arbitrary<Integer> images() {
    return Arbitraries.integers().between(0, IMAGES.size() - 1);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<Integer> values =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1, 2, 4, 8, 0x7f, 0x80, 0xff),
            Arbitraries.integers().between(0, 255));
    return Combinators.combine(
            Arbitraries.integers()
                .between(0, 1 << 20)
                .withDistribution(net.jqwik.api.RandomDistribution.uniform()),
            values)
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static List<Integer> used(byte[] content) {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < content.length; i++) {
      if (content[i] != 0) {
        result.add(i);
        result.add(Math.min(i + 1, content.length - 1));
      }
    }
    return result;
  }

  private static List<byte[]> loadImages() {
    return List.of(
        GoldenBootImages.load("boot-ext4"), GoldenBootImages.load("boot-ext2"), tarImage());
  }

  private static byte[] tarImage() {
    try {
      Path directory = Files.createTempDirectory("boot");
      Path image = directory.resolve("image");
      new BootImageBuilder(BootConfigurationTest.sample()).write(image);
      byte[] content = Files.readAllBytes(image);
      Files.delete(image);
      Files.delete(directory);
      return content;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
