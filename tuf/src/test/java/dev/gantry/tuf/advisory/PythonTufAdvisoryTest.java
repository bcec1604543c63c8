// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What python-tuf was attacked with. */
class PythonTufAdvisoryTest {
  private static final TestKey A = TestKey.of("a");

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory.resolve("store"));
  }

  /** Several signatures of one key were counted as several keys. */
  @Test
  void cve_2020_6174_repeatedSignaturesOfOneKeyAreNotCounted() {
    repository.setKeys("timestamp", 2, A, TestKey.of("b")).serveNextRoot();
    repository.signers.put("timestamp", List.of(A, A));
    repository.releaseTimestamp();
    assertEquals("signatures[].keyid", host.refuses(MalformedDataException.class).field());
    repository.signers.put("timestamp", List.of(A));
    repository.releaseTimestamp();
    assertEquals(1, host.refuses(SignatureThresholdException.class).validKeys());
  }

  /** Every signature of an unbounded list was computed. */
  @Test
  void cve_2020_6173_signaturesAreBoundedAndThoseOfStrangersNotLookedAt() throws IOException {
    host.limits = TufLimits.builder().timestampBytes(64 << 20).build();
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 100_000; i++) {
      signatures.addObject().put("keyid", "k" + i).put("sig", "00".repeat(64));
    }
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    LimitExceededException e = host.refuses(LimitExceededException.class);
    assertEquals(TufLimits.defaults().signatures(), e.limit());
    assertEquals(100_000, e.requested());

    TestKey key = TestKey.of("timestamp");
    ArrayNode few = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 63; i++) {
      few.addObject().put("keyid", TestKey.of("stranger " + i).id()).put("sig", "no signature");
    }
    few.addObject()
        .put("keyid", key.id())
        .put("sig", key.sign(CanonicalJson.encode(repository.timestamp)));
    repository.put("timestamp.json", RepositorySimulator.envelope(repository.timestamp, few));
    assertEquals(1, host.refresh().timestamp().version());
  }

  /** A downloaded root that had not been verified was kept, and trusted at the next start. */
  @Test
  void cve_2020_15163_rootThatIsRefusedLeavesNoTrace() throws IOException {
    host.refresh();
    RepositorySimulator evil = new RepositorySimulator();
    TestKey thief = TestKey.of("thief");
    RepositorySimulator.bump(evil.setKeys("root", 1, thief).root);
    repository.put("2.root.json", RepositorySimulator.sign(evil.root, List.of(thief)));
    assertEquals("root 1", host.refuses(SignatureThresholdException.class).delegator());
    host.assertKept("root.json", repository.rootBytes(1));
    assertFalse(Files.exists(host.file("root_history/2.root.json")));
    // The next start begins with root 1 again and asks for 2 again.
    repository.metadata.remove("2.root.json");
    assertEquals(List.of("2.root.json", "timestamp.json"), host.requestsOfRefresh());
  }

  /** The new root need not have been signed by its own keys. */
  @Test
  void cve_2020_15163_newRootMustBeSignedByItself() throws IOException {
    RepositorySimulator.bump(repository.setKeys("root", 1, A).root);
    repository.put(
        "2.root.json", RepositorySimulator.sign(repository.root, List.of(TestKey.of("root"))));
    assertEquals("root 2", host.refuses(SignatureThresholdException.class).delegator());
    host.assertKept("root.json", repository.rootBytes(1));
  }

  /** Duplicates were counted for the self-signature of a new root only. */
  @Test
  void gms_2022_4197_duplicatesDoNotCountForTheSelfSignatureOfANewRoot() {
    repository.setKeys("root", 2, A, TestKey.of("b"));
    RepositorySimulator.bump(repository.root);
    TestKey old = TestKey.of("root");
    repository.put("2.root.json", RepositorySimulator.sign(repository.root, List.of(old, A, A)));
    assertEquals("signatures[].keyid", host.refuses(MalformedDataException.class).field());
    // One key under two ids needs no repeated id.
    ((ObjectNode) repository.root.get("keys")).set("alias", A.json().put("x-note", "again"));
    ((ArrayNode) repository.rootRole("root").get("keyids")).removeAll().add(A.id()).add("alias");
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    try {
      var message = CanonicalJson.encode(repository.root);
      signatures.addObject().put("keyid", old.id()).put("sig", old.sign(message));
      signatures.addObject().put("keyid", A.id()).put("sig", A.sign(message));
      signatures.addObject().put("keyid", "alias").put("sig", A.sign(message));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    repository.put("2.root.json", RepositorySimulator.envelope(repository.root, signatures));
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals("root 2", e.delegator());
    assertEquals(1, e.validKeys());
  }

  /** The name of a role was used as a path, so that a role could overwrite any .json file. */
  @Test
  void cve_2021_41131_roleNameIsNoPath() throws IOException {
    for (String name : List.of("../x", "../../x", "/x", "a/b", "..", "./root")) {
      repository.delegate(repository.targets, name, false, "*");
    }
    repository.release();
    Path parent = host.directory.getParent();
    assertEquals(Optional.empty(), host.refresh().find(TargetPath.of("file")));
    try (Stream<Path> entries = Files.list(parent)) {
      assertEquals(List.of(host.directory), entries.toList());
    }
    assertEquals(4 + 6, host.keptNames().size());
  }

  /** The keys of a role that nobody delegated to were looked up without a check. */
  @Test
  void ghsa_77hh_43cm_v8j6_roleThatIsNotDelegatedIsNeverUsed() throws IOException {
    ObjectNode stray = RepositorySimulator.emptyTargets("stray");
    repository.addTarget(stray, "file", "not delegated");
    repository.delegated.put("stray", stray);
    repository.signers.put("stray", List.of(A));
    repository.release();
    TrustedView view = host.refresh();
    assertEquals(Optional.empty(), view.find(TargetPath.of("file")));
    assertFalse(repository.metadataRequests().contains("2.stray.json"));
  }

  /** As before, for a role whose name looks like a bin, beside bins. */
  @Test
  void ghsa_77hh_43cm_v8j6_nameLikeABinIsNoBin() throws IOException {
    String path = "some/file";
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8(path));
    String bin = "bin-" + hash.charAt(0);
    ObjectNode delegations = repository.targets.putObject("delegations");
    delegations.putObject("keys").set(A.id(), A.json());
    ObjectNode bins = delegations.putObject("succinct_roles");
    bins.putArray("keyids").add(A.id());
    bins.put("threshold", 1).put("bit_length", 4).put("name_prefix", "bin");
    for (String name : List.of(bin, "bin-" + hash.substring(0, 2), "bin-" + hash.charAt(0) + "0")) {
      repository.delegated.put(name, RepositorySimulator.emptyTargets(name));
      repository.signers.put(name, List.of(A));
    }
    repository.addTarget(repository.signed("bin-" + hash.substring(0, 2)), path, "stray");
    repository.release();
    assertEquals(Optional.empty(), host.refresh().find(TargetPath.of(path)));
    assertTrue(repository.metadataRequests().contains("2." + bin + ".json"));
    assertEquals(5, repository.metadataRequests().size());
  }

  /** A root that somebody had put into the cache was the anchor of trust. */
  @Test
  void ghsa_9pfj_pjv5_22gj_poisonedRootOfTheCacheIsNoAnchor() throws IOException {
    host.refresh();
    RepositorySimulator evil = new RepositorySimulator();
    TestKey thief = TestKey.of("thief");
    for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
      evil.setKeys(role, 1, thief);
    }
    evil.root.put("version", 2);
    byte[] poison = RepositorySimulator.sign(evil.root, List.of(thief)).toByteArray();
    Files.write(host.file("root.json"), poison);
    Files.write(host.file("root_history/2.root.json"), poison);
    assertEquals(1, host.refresh().root().version());
    host.assertKept("root.json", repository.rootBytes(1));
    // Nor does a store without any other root make it one.
    host.bootstrap = RepositorySimulator.utf8("{}");
    assertThrows(MalformedDataException.class, host::refresh);
  }

  /** A role that one delegator vouched for was taken as vouched for by another. */
  @Test
  void issue_2977_cachedRoleIsVerifiedForEachDelegator() throws IOException {
    DiamondDelegation.assertVerifiedForEachDelegator(repository, host);
  }
}
