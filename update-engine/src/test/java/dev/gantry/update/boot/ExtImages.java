// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes real file systems from a directory. */
final class ExtImages {
  static final byte[] SMALL =
      "set default=\"0\"\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private ExtImages() {}

  /** Makes /grub/grub.cfg, /vmlinuz, a sparse file, a big file and as many others as asked for. */
  static Path tree(Path directory, int otherFiles) throws IOException {
    Path tree = directory.resolve("tree-" + otherFiles);
    Files.createDirectories(tree.resolve("grub"));
    Files.write(tree.resolve("grub/grub.cfg"), SMALL);
    Files.write(tree.resolve("vmlinuz"), random(3_000_000));
    Files.write(tree.resolve("big"), random(900_001));
    Files.write(tree.resolve("empty"), new byte[0]);
    byte[] sparse = new byte[700_000];
    Arrays.fill(sparse, 300_000, 300_100, (byte) 7);
    Files.write(tree.resolve("sparse"), sparse);
    Files.createSymbolicLink(tree.resolve("link"), Path.of("grub"));
    Files.createSymbolicLink(tree.resolve("grub/link.cfg"), Path.of("grub.cfg"));
    for (int i = 0; i < otherFiles; i++) {
      Files.write(tree.resolve("grub/module-number-" + i + ".mod"), new byte[] {(byte) i});
    }
    return tree;
  }

  static Path make(Path directory, Path tree, String size, String... options) throws IOException {
    Path image = directory.resolve("image-" + Arrays.hashCode(options) + ".ext");
    List<String> arguments = new ArrayList<>(List.of("-q", "-F", "-d", tree.toString()));
    arguments.addAll(List.of(options));
    arguments.add(image.toString());
    arguments.add(size);
    ExternalTool.run(ExternalTool.require("mke2fs"), arguments).orFail();
    return image;
  }

  static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}
