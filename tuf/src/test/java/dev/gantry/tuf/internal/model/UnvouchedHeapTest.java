// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.TufLimits;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** What nobody vouches for takes little memory, whatever it says. */
class UnvouchedHeapTest {
  private static final int HEAP_MIB = 64;

  private static Path location(Class<?> type) throws URISyntaxException {
    String file = type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource("/" + file)).toString();
    String root = url.substring(0, url.length() - file.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.length() - "!/".length());
    }
    return Path.of(new java.net.URI(root));
  }

  @Test
  @Timeout(60)
  void theCostliestFilesFitASmallHeap() throws Exception {
    Set<String> classPath = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            HeapProbe.class,
            Envelope.class,
            Bytes.class,
            JsonNode.class,
            JsonParser.class,
            com.fasterxml.jackson.annotation.JsonFormat.class)) {
      classPath.add(location(type).toString());
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, classPath),
                HeapProbe.class.getName())
            .redirectErrorStream(true)
            .start();
    String output;
    try (var in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.startsWith("parsed"), output);
  }

  private static Bytes targets(int count) {
    StringBuilder text = new StringBuilder("{\"signatures\":[],\"signed\":{\"targets\":{");
    for (int i = 0; i < count; i++) {
      text.append("\"images/host-")
          .append(i)
          .append(".img\":{\"hashes\":{\"sha256\":\"")
          .append("0123456789abcdef".repeat(4))
          .append("\"},\"length\":4096},");
    }
    text.append("\"z\":{}}}}");
    return Bytes.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Bytes snapshot(int count) {
    StringBuilder text = new StringBuilder("{\"signatures\":[],\"signed\":{\"meta\":{");
    for (int i = 0; i < count; i++) {
      text.append("\"bin-").append(i).append(".json\":{\"version\":1},");
    }
    text.append("\"z\":{}}}}");
    return Bytes.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Envelope parse(Bytes raw) throws IOException {
    return Envelope.parse(raw, "test", 32 << 20, 64);
  }

  @Test
  void largeRepositoriesAreAccepted() throws IOException {
    TufLimits limits = TufLimits.defaults();
    Bytes fits = targets(38_000);
    assertTrue(fits.size() < limits.targetsBytesWithoutHashes());
    assertTrue(parse(fits).canonical().size() > 1000);
    Bytes bins = snapshot(60_000);
    assertTrue(bins.size() < limits.snapshotBytesWithoutHashes());
    assertTrue(parse(bins).canonical().size() > 1000);
    Bytes large = targets(100_000);
    assertTrue(large.size() < limits.targetsBytes());
    assertTrue(parse(large).canonical().size() > 1000);
  }
}
