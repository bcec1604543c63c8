// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Trees that Bottlerocket's storewolf and apiserver wrote, as listings among the resources. */
public final class UpstreamTree {
  /** What storewolf leaves: defaults in the transaction of the launch. */
  public static final String LAUNCH = "upstream-tree-launch.txt";

  /** The same after the requests of the recording. */
  public static final String USED = "upstream-tree-used.txt";

  private UpstreamTree() {}

  /** Lines of a listing. */
  public static List<String> lines(String listing) throws IOException {
    try (InputStream in = UpstreamTree.class.getResourceAsStream(listing)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Makes the tree of a listing in a directory. */
  public static void unpack(String listing, Path base) throws IOException {
    for (String line : lines(listing)) {
      int tab = line.indexOf('\t');
      int arrow = line.indexOf(" -> ");
      if (tab >= 0) {
        Path file = base.resolve(line.substring(0, tab));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, line.substring(tab + 1));
      } else if (arrow >= 0) {
        Files.createDirectories(base);
        Files.createSymbolicLink(
            base.resolve(line.substring(0, arrow)), Path.of(line.substring(arrow + 4)));
      } else {
        Files.createDirectories(base.resolve(line));
      }
    }
  }

  /** Lists a tree as the listings do: links, files with their texts, and empty directories. */
  public static List<String> list(Path base) throws IOException {
    try (Stream<Path> walk = Files.walk(base)) {
      return walk.filter(path -> !path.equals(base))
          .map(path -> line(base, path))
          .filter(line -> !line.isEmpty())
          .sorted()
          .toList();
    }
  }

  private static String line(Path base, Path path) {
    String name = base.relativize(path).toString();
    try {
      if (Files.isSymbolicLink(path)) {
        return name + " -> " + Files.readSymbolicLink(path);
      }
      if (Files.isRegularFile(path)) {
        return name + "\t" + Files.readString(path);
      }
      try (Stream<Path> inside = Files.list(path)) {
        return inside.findAny().isEmpty() ? name + "/" : "";
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
