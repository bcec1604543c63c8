// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import java.nio.file.Path;
import java.util.List;

/** Finds what the reactor built before this module. */
final class Reactor {
  /** Directories of the published modules. */
  static final List<String> MODULES =
      List.of(
          "core-api",
          "testkit",
          "tuf",
          "partition-table",
          "verity",
          "verity-vector",
          "settings-model",
          "update-engine");

  private static final Path ROOT =
      Path.of(System.getProperty("gantry.reactor", "../..")).toAbsolutePath().normalize();

  private Reactor() {}

  static Path root() {
    return ROOT;
  }

  static Path classes(String module) {
    return ROOT.resolve(module).resolve("target/classes");
  }

  static Path testClasses(String module) {
    return ROOT.resolve(module).resolve("target/test-classes");
  }
}
