// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One file of a repository or of a store is the input, as it is or signed by whoever may. The first
 * byte chooses the file and the way. What is served is refused or taken; what lies in a store is
 * replaced by what is served.
 */
public class RefreshFuzzTest {
  private static final List<String> ROLES =
      List.of("root", "timestamp", "snapshot", "targets", "role");

  private static final RepositorySimulator REPOSITORY = repository();
  private static final TargetPath TARGET = TargetPath.of("dir/file");

  /** Five files, decoded and verified, take this whatever the input. */
  private static final long FREE_BYTES = 16 << 20;

  RefreshFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(RefreshFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static RepositorySimulator repository() {
    RepositorySimulator repository = new RepositorySimulator();
    repository.listHashes = false;
    repository.serveNextRoot();
    ObjectNode role = repository.delegate(repository.targets, "role", false, "dir/*");
    repository.addTarget(role, "dir/file", "content");
    repository.serveAll();
    return repository;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    String role = ROLES.get((input[0] & 7) % ROLES.size());
    Bytes content = Bytes.of(input, 1, input.length - 1);
    FuzzHarness.run(
        input,
        FREE_BYTES,
        () -> {
          switch (input[0] >> 3 & 3) {
            case 0 -> served(role, content);
            case 1 -> {
              TrustedView view = kept(role, content);
              assertEquals("root 2, timestamp 1, snapshot 1, targets 1", view.toString());
              assertEquals(7, view.require(TARGET).lengthBytes());
            }
            case 2 -> served(role, signed(role, content));
            default -> kept(role, signed(role, content)).find(TARGET);
          }
        });
  }

  private static Bytes signed(String role, Bytes content) throws GantryException {
    JsonNode tree = StrictJson.parse(content, "fuzz");
    if (!(tree instanceof ObjectNode object)) {
      return content;
    }
    TestKey key = REPOSITORY.signers(role).get(0);
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    signatures
        .addObject()
        .put("keyid", key.id())
        .put("sig", key.signNow(CanonicalJson.encode(object)));
    return RepositorySimulator.envelope(object, signatures);
  }

  private static MemoryFetcher metadata() {
    MemoryFetcher fetcher = new MemoryFetcher();
    REPOSITORY.served.forEach(fetcher::put);
    return fetcher;
  }

  private static TufClient client(MemoryStore store, MemoryFetcher metadata) throws IOException {
    return TufClient.builder(
            REPOSITORY.rootBytes(1), store.asTrustedStore(), metadata, REPOSITORY.files)
        .clock(TestClock.at(RepositorySimulator.NOW))
        .build();
  }

  private static void served(String role, Bytes content) throws IOException {
    String name =
        switch (role) {
          case "root" -> "2.root.json";
          case "timestamp" -> "timestamp.json";
          default -> "1." + role + ".json";
        };
    TrustedView view = client(new MemoryStore(), metadata().put(name, content)).refresh();
    view.find(TARGET);
    view.explain(TARGET);
  }

  private static TrustedView kept(String role, Bytes content) throws IOException {
    MemoryStore store = new MemoryStore();
    client(store, metadata()).refresh().require(TARGET);
    store.kept.put(role, content);
    if (role.equals("root")) {
      store.kept.put("2/root", content);
    }
    return client(store, metadata()).refresh();
  }
}
