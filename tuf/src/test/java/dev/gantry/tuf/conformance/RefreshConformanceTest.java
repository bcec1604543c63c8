// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetNotFoundException;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** The cases of {@code test_basic}. */
class RefreshConformanceTest extends ConformanceCases {
  private static final Map<String, Long> ALL_FIRST =
      Map.of("root", 1L, "timestamp", 1L, "snapshot", 1L, "targets", 1L);

  @Test
  void basicRefreshRequests() throws IOException {
    client.refresh();
    assertEquals(FIRST_REFRESH, client.requests());
  }

  @Test
  void basicRefreshTrustedData() throws IOException {
    client.refresh();
    assertAllKept();
  }

  private void assertAllKept() throws IOException {
    client.host.assertKept("root.json", repository.bytes("1.root.json"));
    client.host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
    client.host.assertKept("snapshot.json", repository.bytes("1.snapshot.json"));
    client.host.assertKept("targets.json", repository.bytes("1.targets.json"));
    assertEquals(ALL_FIRST, client.trusted());
  }

  @Test
  void implicitRefresh() throws IOException {
    client.refusesDownload(TargetNotFoundException.class, "nonexistent artifact");
    assertEquals(FIRST_REFRESH, client.requests());
    assertAllKept();
  }

  @Test
  void invalidInitialRoot() throws IOException {
    ObjectNode incomplete = repository.root.deepCopy();
    incomplete.remove("version");
    client.host.bootstrap = RepositorySimulator.sign(incomplete, repository.signers("root"));
    assertEquals("signed.version", client.refuses(MalformedDataException.class).field());
    assertEquals(List.of(), client.requests());
    assertEquals(Map.of(), client.trusted());
  }

  @Test
  void unsignedInitialRoot() throws IOException {
    TestKey key = TestKey.of("root");
    client.host.bootstrap =
        RepositorySimulator.utf8(
            text(repository.rootBytes(1))
                .replaceAll("\"sig\":\"[0-9a-f]*\"", "\"sig\":\"" + other(key) + '"'));
    assertEquals("root", client.refuses(SignatureThresholdException.class).roleName());
    assertEquals(List.of(), client.requests());
    assertEquals(Map.of(), client.trusted());
  }

  /** A signature of the right form, over something else. */
  private static String other(TestKey key) {
    return key.sign(RepositorySimulator.utf8("something else"));
  }

