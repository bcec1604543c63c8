// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.testkit.ExternalTool;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The leaf level of 2 GiB is 16 MiB, and two thirds of that is all the heap there is: holding a
 * level, or anything that grows like it, would fail.
 */
final class VerityMemoryTest {
  private static final long SIZE_BYTES = 2L << 30;
  private static final String HEAP = "-Xmx11m";

  @TempDir Path directory;

  @Test
  void memoryDoesNotGrowWithTheData() throws Exception {
    Path data = directory.resolve("data");
    Path hash = directory.resolve("hash");
    long hashArea =
        VerityFormatter.hashAreaBytes(
            SIZE_BYTES / 4096, VerityParameters.of(VerityData.UUID, VerityData.SALT));
    BlockDevices.create(data, SIZE_BYTES, BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES).close();
    BlockDevices.create(hash, hashArea, BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES).close();
    String classPath =
        Stream.of(VerityMemoryTest.class, VerityFormatter.class, BlockDevice.class)
            .map(VerityMemoryTest::location)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    ProcessHandle.Info self = ProcessHandle.current().info();
    Path java = Path.of(self.command().orElse(System.getProperty("java.home") + "/bin/java"));

    var result =
        ExternalTool.run(
            java,
            List.of(
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                MemoryProbe.class.getName(),
                data.toString(),
                hash.toString()));

    assertEquals(SIZE_BYTES + "", result.orFail().stdout().strip());
  }

  /** The directory or archive that a class was loaded from, however this test is run. */
  private static String location(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String found =
        Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString();
    String root = found.substring(0, found.length() - name.length());
    root = root.startsWith("jar:") ? root.substring(4, root.lastIndexOf("!/")) : root;
    return Path.of(URI.create(root)).toString();
  }

  /** Formats and verifies in a process of its own. */
  static final class MemoryProbe {
    private MemoryProbe() {}

    public static void main(String[] arguments) throws Exception {
      VerityOptions options = VerityOptions.builder().parallelism(4).build();
      try (BlockDevice data = BlockDevices.open(Path.of(arguments[0]));
          BlockDevice hash = BlockDevices.open(Path.of(arguments[1]))) {
        VerityTree tree =
            VerityFormatter.format(
                data, hash, VerityParameters.of(VerityData.UUID, VerityData.SALT), options);
        VerityProof proof = VerityVerifier.verify(data, hash, tree.rootHash(), options);
        System.out.println(proof.dataBytes());
      }
    }
  }
}
