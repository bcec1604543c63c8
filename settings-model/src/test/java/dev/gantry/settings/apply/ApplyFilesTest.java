// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static dev.gantry.settings.apply.ApplyFixture.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.StateConflictException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.apply.ApplyReport.FileOutcome;
import dev.gantry.settings.apply.ApplyReport.Status;
import dev.gantry.settings.apply.ConfigurationFile.Owner;
import dev.gantry.settings.template.Template;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk where links, directories or crashes get in the way. */
class ApplyFilesTest {
  private static final ServiceRestarter NONE =
      new ServiceRestarter() {
        @Override
        public void run(String service, List<String> command, Map<String, String> environment) {}

        @Override
        public void reloadUnits() {}
      };

  @TempDir Path temp;
  private Path root = Path.of("");
  private Path outside = Path.of("");

  @BeforeEach
  void makeTheRoot() throws IOException {
    root = Files.createDirectory(temp.resolve("image"));
    outside = Files.createDirectory(temp.resolve("outside"));
  }

  private static ApplyPlanner planner(ConfigurationFile... files) {
    List<String> names = Stream.of(files).map(ConfigurationFile::name).toList();
    return ApplyPlanner.create(
        ServiceCatalog.of(
            List.of(new Service("motd", names, List.of(), Set.of())),
            List.of(files),
            Map.of(SettingKey.of("motd"), List.of("motd"))),
        ApplyFixture.ENGINE,
        path -> Template.ofBody(path, "{{#if settings.motd}}{{settings.motd}}{{/if}}"),
        ApplyFixture.MODEL,
        List.of());
  }

  private FileOutcome apply(String path) {
    return apply(path, new FileOps());
  }

  private FileOutcome apply(String path, FileOps ops) {
    ApplyPlan plan =
        planner(ConfigurationFile.of("motd", path, "t"))
            .planAll(tree("{'motd': 'new'}"), ApplyFixture.OS);
    return ApplyExecutor.create(root, NONE, ops).apply(plan, CancellationToken.NONE).files().get(0);
  }

  private FileOutcome remove(String path) {
    ApplyPlan plan =
        planner(new ConfigurationFile("motd", path, "t", 0644, Optional.empty(), true))
            .planAll(tree("{}"), ApplyFixture.OS);
    return ApplyExecutor.create(root, NONE).apply(plan, CancellationToken.NONE).files().get(0);
  }

