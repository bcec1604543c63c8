// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.Output;
import dev.gantry.core.Text;
import dev.gantry.tuf.author.DirectoryImportOptions;
import dev.gantry.tuf.author.ExistingTarget;
import dev.gantry.tuf.author.ImportedTargets;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Files that become targets; their paths below the directory are their names. */
final class TargetInput {
  @Option(
      names = {"-t", "--add-targets"},
      paramLabel = "DIR",
      description = "Directory of files to add, under their paths below it.")
  private @Nullable Path directory;

  @Option(
      names = {"-f", "--follow"},
      description = "Follow symbolic links below the directory; default: leave them out.")
  private boolean follow;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "1",
      description = "How many files to read at a time; default: ${DEFAULT-VALUE}.")
  private int jobs;

  @Option(
      names = "--target-path-exists",
      defaultValue = "SKIP",
      description =
          "What to do with a target whose file is there already: ${COMPLETION-CANDIDATES}; default:"
              + " ${DEFAULT-VALUE}.")
  private ExistingTarget existing = ExistingTarget.SKIP;

  /** Adds all files. */
  void addTo(RepositoryEditor editor, Output output) throws IOException {
    if (jobs < 1) {
      throw new IllegalArgumentException("--jobs is " + jobs + ", expected 1 or more");
    }
    if (directory == null) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(jobs);
    try {
      ImportedTargets imported =
          editor.addTargets(
              directory,
              DirectoryImportOptions.builder()
                  .followLinks(follow)
                  .existing(existing)
                  .executor(executor)
                  .build());
      imported.passedOver().forEach(name -> output.warning("left out: " + Text.clean(name)));
    } finally {
      executor.shutdown();
    }
  }
}
