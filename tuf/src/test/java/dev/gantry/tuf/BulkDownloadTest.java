// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Progress;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.internal.model.LocalNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class BulkDownloadTest {
  private final RepositorySimulator repository = new RepositorySimulator();

  @TempDir Path out;

  private TestHost host;

  @BeforeEach
  void fill(@TempDir Path directory) {
    host = new TestHost(repository, directory);
    ObjectNode a = repository.delegate(repository.targets, "a", false, "a/*");
    repository.addTarget("Top", "content of top");
    repository.addTarget(a, "a/One", "content of one");
    repository.addTarget(a, "top/not/trusted", "nobody gets this");
    repository.release();
  }

  private BulkDownload bulk(TargetNaming naming) throws IOException {
    TufClient client = host.client();
    return BulkDownload.of(client, client.refresh(), naming);
  }

  private List<Path> files(List<VerifiedTarget> verified) {
    return verified.stream().map(VerifiedTarget::file).toList();
  }

  private String codeOf(TargetNaming naming) {
    return assertThrows(
            StateConflictException.class, () -> bulk(naming).all(out, DownloadOptions.defaults()))
        .code();
  }

  @Test
  void allThatClientsCanFindIsDownloaded() throws IOException {
    List<Progress> reports = new ArrayList<>();
    DownloadOptions options = DownloadOptions.builder().progress(reports::add).build();
    List<VerifiedTarget> plain = bulk(TargetNaming.PLAIN).all(out, options);
    assertEquals(List.of(out.resolve("Top"), out.resolve("a").resolve("One")), files(plain));
    assertEquals("content of one", Files.readString(out.resolve("a").resolve("One")));
    assertEquals(28, reports.get(reports.size() - 1).done());
    assertTrue(reports.get(reports.size() - 1).isComplete());
    List<VerifiedTarget> encoded = bulk(TargetNaming.ENCODED).all(out, DownloadOptions.defaults());
    assertEquals(List.of(out.resolve("%54op"), out.resolve("a").resolve("%4Fne")), files(encoded));
  }

  @Test
  void namedTargetsMustBeThereBeforeAnyIsFetched() throws IOException {
    BulkDownload bulk = bulk(TargetNaming.PLAIN);
    List<TargetPath> paths = List.of(TargetPath.of("Top"), TargetPath.of("none"));
    assertThrows(
        TargetNotFoundException.class, () -> bulk.named(paths, out, DownloadOptions.defaults()));
    assertEquals(List.of(), repository.files.requests());
    assertEquals(
        List.of(out.resolve("Top")),
        files(bulk.named(paths.subList(0, 1), out, DownloadOptions.defaults())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tOP", "TOP", "A/other"})
  void plainNamesThatDifferInCaseAreRefused(String name) {
    repository.addTarget(name, "x").release();
    assertEquals("TARGET_COLLISION", codeOf(TargetNaming.PLAIN));
    assertEquals(List.of(), repository.files.requests());
  }

  @Test
  void namesThatDifferInNormalisationAreRefusedUnlessEncoded() throws IOException {
    repository.addTarget("\u00e4", "x").addTarget("a\u0308", "y").release();
    assertEquals("TARGET_COLLISION", codeOf(TargetNaming.PLAIN));
    assertEquals(4, bulk(TargetNaming.ENCODED).all(out, DownloadOptions.defaults()).size());
  }

  @Test
  void aNameOfOurOwnFilesIsRefused() {
    repository.addTarget(".gantry-x", "x").release();
    assertEquals("FILE_NAME", codeOf(TargetNaming.PLAIN));
  }

  @Test
  void cve_2026_6968_aLinkedDirectoryIsRefused(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(out.resolve("a"), elsewhere);
    assertEquals("TARGET_DIRECTORY", codeOf(TargetNaming.PLAIN));
    assertEquals("TARGET_DIRECTORY", codeOf(TargetNaming.ENCODED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CON", "nul.txt", "com1 .x", "a.", "a ", "a:b", "a?", "x~1", "a*", "LPT9.a.b"})
  void namesThatWindowsTakesForSomethingElse(String name) {
    assertTrue(LocalNames.isSpecialOnWindows(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "a.b", ".a", "nulx.txt", "x.con", "com10"})
  void namesThatWindowsTakesAsTheyAre(String name) {
    assertTrue(!LocalNames.isSpecialOnWindows(name));
  }
}
