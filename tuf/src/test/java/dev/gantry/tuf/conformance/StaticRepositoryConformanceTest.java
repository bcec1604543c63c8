// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.SharedData;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.VerifiedTarget;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of {@code test_static_repositories}: repositories that other implementations made. The
 * project does not carry them: {@code GANTRY_CONFORMANCE_DATA} names the directory {@code
 * static_data} of a checkout of the suite, and without it the cases are skipped.
 */
class StaticRepositoryConformanceTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"sigstore-root-signing", "tuf-on-ci-0.11"})
  void staticRepository(String name, @TempDir Path directory) throws IOException {
    Path data = SharedData.requireFrom("GANTRY_CONFORMANCE_DATA", name);
    TufClient client =
        TufClient.builder(
                Bytes.of(Files.readAllBytes(data.resolve("initial_root.json"))),
                TrustedStore.open(directory.resolve("store")),
                FileFetcher.of(data.resolve("metadata")),
                FileFetcher.of(data.resolve("targets")))
            .clock(TestClock.at(line(data, "faketime")))
            .build();
    client.refresh();
    Target target = client.refresh().require(TargetPath.of(line(data, "targetpath")));
    VerifiedTarget file =
        client.download(target, directory.resolve("artifact"), DownloadOptions.defaults());
    assertEquals(target.lengthBytes(), Files.size(file.file()));
  }

  private static String line(Path data, String name) throws IOException {
    String line = Files.readString(data.resolve(name)).strip();
    return name.equals("faketime")
        ? OffsetDateTime.parse(line.replace(' ', 'T')).toInstant().toString()
        : line;
  }
}
