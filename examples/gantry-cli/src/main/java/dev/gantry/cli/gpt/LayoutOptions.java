// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.partition.layout.BottlerocketLayout;
import dev.gantry.partition.layout.DiskLayout;
import dev.gantry.partition.layout.SlotLayout;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which layout a verb is about. */
final class LayoutOptions {
  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--data-gib",
      paramLabel = "GIB",
      defaultValue = "1",
      description = "With --bottlerocket: size of the data disk or partition (${DEFAULT-VALUE}).")
  private int dataGib;

  @Option(
      names = "--unified",
      description = "With --bottlerocket: the data partition is on the same disk.")
  private boolean unified;

  @Option(
      names = "--no-in-place-updates",
      description = "With --bottlerocket: one slot of twice the size.")
  private boolean singleSlot;

  @Option(
      names = "--sector-size",
      paramLabel = "BYTES",
      defaultValue = "512",
      description = "Sector size of the table, 512 or 4096 (${DEFAULT-VALUE}).")
  private int sectorSizeBytes;

  LayoutOptions() {}

  /** One of two. */
  private static final class Source {
    @Option(
        names = "--layout",
        paramLabel = "FILE",
        description = "A layout in JSON, see docs/formats/disk-layout.md.")
    private @Nullable Path file;

    @Option(
        names = "--bottlerocket",
        paramLabel = "GIB",
        description = "Bottlerocket's layout for an image of this size.")
    private int osGib;
  }

  int sectorSizeBytes() {
    return sectorSizeBytes;
  }

  DiskLayout read() throws IOException {
    Path file = source.file;
    return file == null ? DiskLayout.of(bottlerocket()) : LayoutFile.read(file);
  }

  /** The size that the layout is made for, or 0 if it adapts. */
  long naturalSizeBytes() {
    return source.file == null ? bottlerocket().diskSizeBytes() : 0;
  }

  private SlotLayout bottlerocket() {
    return BottlerocketLayout.builder(source.osGib, dataGib)
        .plan(unified ? BottlerocketLayout.Plan.UNIFIED : BottlerocketLayout.Plan.SPLIT)
        .inPlaceUpdates(!singleSlot)
        .sectorSizeBytes(sectorSizeBytes)
        .build()
        .osLayout();
  }
}
