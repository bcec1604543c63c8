// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Guid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GptTableTest {
  private static final Guid TYPE = new Guid(1, 1);

  private static GptPartition partition(int number, long first, long last) {
    return new GptPartition(number, TYPE, new Guid(2, number), first, last, 0, "p" + number);
  }

  private static GptTable.Builder builder() {
    return GptTable.builder(new Guid(3, 3), 512, 1000);
  }

  private static void refused(GptTable.Builder builder) {
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @Test
  void hasTheGeometryOfTheSpecification() {
    GptTable small = builder().build();
    assertEquals(34, small.firstUsableLba());
    assertEquals(966, small.lastUsableLba());
    GptTable large = GptTable.builder(new Guid(3, 3), 4096, 1000).build();
    assertEquals(6, large.firstUsableLba());
    assertEquals(994, large.lastUsableLba());
    assertEquals(128, large.entryCount());
    assertEquals(128, large.entrySizeBytes());
    assertThrows(IllegalArgumentException.class, () -> GptTable.builder(TYPE, 1024, 1000));
    assertThrows(IllegalArgumentException.class, () -> GptTable.builder(TYPE, 512, 67));
    assertEquals(34, GptTable.builder(TYPE, 512, 68).build().lastUsableLba());
    assertThrows(
        IllegalArgumentException.class, () -> GptTable.builder(TYPE, 512, Long.MAX_VALUE / 500));
  }

  @Test
  void keepsRulesBetweenPartitions() {
    refused(builder().add(partition(1, 33, 40)));
    refused(builder().add(partition(1, 960, 967)));
    refused(builder().add(partition(129, 40, 40)));
    refused(builder().add(partition(1, 40, 50)).add(partition(2, 50, 60)));
    refused(builder().add(partition(2, 100, 900)).add(partition(1, 40, 100)));
    GptPartition twin = new GptPartition(2, TYPE, new Guid(2, 1), 60, 70, 0, "twin");
    refused(builder().add(partition(1, 40, 50)).add(twin));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder().add(partition(1, 40, 50)).add(partition(1, 60, 70)));
    assertThrows(IllegalArgumentException.class, () -> builder().replace(partition(1, 60, 70)));
    assertThrows(IllegalArgumentException.class, () -> builder().remove(1));
    GptTable packed = builder().add(partition(7, 51, 966)).add(partition(9, 34, 50)).build();
    assertEquals(List.of(7, 9), packed.partitions().stream().map(GptPartition::number).toList());
    assertEquals(Optional.of(partition(9, 34, 50)), packed.partition(9));
    assertEquals(Optional.empty(), packed.partition(8));
    assertThrows(IllegalArgumentException.class, () -> packed.withPartition(partition(9, 34, 51)));
  }

  @Test
  void keepsRulesOfAPartition() {
    assertThrows(IllegalArgumentException.class, () -> partition(0, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> partition(1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> partition(1, -1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new GptPartition(1, Guid.ZERO, TYPE, 1, 1, 0, "unused"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new GptPartition(1, TYPE, TYPE, 1, 1, 0, "x".repeat(37)));
    assertThrows(
        IllegalArgumentException.class, () -> new GptPartition(1, TYPE, TYPE, 1, 1, 0, "a\0b"));
    assertEquals(20480, partition(1, 40, 60).offsetBytes(512));
    assertEquals(21 * 4096, partition(1, 40, 60).sizeBytes(4096));
  }

  @Test
  void comparesWhatItSays() {
    GptTable table = builder().add(partition(1, 40, 50)).build();
    assertEquals(table, table.toBuilder().build());
    assertEquals(table.hashCode(), table.toBuilder().build().hashCode());
    assertNotEquals(table, table.toBuilder().diskGuid(TYPE).build());
    assertNotEquals(table, table.withPartition(partition(1, 40, 50).withAttributes(1)));
  }
}
