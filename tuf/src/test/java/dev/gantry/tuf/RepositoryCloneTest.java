// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class RepositoryCloneTest {
  private final RepositorySimulator repository = new RepositorySimulator();

  @TempDir Path out;

  private Path metadata;
  private Path targets;
  private long trustedVersion = 1;

  @BeforeEach
  void fill() {
    metadata = out.resolve("metadata");
    targets = out.resolve("targets");
    ObjectNode a = repository.delegate(repository.targets, "a role", false, "a/*");
    ObjectNode deep = repository.delegate(a, "deep", false, "a/*");
    repository.addTarget("top", "content of top");
    repository.addTarget("dir/with blank ä", "content of blank");
    repository.addTarget(a, "a/one", "content of one");
    repository.addTarget(a, "not/trusted/with", "nobody gets this");
    repository.addTarget(deep, "a/two", "content of two");
    repository.serveNextRoot();
    repository.serveNextRoot();
    repository.release();
  }

  private RepositoryClone.Builder builder() {
    return RepositoryClone.builder(
            repository.rootBytes(trustedVersion), repository.metadata, repository.files)
        .clock(() -> RepositorySimulator.NOW);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private TufClient clientOfClone(long rootVersion) throws IOException {
    return TufClient.builder(
            repository.rootBytes(rootVersion),
            TrustedStore.open(out.resolve("store" + rootVersion)),
            FileFetcher.of(metadata),
            FileFetcher.of(targets))
        .clock(() -> RepositorySimulator.NOW)
        .build();
  }

  private static String read(TufClient client, TrustedView view, String path) throws IOException {
    Bytes content = client.read(view.require(TargetPath.of(path)), 1000);
    return new String(content.toByteArray(), StandardCharsets.UTF_8);
  }

  private void assertBytesAsServed() throws IOException {
    for (String name : names(metadata)) {
      String served = RoleNames.encodePath(name);
      assertEquals(
          repository.bytes(served), Bytes.of(Files.readAllBytes(metadata.resolve(name))), name);
    }
  }

  @Test
  void expiredMetadataIsClonedOnRequestOnly() throws IOException {
    RepositoryClone.Builder late =
        builder().clock(() -> RepositorySimulator.NOW.plus(Duration.ofDays(36_500)));
    assertThrows(
        ExpiredMetadataException.class, () -> late.build().copyMetadata(out.resolve("refused")));
    late.unsafeIgnoreExpiry().build().copyMetadata(metadata);
    assertBytesAsServed();
  }

  @Test
  void aCloneServesOtherClients() throws IOException {
    ClonedRepository cloned = builder().build().copy(metadata, targets);
    assertEquals(
        List.of(
            "1.root.json",
            "2.a role.json",
            "2.deep.json",
            "2.root.json",
            "2.snapshot.json",
            "2.targets.json",
            "3.root.json",
            "timestamp.json"),
        names(metadata));
    assertBytesAsServed();
    assertEquals(8, cloned.metadataFiles());
    assertEquals(4, cloned.targetCount());
    assertEquals(14 + 16 + 14 + 14, cloned.targetBytes());
    assertEquals(3, cloned.root().version());
    assertEquals(2, cloned.timestamp().version());
    assertEquals(2, cloned.snapshot().version());
    assertEquals(2, cloned.targets().version());
    assertEquals(List.of(), cloned.unusableNames());
    for (long version = 1; version <= 3; version++) {
      TufClient client = clientOfClone(version);
      TrustedView view = client.refresh();
      assertEquals("content of top", read(client, view, "top"));
      assertEquals("content of blank", read(client, view, "dir/with blank ä"));
      assertEquals("content of one", read(client, view, "a/one"));
      assertEquals("content of two", read(client, view, "a/two"));
    }
    assertEquals(4, names(targets).size());
    assertFalse(names(targets).toString().contains("not/trusted"));
  }

  @Test
  void rootsBeforeTheTrustedOneComeWithIt() throws IOException {
    trustedVersion = 3;
    builder().build().copyMetadata(metadata);
    assertTrue(names(metadata).contains("1.root.json"));
    assertEquals(1, clientOfClone(1).refresh().root().version() - 2);
  }

  @Test
  void anOlderRootThatDoesNotLeadOnIsLeftOut() throws IOException {
    trustedVersion = 3;
    Bytes stranger =
        RepositorySimulator.sign(repository.root.deepCopy(), List.of(TestKey.of("stranger")));
    Bytes real = repository.rootBytes(1);
    repository.metadata.put("1.root.json", stranger);
    builder().build().copyMetadata(metadata);
    assertFalse(names(metadata).contains("1.root.json"));
    assertTrue(names(metadata).contains("2.root.json"));
    repository.metadata.put("1.root.json", real);
    repository.metadata.remove("2.root.json");
    builder().build().copyMetadata(out.resolve("second"));
    assertFalse(names(out.resolve("second")).contains("1.root.json"));
    assertTrue(names(out.resolve("second")).contains("3.root.json"));
  }

  @Test
  void anOlderRootThatNobodyWithAKeySignedIsLeftOut() throws IOException {
    trustedVersion = 3;
    ObjectNode old = repository.root.deepCopy().put("version", 2);
    repository.metadata.put(
        "2.root.json", RepositorySimulator.sign(old, List.of(TestKey.of("stranger"))));
    builder().build().copyMetadata(metadata);
    assertFalse(names(metadata).contains("2.root.json"));
    // Signed by its own keys, which did not sign the next.
    TestKey other = TestKey.of("other root");
    ObjectNode role = (ObjectNode) old.get("roles").get("root");
    role.putArray("keyids").add(other.id());
    ((ObjectNode) old.get("keys")).set(other.id(), other.json());
    repository.metadata.put("2.root.json", RepositorySimulator.sign(old, List.of(other)));
    builder().build().copyMetadata(out.resolve("second"));
    assertFalse(names(out.resolve("second")).contains("2.root.json"));
  }

  @Test
  void asManyOlderRootsComeAsOneRefreshWouldFollow() throws IOException {
    trustedVersion = 3;
    builder().limits(TufLimits.builder().rootRotations(1).build()).build().copyMetadata(metadata);
    assertTrue(names(metadata).contains("2.root.json"));
    assertFalse(names(metadata).contains("1.root.json"));
  }

  @Test
  void olderRootsTogetherAreBounded() throws IOException {
    trustedVersion = 3;
    int root = repository.rootBytes(2).size();
    TufLimits limits = TufLimits.builder().cycleBytes(12_000).build();
    int more = 12_000 / root + 1;
    assertTrue(more > 2);
    assertThrows(LimitExceededException.class, () -> cloneAfterManyRoots(limits, more));
  }

  private void cloneAfterManyRoots(TufLimits limits, int more) throws IOException {
    for (int i = 0; i < more; i++) {
      repository.serveNextRoot();
    }
    trustedVersion = 3L + more;
    builder().limits(limits).build().copyMetadata(metadata);
  }

  @Test
  void withoutConsistentSnapshotsNamesHaveNoPrefixes() throws IOException {
    repository.root.put("consistent_snapshot", false);
    repository.addTarget("top", "content of top");
    repository.serveNextRoot();
    repository.release();
    builder().targets(List.of(TargetPath.of("top"))).build().copy(metadata, targets);
    assertEquals(
        List.of(
            "1.root.json",
            "2.root.json",
            "3.root.json",
            "4.root.json",
            "a role.json",
            "deep.json",
            "snapshot.json",
            "targets.json",
            "timestamp.json"),
        names(metadata));
    assertBytesAsServed();
    assertEquals(List.of("top"), names(targets));
    TufClient client = clientOfClone(1);
    assertEquals("content of top", read(client, client.refresh(), "top"));
  }

  /** Without prefixes, a role may be named so that its file has the name of a root. */
  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    repository.root.put("consistent_snapshot", false);
    Bytes root = repository.serveNextRoot();
    repository.delegate(repository.targets, "4.root", false, "b/*");
    repository.release();
    Bytes role = repository.bytes("4.root.json");
    AtomicBoolean asked = new AtomicBoolean();
    Fetcher twoFaced =
        request -> {
          if (request.path().equals("4.root.json")) {
            repository.metadata.put("4.root.json", asked.getAndSet(true) ? role : root);
          }
          return repository.metadata.open(request);
        };
    RepositoryClone clone =
        RepositoryClone.builder(repository.rootBytes(1), twoFaced, repository.files)
            .clock(() -> RepositorySimulator.NOW)
            .build();
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> clone.copyMetadata(metadata));
    assertEquals("TARGET_COLLISION", e.code());
    assertEquals(root, Bytes.of(Files.readAllBytes(metadata.resolve("4.root.json"))));
  }

  @Test
  void metadataOnlyFetchesNoTarget() throws IOException {
    ClonedRepository cloned = builder().build().copyMetadata(metadata);
    assertEquals(0, cloned.targetCount());
    assertEquals(List.of(), repository.files.requests());
    assertEquals(2, clientOfClone(1).refresh().targets().version());
  }

  @Test
  void everyDigestGivesAName() throws IOException {
    Bytes raw = RepositorySimulator.utf8("content of top");
    ObjectNode entry = (ObjectNode) repository.targets.get("targets").get("top");
    String second = Digest.compute(DigestAlgorithm.SHA512, raw).hex();
    ((ObjectNode) entry.get("hashes")).put("sha512", second);
    repository.release();
    builder().targets(List.of(TargetPath.of("top"))).build().copy(metadata, targets);
    assertEquals(
        Stream.of(RepositorySimulator.sha256(raw) + ".top", second + ".top").sorted().toList(),
        names(targets));
  }

  @Test
  void succinctBinsAreCopied() throws IOException {
    TestKey key = TestKey.of("bins");
    ObjectNode delegations = repository.targets.putObject("delegations");
    delegations.putObject("keys").set(key.id(), key.json());
    ObjectNode bins = delegations.putObject("succinct_roles");
    bins.put("bit_length", 2).put("name_prefix", "bin").put("threshold", 1);
    bins.putArray("keyids").add(key.id());
    repository.delegated.clear();
    for (int i = 0; i < 4; i++) {
      repository.delegated.put("bin-" + i, RepositorySimulator.emptyTargets("bin-" + i));
      repository.signers.put("bin-" + i, List.of(key));
    }
    // Listed, but no bin: there is no way to them.
    for (String name : List.of("bin-4", "bin-00", "bin-g", "bin-")) {
      repository.delegated.put(name, RepositorySimulator.emptyTargets(name));
      repository.signers.put(name, List.of(key));
    }
    repository.release();
    builder().build().copyMetadata(metadata);
    assertEquals(
        List.of("2.bin-0.json", "2.bin-1.json", "2.bin-2.json", "2.bin-3.json"),
        names(metadata).stream().filter(name -> name.contains("bin")).toList());
  }

  @Test
  void aDirectoryThatIsNotEmptyIsRefused() throws IOException {
    Files.createDirectories(metadata);
    Files.writeString(metadata.resolve("x"), "x");
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> builder().build().copy(metadata, targets));
    assertEquals("CLONE_DIRECTORY", e.code());
    assertEquals(List.of("x"), names(metadata));
    RepositoryClone clone = builder().build();
    assertThrows(IllegalArgumentException.class, () -> clone.copy(targets, targets));
    Path inside = targets.resolve("x/../metadata");
    assertThrows(IllegalArgumentException.class, () -> clone.copy(inside, targets));
    assertThrows(IllegalArgumentException.class, () -> clone.copy(targets, inside));
  }

  @Test
  void theTimestampComesLast() throws IOException {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8("content of two"));
    repository.files.put("a/" + hash + ".two", RepositorySimulator.utf8("content of TWO"));
    assertThrows(DigestMismatchException.class, () -> builder().build().copy(metadata, targets));
    assertEquals(List.of(), names(metadata), "no metadata before all targets are there");
  }

  @Test
  void aDelegatedRoleThatIsRefusedRefusesTheClone() throws IOException {
    Bytes bad = repository.bytes("2.targets.json");
    repository.metadata.put("2.deep.json", bad);
    assertThrows(IOException.class, () -> builder().build().copyMetadata(metadata));
    assertEquals(List.of(), names(metadata));
  }

  @Test
  void aRoleWhoseNameIsNoFileNameIsRefused() {
    repository.delegate(repository.targets, "x/../../y", false, "b/*");
    repository.release();
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> builder().build().copyMetadata(metadata));
    assertEquals("FILE_NAME", e.code());
  }

  @Test
  void theSumOfTargetsIsBoundedBeforeTheFirstIsFetched() {
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class,
            () -> builder().maxTotalBytes(40).build().copy(metadata, targets));
    assertTrue(e.requested() > e.limit());
    assertEquals(List.of(), repository.files.requests());
  }

  @Test
  void aTargetThatIsNotThereIsRefused() {
    assertThrows(
        TargetNotFoundException.class,
        () -> builder().targets(List.of(TargetPath.of("none"))).build().copy(metadata, targets));
  }

  @Test
  void progressAndCancellation() throws IOException {
    List<Progress> reports = new ArrayList<>();
    builder().progress(reports::add).build().copy(metadata, targets);
    Progress last = reports.get(reports.size() - 1);
    assertEquals("copy targets", last.phase());
    assertEquals(58, last.done());
    assertTrue(last.isComplete());
    assertThrows(
        CancellationException.class,
        () -> builder().cancellation(() -> true).build().copyMetadata(out.resolve("m")));
  }
}
