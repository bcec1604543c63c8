// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import dev.gantry.cli.HostIdentity;
import dev.gantry.cli.HostState;
import dev.gantry.cli.Tables;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.Version;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.slot.BootChoice;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.HttpFetcher;
import dev.gantry.update.UpdateEngine;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.boot.BootSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The host of the demo: a disk image, a state directory, and what runs. */
final class DemoHost {
  static final String VARIANT = "demo";
  static final String ARCH = "x86_64";

  private final Path disk;
  private final HostState state;
  private final URI repository;
  private final Bytes trustedRoot;
  private final ProgressListener progress;
  private final CancellationToken cancellation;

  DemoHost(
      Path disk,
      HostState state,
      URI repository,
      Bytes trustedRoot,
      ProgressListener progress,
      CancellationToken cancellation)
      throws IOException {
    this.disk = disk;
    this.state = state;
    this.repository = repository;
    this.trustedRoot = trustedRoot;
    this.progress = progress;
    this.cancellation = cancellation;
    state.create();
    SmallFiles.writeAtomically(state.trustedRoot(), trustedRoot);
    new HostIdentity(VARIANT, ARCH).write(state);
  }

  Path disk() {
    return disk;
  }

  UpdateEngine engine() throws IOException {
    return UpdateEngine.builder(state.engineDirectory(), state)
        .disk(disk)
        .repository(this::client)
        .host(VARIANT, ARCH)
        .progress(progress)
        .cancellation(cancellation)
        .build();
  }

  private TufClient client() throws IOException {
    return TufClient.builder(
            trustedRoot,
            TrustedStore.open(state.trustedStore()),
            HttpFetcher.builder(repository.resolve("metadata/")).build(),
            HttpFetcher.builder(repository.resolve("targets/")).build())
        .clock(InstantSource.system())
        .build();
  }

  /** Starts the machine once; versions that never become healthy make it restart. */
  BootOutcome boot(Set<Version> unhealthy) throws IOException {
    state.stopped();
    BootOutcome outcome;
    try (BlockDevice device = BlockDevices.open(disk)) {
      outcome = BootSimulator.of(device).boot(version -> !unhealthy.contains(version));
    }
    if (outcome instanceof BootOutcome.Running up) {
      state.running(up.slot(), up.version());
    }
    return outcome;
  }

  /** What the boot loader would pick now. */
  Optional<SlotId> nextBoot() throws IOException {
    try (BlockSource source = BlockDevices.openSource(disk)) {
      return BootSelector.select(GptReader.read(source).table()).flatMap(BootChoice::slot);
    }
  }

  SlotTable slots() throws IOException {
    try (BlockSource source = BlockDevices.openSource(disk)) {
      return SlotTable.of(GptReader.read(source).table());
    }
  }

  List<String> status() throws IOException {
    return Tables.status(engine().status());
  }
}
