// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.SharedData;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Repositories that other implementations test themselves with, good ones and attacks. The project
 * does not carry them: each variable in {@code public-repositories.txt} names a directory of data
 * in a checkout of the implementation, and cases without theirs are skipped.
 */
class PublicRepositoriesTest {
  private static final String TABLE = "public-repositories.txt";

  @ParameterizedTest(name = "{1} {5}")
  @CsvFileSource(resources = TABLE, delimiter = '|', numLinesToSkip = 1)
  void outcome(
      String variable,
      String metadata,
      String bootstrap,
      String targets,
      String now,
      String target,
      String expected,
      @TempDir Path directory)
      throws IOException {
    Path base = SharedData.requireFrom(variable, metadata);
    TufClient client =
        TufClient.builder(
                Bytes.of(Files.readAllBytes(base.resolve(bootstrap))),
                TrustedStore.open(directory),
                FileFetcher.of(base),
                FileFetcher.of(base.resolve(targets)))
            .clock(TestClock.at(now))
            .build();
    assertEquals(expected, outcome(client, target));
  }

  /** The versions of the view and the length of the target, or the code of the refusal. */
  private static String outcome(TufClient client, String target) throws IOException {
    try {
      TrustedView view = client.refresh();
      if (target.equals("-")) {
        return view.toString();
      }
      Bytes content = client.read(view.require(TargetPath.of(target)), 1 << 20);
      return view + ", " + content.size() + " bytes";
    } catch (GantryException refused) {
      return refused.code();
    }
  }

  /** Data that was added to a checkout since should get a line in the table. */
  @Test
  void everyRepositoryOfToughIsInTheTable() throws IOException {
    Path data = SharedData.requireFrom("GANTRY_TOUGH_DATA", ".");
    Set<String> found = new TreeSet<>();
    try (Stream<Path> entries = Files.list(data)) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        found.add(entry.getFileName().toString());
      }
    }
    // Plain files that tough's editor adds to repositories.
    found.remove("targets");
    Set<String> known =
        lines().stream()
            .filter(line -> line.startsWith("GANTRY_TOUGH_DATA"))
            .map(line -> line.replaceFirst("[^|]*\\| *([^/ ]*).*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known, found);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = PublicRepositoriesTest.class.getResourceAsStream(TABLE)) {
      byte[] text = Objects.requireNonNull(in).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