  private void link(String path, String text) throws IOException {
    Path link = root.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(text));
  }

  private void isBlocked(String path) {
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> new HostRoot(root).find(path));
    assertEquals("APPLY_PATH_BLOCKED", e.code());
    assertEquals(Status.FAILED, apply(path).status());
    assertEquals(Status.FAILED, remove(path).status());
  }

  private void nothingIsOutside() throws IOException {
    try (Stream<Path> all = Files.list(outside)) {
      assertEquals(List.of(), all.toList());
    }
  }

  private Set<String> leftovers() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> all = Files.walk(temp)) {
      all.map(each -> String.valueOf(each.getFileName()))
          .filter(name -> name.endsWith(".new"))
          .forEach(names::add);
    }
    return names;
  }

  @Test
  void absoluteLinksStartAtTheRootThatIsGiven() throws IOException {
    link("etc", outside.toString());
    Files.createDirectories(root.resolve(outside.toString().substring(1)));
    assertEquals(Status.DONE, apply("/etc/motd").status());
    assertEquals(
        "new", Files.readString(root.resolve(outside.toString().substring(1)).resolve("motd")));
    nothingIsOutside();
  }

  @Test
  void absoluteLinksToWhatIsOnlyOutsideAreRefused() throws IOException {
    link("etc", outside.toString());
    isBlocked("/etc/motd");
    isBlocked("/etc/a/b/motd");
    nothingIsOutside();
    assertFalse(Files.exists(root.resolve("tmp")));
  }

  @Test
  void linksDoNotLeaveTheRootUpwards() throws IOException {
    link("etc", "../outside");
    isBlocked("/etc/motd");
    link("var/etc", "../../../../run");
    Files.createDirectory(root.resolve("run"));
    assertEquals(Status.DONE, apply("/var/etc/motd").status());
    assertEquals("new", Files.readString(root.resolve("run/motd")));
    nothingIsOutside();
  }

  @Test
  void relativeLinksAndChainsAreFollowed() throws IOException {
    Files.createDirectories(root.resolve("usr/share/etc/deep"));
    link("etc", "usr/./share//etc");
    link("a", "/b/../c");
    link("c", "etc/");
    Files.createDirectory(root.resolve("b"));
    assertEquals(Status.DONE, apply("/a/deep/more/motd").status());
    assertEquals("new", Files.readString(root.resolve("usr/share/etc/deep/more/motd")));
    assertEquals(Status.DONE, remove("/a/deep/more/motd").status());
    assertFalse(Files.exists(root.resolve("usr/share/etc/deep/more/motd")));
  }

  @Test
  void linksThatLeadNowhereOrInACircleAreRefused() throws IOException {
    link("dangling", "nowhere/at/all");
    link("circle", "other");
    link("other", "circle");
    link("file-link", "file");
    Files.writeString(root.resolve("file"), "x");
    for (String path : List.of("/dangling/motd", "/circle/motd", "/file-link/motd", "/file/motd")) {
      isBlocked(path);
    }
    assertFalse(Files.exists(root.resolve("nowhere")));
    assertEquals("x", Files.readString(root.resolve("file")));
  }

  @Test
  void aLinkAtThePlaceOfTheFileIsReplaced() throws IOException {
    Path victim = Files.writeString(outside.resolve("victim"), "old");
    Files.createDirectories(root.resolve("etc/directory"));
    for (String text :
        List.of(victim.toString(), "../../outside/victim", "nowhere", "directory", "motd")) {
      Files.deleteIfExists(root.resolve("etc/motd"));
      link("etc/motd", text);
      assertEquals(Status.DONE, apply("/etc/motd").status(), text);
      assertTrue(Files.isRegularFile(root.resolve("etc/motd"), LinkOption.NOFOLLOW_LINKS), text);
      Files.delete(root.resolve("etc/motd"));
      link("etc/motd", text);
      assertEquals(Status.DONE, remove("/etc/motd").status(), text);
      assertFalse(Files.exists(root.resolve("etc/motd"), LinkOption.NOFOLLOW_LINKS), text);
    }
    assertEquals("old", Files.readString(victim));
    assertTrue(Files.isDirectory(root.resolve("etc/directory")));
  }

  @Test
  void aLinkAtThePlaceOfTheTemporaryFileIsNotFollowed() throws IOException {
    Path victim = Files.writeString(outside.resolve("victim"), "old");
    link("etc/.gantry-apply.new", victim.toString());
    assertEquals(Status.DONE, apply("/etc/motd").status());
    assertEquals("old", Files.readString(victim));
    assertEquals(Set.of(), leftovers());
  }

  @Test
  void directoriesAreNeitherReplacedNorRemoved() throws IOException {
    Files.createDirectories(root.resolve("etc/motd"));
    isBlocked("/etc/motd");
    Files.createFile(root.resolve("etc/motd/full"));
    isBlocked("/etc/motd");
    assertTrue(Files.exists(root.resolve("etc/motd/full")));
    assertEquals(Set.of(), leftovers());
  }

  @Test
  void whatIsNotThereIsRemovedAlready() {
    assertEquals(Status.DONE, remove("/etc/systemd/system/a.service.d/b.conf").status());
    assertFalse(Files.exists(root.resolve("etc")));
    assertEquals(Status.DONE, apply("/etc/a/b/c/motd").status());
    assertEquals(Status.DONE, remove("/etc/a/b/c/other").status());
  }

  @Test
  void theRootMayBeALinkOrMissing() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);
    root = link;
    assertEquals(Status.DONE, apply("/etc/motd").status());
    assertEquals("new", Files.readString(temp.resolve("image/etc/motd")));
    root = temp.resolve("missing");
    assertEquals(Status.DONE, apply("/etc/motd").status());
    assertEquals("new", Files.readString(temp.resolve("missing/etc/motd")));
  }

  @Test
  void missingPermissionsAreReported() throws IOException {
    FileOps denied =
        new FileOps() {
          @Override
          void create(Path file) throws IOException {
            throw new AccessDeniedException(file.toString());
          }
        };
    FileOutcome outcome = apply("/etc/motd", denied);
    assertEquals(Status.FAILED, outcome.status());
    assertTrue(outcome.error().orElseThrow().contains("AccessDenied"));
    assertEquals(Set.of(), leftovers());
  }

  @Test
  void halvesOfCharactersAreNotWrittenAsQuestionMarks() throws IOException {
    FileOps ops = new FileOps();
    Path file = temp.resolve("text");
    ops.create(file);
    assertThrows(CharacterCodingException.class, () -> ops.write(file, "x\ud800y"));
    ops.write(file, "x\ud83d\ude00y");
    assertEquals("x\ud83d\ude00y", Files.readString(file));
  }

  /** Ends the process, as it were. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void filesAreOldOrNewWhereverItCrashes() throws IOException {
    PosixFileAttributes own = Files.readAttributes(root, PosixFileAttributes.class);
    Optional<Owner> owner = Optional.of(new Owner(own.owner().getName(), own.group().getName()));
    ConfigurationFile[] files = {
      new ConfigurationFile("a", "/etc/a", "t", 0640, owner, false),
      new ConfigurationFile("b", "/etc/b", "t", 0604, owner, false),
      new ConfigurationFile("c", "/etc/c/d", "t", 0600, owner, true)
    };
    ApplyPlanner planner = planner(files);
    ApplyPlan first = planner.planAll(tree("{'motd': 'old-text'}"), ApplyFixture.OS);
    int crashes = 0;
    for (String after : List.of("{'motd': 'new-text'}", "{}")) {
      ApplyPlan change = planner.plan(tree("{'motd': 'old-text'}"), tree(after), ApplyFixture.OS);
      String text = after.equals("{}") ? "" : "new-text";
      for (int step = 0; crashesAt(step, first, change); step++, crashes++) {
        String where = after + " step " + step;
        for (ConfigurationFile file : files) {
          Path path = root.resolve(file.path().substring(1));
          if (!file.removedIfEmpty() || Files.exists(path)) {
            assertTrue(Set.of("old-text", text).contains(Files.readString(path)), where);
            PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
            assertEquals(own.owner(), found.owner(), where);
            assertEquals(own.group(), found.group(), where);
            ApplyFixture.assertMode(file.mode(), path);
          }
        }
        assertTrue(Set.of(Set.of(), Set.of(".gantry-apply.new")).contains(leftovers()), where);
        ApplyReport report = ApplyExecutor.create(root, NONE).apply(change, CancellationToken.NONE);
        assertTrue(report.isComplete(), where);
        assertEquals(text, Files.readString(root.resolve("etc/a")), where);
        assertEquals(!text.isEmpty(), Files.exists(root.resolve("etc/c/d")), where);
        assertEquals(Set.of(), leftovers(), where);
      }
    }
    System.out.println("crashed at each of " + crashes + " steps");
    assertTrue(crashes > 30);
  }

  private boolean crashesAt(int step, ApplyPlan first, ApplyPlan change) {
    assertTrue(ApplyExecutor.create(root, NONE).apply(first, CancellationToken.NONE).isComplete());
    ApplyExecutor crashing =
        ApplyExecutor.create(
            root,
            NONE,
            new StoppingOps(
                step,
                () -> {
                  throw new Crash();
                }));
    try {
      crashing.apply(change, CancellationToken.NONE);
      return false;
    } catch (Crash e) {
      return true;
    }
  }

  @Test
  void aTemporaryFileIsNeverOpenToOthers() throws IOException {
    Set<String> seen = new TreeSet<>();
    FileOps watching =
        new FileOps() {
          @Override
          void write(Path file, String content) throws IOException {
            super.write(file, content);
            seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
          }
        };
    apply("/etc/motd", watching);
    assertEquals(Set.of("rw-------"), seen);
    ApplyFixture.assertMode(0644, root.resolve("etc/motd"));
  }
}
