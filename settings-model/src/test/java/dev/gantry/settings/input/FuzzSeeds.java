// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The seeds of a fuzz target, from the directory of resources that is named after it. */
public final class FuzzSeeds {
  private FuzzSeeds() {}

  /** Lists them. */
  public static List<Path> of(Class<?> test) {
    try {
      var directory =
          Objects.requireNonNull(
              test.getResource(test.getSimpleName() + "Inputs"), "no seeds for " + test);
      try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
        return files.sorted(Comparator.comparing(Path::toString)).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
