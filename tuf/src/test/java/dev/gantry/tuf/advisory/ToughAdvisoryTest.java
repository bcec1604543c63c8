// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.VersionMismatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What tough was attacked with as a client; its editor is in {@link ToughEditorAdvisoryTest}. */
class ToughAdvisoryTest {
  private static final TargetPath FILE = TargetPath.of("file");

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;
  private Path outside;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory.resolve("store"));
    outside = directory;
  }

  /** Repeated signatures counted for every role of root. */
  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void cve_2020_15093_repeatedSignaturesOfRolesOfRootAreNotCounted(String role) throws IOException {
    TestKey key = TestKey.of(role);
    repository.setKeys(role, 2, key, TestKey.of("second"));
    repository.signers.put(role, List.of(key, key));
    if (role.equals("root")) {
      RepositorySimulator.bump(repository.root);
      repository.put("2.root.json", RepositorySimulator.sign(repository.root, List.of(key, key)));
    } else {
      repository.serveNextRoot();
    }
    repository.release();
    assertEquals("signatures[].keyid", host.refuses(MalformedDataException.class).field());
    assertFalse(host.keptNames().contains(role + ".json") && !role.equals("root"));
  }

  /** The name of a target led out of the directory of targets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "/etc/x",
        "a/../..",
        "a/../../x",
        "..",
        "./x",
        "a//x",
        "..\\x",
        "a\u0000"
      })
  void cve_2021_41149_targetNameIsNoWayOut(String name) throws IOException {
    repository.addTarget("file", "content");
    ((ObjectNode) repository.targets.get("targets"))
        .putObject(name)
        .put("length", 0)
        .putObject("hashes")
        .put("sha256", RepositorySimulator.sha256(Bytes.empty()));
    repository.release();
    TrustedView view = host.refresh();
    assertEquals(List.of(FILE), view.targetPaths().toList());
    assertThrows(IllegalArgumentException.class, () -> TargetPath.of(name));
    assertEquals(Optional.empty(), TargetPath.tryParse(name));
    Path copy = outside.resolve("copy");
    host.client().download(view.require(FILE), copy, DownloadOptions.defaults());
    assertEquals("content", Files.readString(copy));
  }

  /** The name of a delegated role led out of the directory of metadata. */
  @ParameterizedTest
  @ValueSource(strings = {"../../x", "/x", "..", "../store/root", "root/../root"})
  void cve_2021_41150_roleNameIsNoWayOut(String name) throws IOException {
    Files.writeString(outside.resolve("x.json"), "mine");
    repository.delegate(repository.targets, name, false, "*");
    repository.release();
    assertEquals(Optional.empty(), host.refresh().find(FILE));
    assertEquals("mine", Files.readString(outside.resolve("x.json")));
    try (Stream<Path> entries = Files.list(outside)) {
      assertEquals(2, entries.count());
    }
    host.assertKept("root.json", repository.rootBytes(1));
    assertEquals(5, host.keptNames().size());
  }

  /** A new root could skip versions, and with them the rotations in between. */
  @Test
  void cve_2025_2885_rootVersionMustBeExactlyNext() throws IOException {
    repository.root.put("version", 5);
    repository.put("2.root.json", repository.serveRoot());
    VersionMismatchException e = host.refuses(VersionMismatchException.class);
    assertEquals("root", e.roleName());
    assertEquals(5, e.foundVersion());
    assertEquals(2, e.expectedVersion());
    host.assertKept("root.json", repository.rootBytes(1));
    assertFalse(Files.exists(host.file("root_history/2.root.json")));
    assertFalse(Files.exists(host.file("root_history/5.root.json")));
  }

  /** A terminating delegation did not end the search. */
  @Test
  void cve_2025_2886_siblingAfterATerminatingRoleLoses() throws IOException {
    repository.delegate(repository.targets, "first", true, "*");
    ObjectNode second = repository.delegate(repository.targets, "second", false, "*");
    repository.addTarget(second, "file", "evil").release();
    assertEquals(Optional.empty(), host.refresh().find(FILE));
    assertTrue(repository.metadataRequests().contains("2.first.json"));
    assertFalse(repository.metadataRequests().contains("2.second.json"));
  }

  /** Neither did one further down end that of its ancestors' siblings. */
  @Test
  void cve_2025_2886_siblingOfAnAncestorLosesToo() throws IOException {
    ObjectNode first = repository.delegate(repository.targets, "first", false, "*");
    ObjectNode second = repository.delegate(repository.targets, "second", false, "*");
    repository.delegate(first, "inner", true, "*");
    repository.addTarget(second, "file", "evil").release();
    assertEquals(Optional.empty(), host.refresh().find(FILE));
    assertFalse(repository.metadataRequests().contains("2.second.json"));
  }

  private ObjectNode role() {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "*");
    repository.addTarget(role, "file", "content");
    return role;
  }

  /** Only the version of targets.json was held against the kept snapshot. */
  @Test
  void cve_2025_2887_delegatedRoleMustNotGoBack() throws IOException {
    ObjectNode role = role();
    role.put("version", 7);
    repository.release();
    host.refresh();
    role.put("version", 6);
    repository.releaseSnapshot();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("role", e.affectedRole());
    assertEquals(6, e.foundVersion());
    assertEquals(8, e.trustedVersion());
    host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
  }

  @Test
  void cve_2025_2887_delegatedRoleMustNotBeDropped() throws IOException {
    role();
    repository.release();
    host.refresh();
    repository.delegated.remove("role");
    repository.releaseSnapshot();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("role", e.affectedRole());
    assertEquals(RollbackException.ABSENT, e.foundVersion());
    host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
  }

  /** A timestamp that listed an older snapshot was refused, but kept, and blocked the next one. */
  @Test
  void cve_2025_2888_refusedTimestampIsNotKept() throws IOException {
    repository.release();
    host.refresh();
    Bytes good = repository.bytes("timestamp.json");
    repository.timestamp.put("version", 1000);
    ((ObjectNode) repository.timestamp.get("meta").get("snapshot.json")).put("version", 1);
    repository.serveTimestamp();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("snapshot", e.affectedRole());
    host.assertKept("timestamp.json", good);
    repository.timestamp.put("version", 2);
    repository.release();
    assertEquals(3, host.refresh().timestamp().version());
  }

  /** Repeated signatures counted for delegated roles, when they no longer did for others. */
  @Test
  void cve_2026_6966_repeatedSignaturesOfADelegatedRoleAreNotCounted() throws IOException {
    role();
    TestKey key = TestKey.of("delegated role");
    ObjectNode entry = (ObjectNode) repository.targets.get("delegations").get("roles").get(0);
    entry.put("threshold", 2);
    repository.signers.put("role", List.of(key, key));
    repository.release();
    TrustedView view = host.refresh();
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> view.find(FILE));
    assertEquals("signatures[].keyid", e.field());
  }

  private void assertSearchRefusedAndNothingKept(Class<? extends GantryException> type)
      throws IOException {
    TrustedView view = host.refresh();
    assertThrows(type, () -> view.find(FILE));
    assertFalse(host.keptNames().contains("role.json"));
  }

  /** Delegated roles were loaded whatever their expiry, hash and length, and kept. */
  @Test
  void cve_2026_6967_expiredDelegatedRoleIsRefused() throws IOException {
    ObjectNode role = role();
    role.put("expires", RepositorySimulator.NOW.toString());
    repository.release();
    assertSearchRefusedAndNothingKept(ExpiredMetadataException.class);
    role.put("expires", RepositorySimulator.NOW.plusSeconds(1).toString());
    repository.release();
    Target found = host.refresh().require(FILE);
    assertEquals("role", found.roleName());
    // What is kept expires too.
    host.clock.advance(java.time.Duration.ofSeconds(1));
    TrustedView later = host.refresh();
    assertThrows(ExpiredMetadataException.class, () -> later.find(FILE));
  }

  @Test
  void cve_2026_6967_delegatedRoleWithAnotherHashIsRefused() throws IOException {
    role();
    repository.release();
    byte[] raw = repository.bytes("2.role.json").toByteArray();
    raw[raw.length - 1] = ' ';
    repository.put("2.role.json", Bytes.of(raw));
    assertSearchRefusedAndNothingKept(DigestMismatchException.class);
  }

  @Test
  void cve_2026_6967_delegatedRoleOfAnotherLengthIsRefused() throws IOException {
    role();
    repository.release();
    byte[] raw = repository.bytes("2.role.json").toByteArray();
    repository.put("2.role.json", Bytes.of(java.util.Arrays.copyOf(raw, raw.length + 1)));
    assertSearchRefusedAndNothingKept(LengthMismatchException.class);
  }

  /** A link with the name of the file to save led the write elsewhere. */
  @Test
  void cve_2026_6968_savedTargetDoesNotFollowALink() throws IOException {
    repository.addTarget("file", "content").release();
    Path mine = Files.writeString(outside.resolve("mine"), "mine");
    Path destination = Files.createSymbolicLink(outside.resolve("destination"), mine);
    Target target = host.refresh().require(FILE);
    host.client().download(target, destination, DownloadOptions.defaults());
    assertEquals("mine", Files.readString(mine));
    assertTrue(Files.isRegularFile(destination, LinkOption.NOFOLLOW_LINKS));
    assertEquals("content", Files.readString(destination));
  }

  /** So did one in the directory of metadata. */
  @Test
  void cve_2026_6968_keptMetadataDoesNotFollowALink() throws IOException {
    role();
    repository.release();
    Path mine = Files.writeString(outside.resolve("mine"), "mine");
    Files.createDirectories(host.directory);
    for (String name : List.of("root", "timestamp", "snapshot", "targets", "role")) {
      Files.createSymbolicLink(host.file(name + ".json"), mine);
    }
    host.refresh().require(FILE);
    assertEquals("mine", Files.readString(mine));
    for (String name : host.keptNames()) {
      assertTrue(Files.isRegularFile(host.file(name), LinkOption.NOFOLLOW_LINKS), name);
    }
  }
}
