// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.partition.layout.PartitionTypes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What an engine was built with. */
record EngineSettings(
    Path stateDirectory,
    DiskOpener disk,
    RunningSystem running,
    Optional<TufClientFactory> repository,
    String variant,
    String arch,
    int seed,
    PartitionTypes partitionTypes,
    InstantSource clock,
    WorkContext work,
    JournalStore journalStore) {
  static final String STATE_FILE = "state.json";
  private static final String LOCK_FILE = "lock";
  private static final String STAGING_DIRECTORY = "staging";

  Path lockFile() {
    return stateDirectory.resolve(LOCK_FILE);
  }

  Path stagingDirectory() {
    return stateDirectory.resolve(STAGING_DIRECTORY);
  }
}
