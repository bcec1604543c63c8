// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell launcher of the gantry command. */
@Tag("process")
class LauncherTest {
  @TempDir Path directory;

  @Test
  void worksFromAnyDirectoryAndThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("g"), Launcher.script());
    Path relative = Files.createSymbolicLink(directory.resolve("h"), Path.of("g"));
    for (Path start : List.of(Launcher.script(), link, relative)) {
      Launcher.Run run = Launcher.run("", directory, List.of(start.toString(), "--version"));
      run.expect(0);
      assertTrue(run.out().startsWith("gantry "), run.out());
    }
  }

  @Test
  void saysWhenNothingIsBuilt() throws Exception {
    Path copy = Files.copy(Launcher.script(), directory.resolve("gantry"));
    assertTrue(copy.toFile().setExecutable(true));
    Launcher.Run run = Launcher.run("", directory, List.of(copy.toString(), "demo"));
    assertEquals(69, run.exitCode());
    assertTrue(run.err().contains("nothing is built yet"), run.err());
  }

  @Test
  void wrongCommandLineHasExitCode2() throws Exception {
    Launcher.gantry(directory, "no-such-verb").expect(2);
    Launcher.gantry(directory, "gpt", "show").expect(2);
  }

  @Test
  void missingFileIsOneLineAndNoStackTrace() throws Exception {
    Launcher.Run run = Launcher.gantry(directory, "gpt", "show", "absent.img").expect(1);
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("absent.img"), run.err());
  }

  /** The vector kernel is only asked for where it is worth the JDK's warning. */
  @ParameterizedTest
  @CsvSource({
    "25.0.3, java.base jdk.incubator.vector, verity, verify, true",
    "26, java.base jdk.incubator.vector, verity, format, true",
    "25.0.3, java.base jdk.incubator.vector, verity, dump, false",
    "25.0.3, java.base jdk.incubator.vector, gpt, verify, false",
    "25.0.3, java.base, verity, verify, false",
    "17.0.15, java.base jdk.incubator.vector, verity, verify, false"
  })
  void asksForTheVectorModuleOnNewJdks(
      String version, String modules, String noun, String verb, boolean asks) throws Exception {
    Path cpus = Path.of("/proc/cpuinfo");
    boolean wide = Files.exists(cpus) && Files.readString(cpus).contains(" avx512f ");
    Path copy = Files.copy(Launcher.script(), directory.resolve("gantry"));
    assertTrue(copy.toFile().setExecutable(true));
    Files.createDirectories(directory.resolve("target/lib"));
    Files.createFile(directory.resolve("target/gantry-cli.jar"));
    Path java = directory.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(
        directory.resolve("jdk/release"),
        "JAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
    String home = "JAVA_HOME=" + directory.resolve("jdk");
    Launcher.Run run =
        Launcher.run("", directory, List.of("env", home, copy.toString(), noun, verb));
    run.expect(0);
    assertEquals(
        asks && wide, run.out().contains("--add-modules jdk.incubator.vector "), run.out());
  }
}
