// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.quickstart;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.update.RunningSystem;
import dev.gantry.update.StagedUpdate;
import dev.gantry.update.UpdateEngine;
import dev.gantry.update.plan.UpdatePlan;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The host's side: the smallest agent there is. */
final class HostAgent {
  private final UpdateEngine engine;

  HostAgent(Path disk, Path state, Path repository, Bytes trustedRoot, RunningSystem running)
      throws IOException {
    this.engine =
        UpdateEngine.builder(state, running)
            .disk(disk)
            .host("demo", "x86_64")
            .repository(
                () ->
                    TufClient.builder(
                            trustedRoot,
                            TrustedStore.open(state.resolve("tuf")),
                            FileFetcher.of(repository.resolve("metadata")),
                            FileFetcher.of(repository.resolve("targets")))
                        .build())
            .build();
  }

  /** Brings the newest release into the idle slot and lets the next boot try it. */
  Optional<StagedUpdate> update() throws IOException {
    UpdatePlan plan = engine.check();
    if (plan.chosen().isEmpty()) {
      return Optional.empty(); // plan.verdicts() says why, release by release
    }
    StagedUpdate staged = engine.stage(UpdatePolicy.defaults());
    engine.activate();
    return Optional.of(staged);
  }

  /** Call this when the host is healthy after a boot. */
  void healthy() throws IOException {
    engine.confirm();
  }

  /** One step back. */
  void rollBack() throws IOException {
    engine.rollback();
  }
}
