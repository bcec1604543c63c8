// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.fetch.HttpFetcher;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * {@code gantry tuf-conformance}: the client under test of theupdateframework/tuf-conformance,
 * after that project's {@code CLIENT-CLI.md}.
 *
 * <p>The suite starts it some 300 times, so it is a main class of its own without a command line
 * library. Its exit code is 0 or 1, never anything else.
 */
public final class ConformanceClient {
  private static final int FAILED = 1;

  /**
   * A directory, since the suite takes every file {@code *.json} beside it for trusted metadata.
   */
  private static final String BOOTSTRAP = "bootstrap";

  private ConformanceClient() {}

  /**
   * Runs one verb and exits.
   *
   * @param args options, then {@code init ROOTFILE}, {@code refresh} or {@code download}
   */
  public static void main(String[] args) {
    System.exit(run(InstantSource.system(), System.err, args));
  }

  /**
   * Runs one verb.
   *
   * @param clock tells when metadata has expired
   * @param err where the one line goes that says what failed
   * @param args options, then {@code init ROOTFILE}, {@code refresh} or {@code download}
   * @return 0 or 1
   */
  public static int run(InstantSource clock, PrintStream err, String... args) {
    try {
      ConformanceOptions options = ConformanceOptions.parse(args);
      switch (options.verb()) {
        case INIT -> init(options);
        case REFRESH -> client(options, clock).refresh();
        case DOWNLOAD -> download(options, clock);
      }
      return 0;
    } catch (IOException | RuntimeException e) {
      err.println("gantry tuf-conformance: " + e);
      return FAILED;
    }
  }

  /** Keeps the root where no refresh can change it; the store never trusts what it holds itself. */
  private static void init(ConformanceOptions options) throws IOException {
    Bytes root = SmallFiles.read(options.rootFile(), TufLimits.defaults().rootBytes());
    SmallFiles.createDirectories(options.metadataDirectory().resolve(BOOTSTRAP));
    SmallFiles.writeAtomically(bootstrap(options), root);
    SmallFiles.writeAtomically(options.metadataDirectory().resolve("root.json"), root);
  }

  private static Path bootstrap(ConformanceOptions options) {
    return options.metadataDirectory().resolve(BOOTSTRAP).resolve("root.json");
  }

  private static TufClient client(ConformanceOptions options, InstantSource clock)
      throws IOException {
    HttpFetcher metadata = HttpFetcher.builder(URI.create(options.metadataUrl())).build();
    return TufClient.builder(
            SmallFiles.read(bootstrap(options), TufLimits.defaults().rootBytes()),
            TrustedStore.open(options.metadataDirectory()),
            metadata,
            options.verb() == ConformanceOptions.Verb.DOWNLOAD
                ? HttpFetcher.builder(URI.create(options.targetBaseUrl())).build()
                : metadata)
        .clock(clock)
        .build();
  }

  private static void download(ConformanceOptions options, InstantSource clock) throws IOException {
    TufClient client = client(options, clock);
    TrustedView view = client.refresh();
    Files.createDirectories(options.targetDirectory());
    for (String name : options.targetNames()) {
      Path file =
          options.targetDirectory().resolve(URLEncoder.encode(name, StandardCharsets.UTF_8));
      client.download(view.require(TargetPath.of(name)), file, DownloadOptions.defaults());
    }
  }
}
