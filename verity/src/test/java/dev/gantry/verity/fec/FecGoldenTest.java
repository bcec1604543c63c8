// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VeritySuperblock;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The parity that veritysetup made, byte for byte. */
final class FecGoldenTest {
  static Stream<Arguments> accepted() throws IOException {
    return cases().filter(node -> node.get("exit").asInt() == 0).map(FecGoldenTest::named);
  }

  private static Arguments named(JsonNode node) {
    return Arguments.of(node.get("id").asString(), node);
  }

  /** All cases with parity; those without a superblock have the same tree at another place. */
  private static Stream<JsonNode> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            VeritySuperblock.class.getResourceAsStream("verity-golden.json"), "golden file")) {
      List<JsonNode> cases = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in).get("cases")) {
        if (node.has("fec_roots")) {
          cases.add(node);
        }
      }
      return cases.stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void sameParity(String id, JsonNode golden) throws IOException {
    FecSample sample = FecSample.of(golden);
    int roots = golden.get("fec_roots").asInt();
    long offset = golden.get("fec_offset").asLong();
    String where = golden.get("fec_where").asString();
    boolean own = where.equals("separate");
    FecLayout layout =
        own
            ? FecLayout.onOwnDevice(sample.layout, roots, sample.hash.sizeBytes(), offset)
            : FecLayout.onHashDevice(sample.layout, roots, offset);
    assertEquals(golden.get("fec_file_size").asLong(), layout.endBytes());
    BlockDevice parity = BlockDevices.inMemory((int) layout.endBytes());

    FecFormatter.format(sample.data, sample.hash, parity, layout, VerityOptions.defaults());

    assertEquals(
        golden.get("fec_area_sha256").asString(),
        FecSample.sha256(parity, layout.offsetBytes(), layout.parityBytes()));
    assertArrayEquals(
        new byte[(int) offset], FecSample.read(parity, 0, (int) offset), "nothing before it");
    assertEquals(
        layout.endBytes(),
        FecLayout.ofTable(sample.layout, roots, layout.coveredBlocks(), layout.startBlock())
            .endBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 25, 255, Integer.MAX_VALUE})
  void refusesRootsAsVeritysetupDoes(int roots) {
    VerityLayout verity = VerityLayout.of(FecSample.superblock(10, 4096, 4096, Bytes.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> FecLayout.onOwnDevice(verity, roots, verity.endBytes(), 0));
  }

  @Test
  void refusesDifferentBlockSizesAsVeritysetupDoes() {
    VerityLayout verity = VerityLayout.of(FecSample.superblock(10, 4096, 1024, Bytes.empty()));
    assertThrows(
        UnsupportedFormatException.class,
        () -> FecLayout.onOwnDevice(verity, 2, verity.endBytes(), 0));
  }

  @Test
  void goldenFileHasTheCasesThatMatter() throws IOException {
    assertTrue(accepted().count() >= 20);
  }
}
