// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Public data that the project does not carry: found below the directory that the system property
 * or environment variable {@value #NAME} names, or beside the project in {@code shared/data}. A
 * test without its data is skipped, visibly.
 */
public final class SharedData {
  public static final String NAME = "GANTRY_SHARED_DATA";

  private SharedData() {}

  public static Path require(String relative) {
    Optional<Path> found =
        Stream.of(
                System.getProperty(NAME),
                System.getenv(NAME),
                "../shared/data",
                "../../shared/data")
            .flatMap(SharedData::directory)
            .map(directory -> directory.resolve(relative))
            .filter(Files::exists)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(), () -> "no " + relative + ": set " + NAME + " to where it is");
    return found.orElseThrow();
  }

  /** Finds data below a directory that only a system property or environment variable names. */
  public static Path requireFrom(String variable, String relative) {
    Optional<Path> found =
        Stream.of(System.getProperty(variable), System.getenv(variable))
            .flatMap(SharedData::directory)
            .map(directory -> directory.resolve(relative))
            .filter(Files::exists)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(), () -> "no " + relative + ": set " + variable + " to where it is");
    return found.orElseThrow();
  }

  private static Stream<Path> directory(@Nullable String name) {
    return name == null ? Stream.empty() : Stream.of(Path.of(name));
  }
}
