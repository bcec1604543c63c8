// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds and runs the tools that tests compare with, such as {@code sgdisk} or {@code veritysetup}.
 *
 * <p>A test that needs a tool which is not installed is skipped on a developer's machine, where the
 * report shows it, and fails where the environment variable {@code CI} is {@code true}: a
 * comparison that silently does not run protects nothing.
 *
 * <p>Stateless and thread-safe.
 */
public final class ExternalTool {
  /** How long a tool may run, in seconds; it is killed then and the test fails. */
  public static final int TIMEOUT_SECONDS = 120;

  private static final int MAX_OUTPUT_BYTES = 256 << 20;

  private ExternalTool() {}

  /**
   * Finds a tool in the directories of {@code PATH}, {@code /usr/sbin} and {@code /sbin}.
   *
   * @param name file name of the program
   * @return its absolute path
   * @throws org.opentest4j.TestAbortedException if it is not installed, so that the test is skipped
   * @throws AssertionError if it is not installed and {@code CI} is {@code true}
   */
  public static Path require(String name) {
    String path = System.getenv("PATH");
    return find(name, path == null ? "" : path)
        .orElseGet(() -> missing(name, "true".equals(System.getenv("CI"))));
  }

  static Optional<Path> find(String name, String searchPath) {
    List<String> directories = new ArrayList<>(List.of(searchPath.split(File.pathSeparator)));
    directories.add("/usr/sbin");
    directories.add("/sbin");
    return directories.stream()
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> program(directory, name).stream())
        .findFirst();
  }

  private static Optional<Path> program(String directory, String name) {
    try {
      return Optional.of(Path.of(directory, name).toAbsolutePath())
          .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    } catch (InvalidPathException e) {
      // A stray entry of PATH is no reason to give up on the others.
      return Optional.empty();
    }
  }

  static Path missing(String name, boolean fail) {
    String message = name + " is not installed";
    return fail ? Assertions.fail(message) : Assumptions.abort(message);
  }

  /**
   * Runs a tool with nothing on its standard input.
   *
   * @param tool the program, see {@link #require}
   * @param arguments its arguments
   * @return what it left, whatever its exit code
   * @throws IOException if it cannot be run
   * @throws AssertionError if it does not end in {@value #TIMEOUT_SECONDS} seconds
   */
  public static ToolResult run(Path tool, String... arguments) throws IOException {
    return run(tool, List.of(arguments));
  }

  /**
   * Runs a tool with nothing on its standard input.
   *
   * @param tool the program, see {@link #require}
   * @param arguments its arguments
   * @return what it left, whatever its exit code
   * @throws IOException if it cannot be run
   * @throws AssertionError if it does not end in {@value #TIMEOUT_SECONDS} seconds
   */
  public static ToolResult run(Path tool, List<String> arguments) throws IOException {
    return run(tool, arguments, Bytes.empty());
  }

  /**
   * Runs a tool in the C locale and in the directory of the test.
   *
   * @param tool the program, see {@link #require}
   * @param arguments its arguments
   * @param input what it reads from its standard input
   * @return what it left, whatever its exit code
   * @throws IOException if it cannot be run, or writes more than 256 MiB
   * @throws AssertionError if it does not end in {@value #TIMEOUT_SECONDS} seconds
   */
  public static ToolResult run(Path tool, List<String> arguments, Bytes input) throws IOException {
    // Files instead of pipes: no tool can block on a full pipe, and no reader threads are needed.
    Path stdin = Files.createTempFile("gantry-tool", ".in");
    Path stdout = Files.createTempFile("gantry-tool", ".out");
    Path stderr = Files.createTempFile("gantry-tool", ".err");
    try {
      Files.write(stdin, input.toByteArray());
      List<String> command = new ArrayList<>();
      command.add(tool.toString());
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LC_ALL", "C");
      builder.redirectInput(stdin.toFile());
      builder.redirectOutput(stdout.toFile());
      builder.redirectError(stderr.toFile());
      int exitCode = waitFor(builder.start(), tool);
      return new ToolResult(
          exitCode,
          SmallFiles.read(stdout, MAX_OUTPUT_BYTES),
          SmallFiles.read(stderr, MAX_OUTPUT_BYTES));
    } finally {
      Files.deleteIfExists(stdin);
      Files.deleteIfExists(stdout);
      Files.deleteIfExists(stderr);
    }
  }

  private static int waitFor(Process process, Path tool) {
    try {
      if (process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError(tool + " did not end in " + TIMEOUT_SECONDS + " seconds");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + tool, e);
    } finally {
      process.destroyForcibly();
    }
  }
}
