// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.tuf;

import com.sun.management.OperatingSystemMXBean;
import dev.gantry.core.Bytes;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.fetch.HttpFetcher;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Refreshes, and looks up or downloads a target, as often as told, each time as a new client with a
 * new store; prints one line for each time: wall clock and CPU time in microseconds.
 *
 * <p>Arguments: base URL of the repository, a new work directory, how often, and optionally {@code
 * lookup NAME} or {@code download NAME}.
 */
public final class MeasureClient {
  private final String base;
  private final Path work;
  private final Bytes root;

  private MeasureClient(String base, Path work, Bytes root) {
    this.base = base;
    this.work = work;
    this.root = root;
  }

  /**
   * Measures.
   *
   * @param args see the class
   * @throws IOException if a refresh or a download fails
   */
  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[1]);
    Bytes root = Bytes.of(Files.readAllBytes(work.resolve("root.json")));
    MeasureClient client = new MeasureClient(args[0], work, root);
    int runs = Integer.parseInt(args[2]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    for (int run = 0; run < runs; run++) {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      client.run(run, args.length > 3 ? args[3] : "", args.length > 4 ? args[4] : "");
      long wall = System.nanoTime() - start;
      out.println(wall / 1000 + " " + (cpuNanos() - cpu) / 1000);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void run(int run, String verb, String name) throws IOException {
    Path directory = Files.createDirectory(work.resolve("run-" + run));
    try (HttpFetcher metadata = HttpFetcher.builder(URI.create(base + "metadata/")).build();
        HttpFetcher targets = HttpFetcher.builder(URI.create(base + "targets/")).build()) {
      TufLimits limits =
          TufLimits.builder()
              .snapshotBytes(1 << 26)
              .snapshotBytesWithoutHashes(1 << 26)
              .targetsBytes(1 << 26)
              .targetsBytesWithoutHashes(1 << 26)
              .rootRotations(2000)
              .build();
      TrustedStore store = TrustedStore.open(directory.resolve("store"));
      TufClient client = TufClient.builder(root, store, metadata, targets).limits(limits).build();
      TrustedView view = client.refresh();
      if (!verb.isEmpty()) {
        Target target = view.require(TargetPath.of(name));
        if (verb.equals("download")) {
          client.download(target, directory.resolve("target"), DownloadOptions.defaults());
          Files.delete(directory.resolve("target"));
        }
      }
    }
  }
}
