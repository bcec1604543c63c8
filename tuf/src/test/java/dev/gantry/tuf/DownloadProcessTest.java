// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.fetch.HttpFetcher;
import dev.gantry.tuf.internal.model.TargetFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads in processes of their own, which are killed. */
@Timeout(120)
class DownloadProcessTest {
  private static final int MIB = 1 << 20;
  private static final Bytes CONTENT = TestTargets.random(4 * MIB, 1);
  private static final Target TARGET = TestTargets.of("file", CONTENT);

  /** What a host of 32 MiB must be able to download. */
  private static final long LARGE_BYTES = 300L * MIB;

  @TempDir Path out;

  private static Path location(Class<?> type) throws URISyntaxException {
    String file = type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource("/" + file)).toString();
    String root = url.substring(0, url.length() - file.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.length() - "!/".length());
    }
    return Path.of(new URI(root));
  }

  private static Process start(int heapMib, String... arguments)
      throws IOException, URISyntaxException, ClassNotFoundException {
    Set<String> classPath = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            DownloadProbe.class,
            TargetFile.class,
            Bytes.class,
            OkHttpClient.class,
            Class.forName("okio.Okio"),
            Class.forName("kotlin.Unit"))) {
      classPath.add(location(type).toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMib + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(DownloadProbe.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private Process start(StallingServer server, Path file) throws Exception {
    return start(
        64,
        file.toString(),
        Integer.toString(CONTENT.size()),
        TARGET.digests().get(0).hex(),
        server.base());
  }

  private static BufferedReader output(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static void awaitMoreThan(long bytes, BufferedReader output) throws IOException {
    for (String line = output.readLine(); ; line = output.readLine()) {
      assertTrue(line != null && !line.equals("done"), "it ended too early");
      if (Long.parseLong(line) > bytes) {
        return;
      }
    }
  }

  private static void assertDone(Process process) throws Exception {
    try (BufferedReader output = output(process)) {
      String last = "";
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last = line;
      }
      assertEquals("done", last);
    }
    assertEquals(0, process.waitFor());
  }

  private void assertFiles(Path... expected) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(List.of(expected), files.sorted().toList());
    }
    for (Path file : expected) {
      assertArrayEquals(CONTENT.toByteArray(), Files.readAllBytes(file));
    }
  }

  @Test
  void aKilledDownloadIsFinishedByTheNextProcess() throws Exception {
    Path file = out.resolve("file");
    try (StallingServer server = new StallingServer(CONTENT, MIB + MIB / 8)) {
      Process first = start(server, file);
      try (BufferedReader output = output(first)) {
        awaitMoreThan(MIB, output);
      } finally {
        first.destroyForcibly().waitFor();
      }
      assertFalse(Files.exists(file));
      long left = Files.size(Partials.list(out).get(0));
      assertTrue(left >= MIB, "left " + left);
      assertDone(start(server, file));
      assertEquals(List.of(0L, left), server.offsets());
    }
    assertFiles(file);
  }

  @Test
  void twoProcessesDoNotDisturbEachOther() throws Exception {
    Path file = out.resolve("file");
    Path other = out.resolve("other");
    try (StallingServer server = new StallingServer(CONTENT, MIB + MIB / 8)) {
      Process first = start(server, file);
      try (BufferedReader output = output(first)) {
        awaitMoreThan(MIB, output);
        // It is in the middle: here, its partial can neither be used nor collected.
        assertEquals(List.of(), Partials.collect(out));
        try (HttpFetcher fetcher = HttpFetcher.builder(URI.create(server.base())).build()) {
          new TargetDownloader(fetcher, TufLimits.defaults())
              .download(TARGET, other, DownloadOptions.defaults());
        }
        assertEquals(1, Partials.list(out).size());
        server.goOn();
        String last = "";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          last = line;
        }
        assertEquals("done", last);
      } finally {
        first.destroyForcibly().waitFor();
      }
      assertEquals(List.of(0L, 0L), server.offsets());
    }
    assertFiles(file, other);
  }

  @Test
  void aTargetMuchLargerThanTheHeapIsDownloaded() throws Exception {
    Path file = out.resolve("large");
    assertDone(start(32, file.toString(), Long.toString(LARGE_BYTES)));
    assertEquals(LARGE_BYTES, Files.size(file));
    assertEquals(DigestAlgorithm.SHA256, TARGET.digests().get(0).algorithm());
  }
}
