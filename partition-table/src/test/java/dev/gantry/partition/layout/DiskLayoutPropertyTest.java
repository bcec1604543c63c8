// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptTable;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class DiskLayoutPropertyTest {
  private static final Guid TYPE = KnownTypes.find("linux-generic").orElseThrow();
  private static final long MIB = 1L << 20;

  @Provide
  Arbitrary<DiskLayout> layouts() {
    Arbitrary<Long> size =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 8 * MIB),
            Arbitraries.longs().between(1, 8).map(n -> n * MIB));
    Arbitrary<Long> alignment = Arbitraries.integers().between(12, 23).map(n -> 1L << n);
    Arbitrary<PartitionSpec> fixed =
        Combinators.combine(size, alignment.optional(0.3))
            .as(
                (bytes, own) -> {
                  PartitionSpec.Builder spec = PartitionSpec.fixed("fixed", TYPE, bytes);
                  own.ifPresent(spec::alignmentBytes);
                  return spec.build();
                });
    Arbitrary<PartitionSpec> rest =
        Combinators.combine(
                size,
                alignment.optional(0.3),
                size.optional(0.4),
                Arbitraries.integers().between(0, 1000))
            .as(
                (bytes, own, more, weight) -> {
                  PartitionSpec.Builder spec = PartitionSpec.rest("rest", TYPE, bytes);
                  own.ifPresent(spec::alignmentBytes);
                  more.ifPresent(extra -> spec.maximumBytes(bytes + extra));
                  return spec.weight(weight).build();
                });
    Arbitrary<List<PartitionSpec>> all = Arbitraries.oneOf(fixed, rest).list().ofMaxSize(12);
    return Combinators.combine(all, alignment)
        .as(
            (specs, own) -> {
              DiskLayout.Builder layout = DiskLayout.builder().alignmentBytes(own);
              specs.forEach(layout::add);
              return layout.build();
            });
  }

  @Property(tries = 2000)
  void plansNeitherOverlapNorWaste(
      @ForAll("layouts") DiskLayout layout,
      @ForAll boolean large,
      @ForAll @LongRange(min = 40_000, max = 400 * MIB) long disk)
      throws IOException {
    int sector = large ? 4096 : 512;
    LayoutPlan plan;
    try {
      plan = layout.plan(sector, disk);
    } catch (StateConflictException e) {
      assertEquals("DISK_TOO_SMALL", e.code());
      return;
    }
    // The table's own rules: in the usable range, no overlap, distinct numbers.
    GptTable table = plan.table(new Random(1));
    long end = table.firstUsableLba();
    boolean open = false;
    long grain = Math.max(sector, layout.alignmentBytes());
    for (PartitionSpec spec : layout.partitions()) {
      grain = Math.max(grain, spec.alignmentBytes().orElse(0L));
    }
    for (PlannedSpace planned : plan.partitions()) {
      PartitionSpec spec = planned.spec();
      long alignment = spec.alignmentBytes().orElse(layout.alignmentBytes());
      long begin = planned.firstLba() * sector;
      long size = planned.sizeBytes(sector);
      assertEquals(0, begin % alignment);
      assertTrue(begin - end * sector < alignment, "a gap that no alignment asks for");
      assertTrue(size >= spec.minimumBytes());
      boolean fixed = spec.weight() == 0;
      long most = fixed ? spec.minimumBytes() : spec.maximumBytes();
      assertTrue(size < most || size - most < sector, "larger than allowed");
      open |= !fixed && most - size >= grain;
      end = planned.lastLba() + 1;
    }
    long free = (table.lastUsableLba() + 1 - end) * sector;
    if (open) {
      assertTrue(free < grain, free + " bytes are left, units of " + grain);
    }
  }

  /** One more unit for a partition that may grow would not fit: the rest is filled exactly. */
  @Property(tries = 500)
  void theLastPartitionEndsWithTheDisk(
      @ForAll boolean large, @ForAll @LongRange(min = 3 * MIB, max = 1L << 50) long disk)
      throws IOException {
    int sector = large ? 4096 : 512;
    LayoutPlan plan =
        DiskLayout.builder()
            .add(PartitionSpec.fixed("a", TYPE, 4096).build())
            .add(PartitionSpec.rest("b", TYPE, 4096).alignmentBytes(4096).build())
            .alignmentBytes(4096)
            .build()
            .plan(sector, disk);
    GptTable table = plan.table(new Random(1));
    long free = (table.lastUsableLba() - plan.partitions().get(1).lastLba()) * sector;
    assertTrue(free < 4096, free + " bytes are left");
  }

  /** What sgdisk and sfdisk say of planned tables on sparse files. */
  @Property(tries = 60)
  void toolsFindPlannedTablesClean(
      @ForAll("layouts") DiskLayout layout,
      @ForAll @LongRange(min = 20 * MIB, max = 1L << 40) long disk)
      throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    Path sfdisk = ExternalTool.require("sfdisk");
    LayoutPlan plan;
    try {
      plan = layout.plan(512, disk);
    } catch (StateConflictException e) {
      return;
    }
    Path directory = Files.createTempDirectory("gantry-plan");
    Path image = directory.resolve("disk.img");
    try {
      GptTable table = plan.table(new Random(disk));
      try (BlockDevice device = BlockDevices.create(image, disk / 512 * 512, 512)) {
        GptCommitter.create(device, table);
      }
      ToolResult verify = ExternalTool.run(sgdisk, "-v", image.toString());
      assertTrue(text(verify).contains("No problems found"), () -> text(verify));
      ToolResult dump = ExternalTool.run(sfdisk, "--dump", image.toString());
      assertEquals(0, dump.exitCode());
      List<String> expected = new ArrayList<>();
      table
          .partitions()
          .forEach(p -> expected.add(p.firstLba() + "+" + (p.lastLba() - p.firstLba() + 1)));
      List<String> found =
          text(dump)
              .lines()
              .filter(line -> line.contains("start="))
              .map(line -> line.replaceAll(".*start= *(\\d+), size= *(\\d+),.*", "$1+$2"))
              .toList();
      assertEquals(expected, found);
    } finally {
      Files.deleteIfExists(image);
      Files.delete(directory);
    }
  }

  private static String text(ToolResult result) {
    return result.stdout();
  }
}
