// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Version;
import dev.gantry.update.manifest.WaveMode;
import dev.gantry.update.plan.UpdatePolicy;
import dev.gantry.update.plan.VersionChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the owner of a host wants of updates. */
final class PolicyOptions {
  @Option(
      names = {"-i", "--image"},
      paramLabel = "VERSION",
      description = "This version and no other; default: the latest.")
  private @Nullable String version;

  @Option(
      names = {"-n", "--ignore-waves"},
      description = "Do not wait for this host's wave.")
  private boolean ignoreWaves;

  @Option(names = "--allow-downgrade", description = "Also go to a lower version.")
  private boolean allowDowngrade;

  @Option(names = "--force-failed", description = "Also take a version that failed on this host.")
  private boolean forceFailed;

  @Option(
      names = "--waves",
      paramLabel = "MODE",
      defaultValue = "SPREAD",
      description = "How waves are computed: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private WaveMode waves = WaveMode.SPREAD;

  UpdatePolicy policy() {
    return UpdatePolicy.builder()
        .version(
            version == null ? VersionChoice.latest() : VersionChoice.exact(Version.parse(version)))
        .ignoreWaves(ignoreWaves)
        .allowDowngrade(allowDowngrade)
        .forceFailed(forceFailed)
        .waveMode(waves)
        .build();
  }
}
