// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the suite has no cases for, where no other test here has it: bins, prefixes of hashes and
 * limits of searches and rotations are in {@code DelegationSearchTest} and {@code
 * RootWorkflowTest}.
 */
class BeyondConformanceTest extends ConformanceCases {
  /** Readers take blocks. */
  private static final int SLACK_BYTES = 1 << 16;

  /** White space without end, of which it counts what is taken. */
  private static final class EndlessStream extends InputStream {
    private long taken;

    @Override
    public int read() {
      taken++;
      return ' ';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Arrays.fill(buffer, offset, offset + length, (byte) ' ');
      taken += length;
      return length;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.root.json, 1048576",
    "timestamp.json, 65536",
    "1.snapshot.json, 2097152",
    "1.targets.json, 5242880",
    "1.role.json, 5242880"
  })
  void endlessMetadataIsCutOff(String fileName, long limit, @TempDir Path directory)
      throws IOException {
    repository.delegate(repository.targets, "role", false, "*");
    repository.serveAll();
    EndlessStream endless = new EndlessStream();
    Fetcher hostile =
        request ->
            request.path().equals(fileName)
                ? FetchResponse.of(endless, 0)
                : repository.metadata.open(request);
    TufClient hit =
        TufClient.builder(
                repository.rootBytes(1), TrustedStore.open(directory), hostile, repository.files)
            .clock(TestClock.at(RepositorySimulator.NOW))
            .build();
    assertThrows(GantryException.class, () -> hit.refresh().find(TargetPath.of("file")));
    assertTrue(endless.taken <= limit + SLACK_BYTES, () -> endless.taken + " bytes taken");
    client.refresh();
  }

  /** The other envelope for signatures, which no specification of TUF 1.x knows. */
  @ParameterizedTest
  @ValueSource(strings = {"2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"})
  void dsseEnvelopeIsRefused(String fileName) throws IOException {
    String payload =
        Base64.getEncoder()
            .encodeToString(CanonicalJson.encode(repository.timestamp).toByteArray());
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("payloadType", "application/vnd.tuf+json").put("payload", payload);
    envelope.putArray("signatures").addObject().put("keyid", "k").put("sig", "AAAA");
    repository.put(fileName, RepositorySimulator.utf8(envelope.toString()));
    assertEquals("signed", client.refuses(MalformedDataException.class).field());
  }

  /** The version alone does not say that the kept snapshot is the listed one. */
  @Test
  void snapshotOfTheSameVersionWithAnotherHashIsFetched() throws IOException {
    repository.listHashes = true;
    repository.publish("targets", "snapshot", "timestamp");
    client.refresh();
    repository.snapshot.put("x-note", "changed").put("version", 1);
    repository.publish("snapshot", "timestamp");
    client.forgetRequests();
    client.refresh();
    assertEquals(List.of("2.root.json", "timestamp.json", "2.snapshot.json"), client.requests());
    client.host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
  }

  /** Without consistent snapshots, only roots have a version in their names. */
  @Test
  void repositoryWithoutConsistentSnapshots() throws IOException {
    repository.root.put("consistent_snapshot", false);
    repository.serveNextRoot();
    ObjectNode role = repository.delegate(repository.targets, "role", false, "dir/*");
    repository.addTarget(role, "dir/file", "content");
    repository.release();
    client.download("dir/file");
    client.assertDownloaded(Map.of("dir/file", "content"));
    assertEquals(List.of("dir/file"), client.artifactRequests());
    assertEquals(
        List.of(
            "2.root.json",
            "3.root.json",
            "timestamp.json",
            "snapshot.json",
            "targets.json",
            "role.json"),
        client.requests());
  }
}
