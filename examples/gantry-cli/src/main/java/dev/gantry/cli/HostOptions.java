// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which simulated machine a command is about. */
final class HostOptions {
  @Option(
      names = "--disk",
      paramLabel = "DISK",
      required = true,
      description = "Disk image of the machine.")
  private Path disk = Path.of("");

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Its state directory; default: DISK.state.")
  private @Nullable Path state;

  Path disk() {
    return disk;
  }

  HostState state() {
    return HostState.of(disk, Optional.ofNullable(state));
  }
}