  static Stream<Arguments> unsignedMetadata() {
    return Stream.of(
        Arguments.of("root", Map.of("root", 1L)),
        Arguments.of("timestamp", Map.of("root", 2L)),
        Arguments.of("snapshot", Map.of("root", 2L, "timestamp", 2L)),
        Arguments.of("targets", Map.of("root", 2L, "timestamp", 2L, "snapshot", 2L)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void unsignedMetadata(String role, Map<String, Long> trusted) throws IOException {
    repository.signers.put(role, List.of());
    publishAll();
    if (role.equals("root")) {
      repository.put("2.root.json", RepositorySimulator.sign(repository.root, List.of()));
    }
    assertEquals(role, client.refuses(SignatureThresholdException.class).roleName());
    assertEquals(trusted, client.trusted());
  }

  private void publishAll() {
    repository.publish("root", "targets", "snapshot", "timestamp");
  }

  static Stream<Arguments> urlAndMetadataVersionMismatch() {
    return unsignedMetadata().filter(arguments -> !arguments.get()[0].equals("timestamp"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void urlAndMetadataVersionMismatch(String role, Map<String, Long> trusted) throws IOException {
    publishAll();
    ObjectNode skipping = repository.signed(role).deepCopy();
    skipping.put("version", 3);
    String fileName = "2." + role + ".json";
    repository.put(fileName, RepositorySimulator.sign(skipping, repository.signers(role)));
    VersionMismatchException e = client.refuses(VersionMismatchException.class);
    assertEquals(role, e.roleName());
    assertEquals(3, e.foundVersion());
    assertEquals(2, e.expectedVersion());
    assertEquals(trusted, client.trusted());
  }

  @Test
  void timestampContentChanges() throws IOException {
    client.refresh();
    Bytes first = repository.bytes("timestamp.json");
    ((ObjectNode) repository.timestamp.get("meta").get("snapshot.json")).put("version", 100);
    repository.serveTimestamp();
    client.forgetRequests();
    client.refresh();
    assertEquals(List.of("2.root.json", "timestamp.json"), client.requests());
    client.host.assertKept("timestamp.json", first);
  }

  private void publishWithHashes() {
    repository.listHashes = true;
    repository.publish("targets", "snapshot", "timestamp");
  }

  @Test
  void basicMetadataHashSupport() throws IOException {
    publishWithHashes();
    assertEquals(2, client.refresh().targets().version());
  }

  private static ObjectNode hashes(ObjectNode listing, String fileName) {
    return (ObjectNode) listing.get("meta").get(fileName).get("hashes");
  }

  @Test
  void targetsHashMismatch() throws IOException {
    publishWithHashes();
    client.refresh();
    repository.publish("targets");
    hashes(repository.snapshot, "targets.json").put("sha256", "0".repeat(64));
    repository.publish("snapshot", "timestamp");
    client.refuses(DigestMismatchException.class);
    assertEquals(
        Map.of("root", 1L, "timestamp", 3L, "snapshot", 3L, "targets", 2L), client.trusted());
  }

  @Test
  void snapshotHashMismatch() throws IOException {
    publishWithHashes();
    client.refresh();
    repository.publish("snapshot");
    hashes(repository.timestamp, "snapshot.json").put("sha256", "0".repeat(64));
    repository.publish("timestamp");
    client.refuses(DigestMismatchException.class);
    assertEquals(
        Map.of("root", 1L, "timestamp", 3L, "snapshot", 2L, "targets", 2L), client.trusted());
  }

  @Test
  void metadataBytesMatch() throws IOException {
    Bytes odd = RepositorySimulator.utf8(text(repository.bytes("timestamp.json")) + " ");
    repository.put("timestamp.json", odd);
    client.refresh();
    client.host.assertKept("timestamp.json", odd);
  }

  @Test
  void customFields() throws IOException {
    client.refresh();
    TestKey key = TestKey.of("one more");
    repository.root.put("custom-field", "value");
    repository.setKeys("root", 1, TestKey.of("root"), key);
    ((ObjectNode) repository.root.get("keys").get(key.id()))
        .putObject("extra-field")
        .put("a", 1)
        .put("b", 2);
    repository.rootRole("root").put("another-field", "value");
    repository.publish("root");
    assertEquals(2, client.refresh().root().version());
  }

  @Test
  void deprecatedKeyidHashAlgorithms() throws IOException {
    client.refresh();
    TestKey key = TestKey.of("snapshot key with a field");
    repository.setKeys("snapshot", 1, key);
    ((ObjectNode) repository.root.get("keys").get(key.id())).put("keyid_hash_algorithms", "md5");
    repository.publish("root", "snapshot", "timestamp");
    client.refresh();
    assertEquals(2, client.trusted().get("root"));
    assertEquals(2, client.trusted().get("snapshot"));
  }

  @Test
  void snapshot404() throws IOException {
    client.refresh();
    ((ObjectNode) repository.timestamp.get("meta").get("snapshot.json")).put("version", 2);
    repository.publish("timestamp");
    client.refuses(FetchNotFoundException.class);
    client.assertLastRequest("2.snapshot.json");
    assertEquals(
        Map.of("root", 1L, "timestamp", 2L, "snapshot", 1L, "targets", 1L), client.trusted());
  }

  @Test
  void targets404() throws IOException {
    client.refresh();
    ((ObjectNode) repository.snapshot.get("meta").get("targets.json")).put("version", 2);
    repository.publish("snapshot", "timestamp");
    client.refuses(FetchNotFoundException.class);
    client.assertLastRequest("2.targets.json");
    assertEquals(
        Map.of("root", 1L, "timestamp", 2L, "snapshot", 2L, "targets", 1L), client.trusted());
  }

  @Test
  void timestamp404() throws IOException {
    client.refresh();
    repository.metadata.remove("timestamp.json");
    client.refuses(FetchNotFoundException.class);
    client.assertLastRequest("timestamp.json");
    assertEquals(ALL_FIRST, client.trusted());
  }

  /** Validly signed, with everything that a timestamp has, but a snapshot. */
  @Test
  void incorrectMetadataType() throws IOException {
    TestKey key = TestKey.of("timestamp");
    repository.setKeys("snapshot", 1, TestKey.of("snapshot"), key);
    repository.publish("root");
    ObjectNode disguised = repository.timestamp.deepCopy();
    disguised.put("_type", "snapshot").put("version", 2);
    repository.put(
        "timestamp.json",
        RepositorySimulator.sign(disguised, List.of(TestKey.of("snapshot"), key)));
    assertEquals("signed._type", client.refuses(MalformedDataException.class).field());
    assertEquals(Map.of("root", 2L), client.trusted());
  }

  /** The suite fakes the time of the process; here the clock is a parameter. */
  @Test
  void faketime() throws IOException {
    repository.root.put("expires", RepositorySimulator.NOW.plus(Duration.ofDays(7)).toString());
    repository.publish("root");
    client.refresh();
    client.host.clock.advance(Duration.ofDays(8));
    assertEquals("root", client.refuses(ExpiredMetadataException.class).roleName());
    assertEquals(2, client.trusted().get("root"));
  }
}
