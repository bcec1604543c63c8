// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.cli.demo.DemoRun;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.LengthMismatchException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gantry demo}. */
@Command(
    name = "demo",
    description = {
      "Updates a simulated host from a signed repository, lets an update fail, cuts the power,"
          + " attacks the repository, and rolls back. Exit code 0 only if all went as it must."
    })
final class DemoCommand extends GantryCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where to leave disk, repository and keys; default: removed at the end.")
  private @Nullable Path directory;

  @Option(
      names = "--root-image",
      paramLabel = "FILE",
      description = "A root file system of at most 919 MiB; default: one is generated.")
  private @Nullable Path rootImage;

  @Override
  protected int run(Output output) throws IOException {
    if (rootImage != null) {
      checkRootImage(rootImage);
    }
    if (directory != null) {
      return run(output, createEmpty(directory));
    }
    try (WorkDirectory work = WorkDirectory.create()) {
      return run(output, work.path());
    }
  }

  private int run(Output output, Path path) throws IOException {
    DemoRun run =
        new DemoRun(
            path, Optional.ofNullable(rootImage), output::line, output.progress(), cancellation());
    boolean held = run.run();
    output.result(run.toJson());
    return held ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static void checkRootImage(Path file) throws IOException {
    try (BlockSource source = BlockDevices.openSource(file)) {
      if (source.sizeBytes() == 0) {
        throw new LengthMismatchException(file.toString(), 1, 0);
      }
    }
  }

  private static Path createEmpty(Path path) throws IOException {
    Files.createDirectories(path);
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw new FileAlreadyExistsException(path + " is not empty");
      }
    }
    return path;
  }
}
