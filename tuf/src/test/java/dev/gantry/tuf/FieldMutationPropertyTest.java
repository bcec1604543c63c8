// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.internal.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One field of a served or kept file that is removed, repeated, or replaced by something of another
 * type or size, in a repository with keys of every kind, delegations and bins: the same view, or a
 * typed refusal and no harm done. Whole files are cut, emptied and swapped too.
 */
class FieldMutationPropertyTest {
  private static final String SEEN = "root 2, timestamp 1, snapshot 1, targets 1";
  private static final TargetPath BINNED = TargetPath.of("dir/binned");
  private static final TargetPath LISTED = TargetPath.of("dir/file");

  /** Text that takes the place of a value; the last is no JSON. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.0",
          "1e999999999",
          "9223372036854775807",
          "9223372036854775808",
          "9".repeat(63),
          "9".repeat(200),
          "\"\"",
          "\"../../x\\u0000\"",
          "\"\\ud800\"",
          "\"" + "x".repeat(5000) + "\"",
          "[]",
          "[null]",
          "{}",
          "{\"\":\"\"}",
          "[".repeat(100) + "]".repeat(100),
          "}");

  private static final RepositorySimulator REPOSITORY = repository();
  private static final List<String> SERVED = List.copyOf(REPOSITORY.served.keySet());

  private final MemoryStore store = new MemoryStore();

  private static RepositorySimulator repository() {
    RepositorySimulator repository = new RepositorySimulator();
    repository.setKeys("root", 2, TestKey.of("root"), TestKey.ecdsa("root"), TestKey.rsa("root"));
    repository.setKeys("timestamp", 1, TestKey.of("timestamp"));
    repository.setKeys("snapshot", 1, TestKey.ecdsa("snapshot"), TestKey.rsa("snapshot"));
    repository.setKeys("targets", 1, TestKey.rsa("targets"));
    repository.serveRoot();
    repository.serveNextRoot();
    ObjectNode role = repository.delegate(repository.targets, "role", false, "dir/*");
    repository.addTarget(role, "dir/file", "listed");
    TestKey key = TestKey.ecdsa("bins");
    ObjectNode delegations = role.putObject("delegations");
    delegations.putObject("keys").set(key.id(), key.json());
    ObjectNode bins = delegations.putObject("succinct_roles");
    bins.putArray("keyids").add(key.id());
    bins.put("threshold", 1).put("bit_length", 1).put("name_prefix", "bin");
    for (String name : List.of("bin-0", "bin-1")) {
      ObjectNode bin = RepositorySimulator.emptyTargets(name);
      repository.delegated.put(name, bin);
      repository.signers.put(name, List.of(key));
      repository.addTarget(bin, "dir/binned", "binned");
    }
    repository.serveAll();
    repository.served.remove("1.bin-" + (firstBit() == 0 ? 1 : 0) + ".json");
    return repository;
  }

  private static int firstBit() {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8("dir/binned"));
    return Character.digit(hash.charAt(0), 16) / 8;
  }

  private static MemoryFetcher files() {
    MemoryFetcher files = new MemoryFetcher();
    for (String content : List.of("listed", "binned")) {
      Bytes raw = RepositorySimulator.utf8(content);
      String path = content.equals("listed") ? LISTED.value() : BINNED.value();
      files.put(REPOSITORY.servedPath(path, RepositorySimulator.sha256(raw)), raw);
    }
    return files;
  }

  private TufClient client(MemoryFetcher metadata) throws IOException {
    return TufClient.builder(REPOSITORY.rootBytes(1), store.asTrustedStore(), metadata, files())
        .clock(TestClock.at(RepositorySimulator.NOW))
        .build();
  }

  private static MemoryFetcher good() {
    MemoryFetcher fetcher = new MemoryFetcher();
    REPOSITORY.served.forEach(fetcher::put);
    return fetcher;
  }

  private static void assertSeen(TufClient client) throws IOException {
    TrustedView view = client.refresh();
    assertEquals(SEEN, view.toString());
    assertEquals(RepositorySimulator.utf8("listed"), client.read(view.require(LISTED), 100));
    assertEquals(RepositorySimulator.utf8("binned"), client.read(view.require(BINNED), 100));
  }

  private static void assertSeenOrRefused(TufClient client) throws IOException {
    try {
      assertSeen(client);
    } catch (GantryException refused) {
      assertTrue(refused.code().length() > 3);
    }
  }

  @Property(tries = 250)
  void oneFieldOfWhatIsServed(
      @ForAll @IntRange(min = 0, max = 20) int file,
      @ForAll @IntRange(min = 0, max = 10_000) int field,
      @ForAll @IntRange(min = -2, max = 19) int change)
      throws IOException {
    String name = SERVED.get(file % SERVED.size());
    Bytes changed = change(REPOSITORY.bytes(name), field, change);
    assertSeenOrRefused(client(good().put(name, changed)));
    assertSeen(client(good()));
  }

  @Property(tries = 80)
  void oneFieldOfWhatIsKept(
      @ForAll @IntRange(min = 0, max = 20) int file,
      @ForAll @IntRange(min = 0, max = 10_000) int field,
      @ForAll @IntRange(min = -2, max = 19) int change)
      throws IOException {
    assertSeen(client(good()));
    List<String> names = List.copyOf(store.kept.keySet());
    String name = names.get(file % names.size());
    Bytes kept = Objects.requireNonNull(store.kept.get(name));
    store.kept.put(name, change(kept, field, change));
    assertSeen(client(good()));
    assertSeen(client(good()));
  }

  @Property(tries = 80)
  void wholeFilesThatAreCutOrSwapped(
      @ForAll @IntRange(min = 0, max = 20) int file,
      @ForAll @IntRange(min = 0, max = 20) int other,
      @ForAll @IntRange(min = 0, max = 5000) int length,
      @ForAll boolean kept)
      throws IOException {
    if (!kept) {
      String name = SERVED.get(file % SERVED.size());
      Bytes raw = REPOSITORY.bytes(SERVED.get(other % SERVED.size()));
      assertSeenOrRefused(client(good().put(name, cut(raw, length))));
    } else {
      assertSeen(client(good()));
      List<String> names = List.copyOf(store.kept.keySet());
      Bytes raw = Objects.requireNonNull(store.kept.get(names.get(other % names.size())));
      store.kept.put(names.get(file % names.size()), cut(raw, length));
    }
    assertSeen(client(good()));
  }

  /** Leaves the file whole now and then. */
  private static Bytes cut(Bytes raw, int length) {
    return length > 4000 ? raw : Bytes.of(raw.toByteArray(), 0, Math.min(length, raw.size()));
  }

  /** Removes (-2) or repeats (-1) a member or element, or gives it one of {@link #VALUES}. */
  private static Bytes change(Bytes raw, int field, int change) throws IOException {
    JsonNode tree = StrictJson.parse(raw, "test", 1 << 20);
    return RepositorySimulator.utf8(new Writer(field % count(tree), change).write(tree));
  }

  private static int count(JsonNode node) {
    int count = 0;
    for (JsonNode child : node) {
      count += 1 + count(child);
    }
    return count;
  }

  /** Writes JSON by hand, since a tree cannot hold a member twice; fields are counted in order. */
  private static final class Writer {
    private final int place;
    private final int change;
    private int seen;

    Writer(int place, int change) {
      this.place = place;
      this.change = change;
    }

    String write(JsonNode node) {
      if (!(node instanceof ObjectNode) && !(node instanceof ArrayNode)) {
        return node.toString();
      }
      List<String> parts = new ArrayList<>();
      List<String> names = new ArrayList<>(node.propertyNames());
      int index = 0;
      for (JsonNode child : node) {
        boolean here = seen++ == place;
        String name = names.isEmpty() ? "" : '"' + names.get(index++) + "\":";
        String part = name + write(child);
        if (here && change >= 0) {
          parts.add(name + VALUES.get(change));
        } else if (!here || change == -1) {
          parts.addAll(here ? List.of(part, part) : List.of(part));
        }
      }
      String inside = String.join(",", parts);
      return node instanceof ObjectNode ? "{" + inside + "}" : "[" + inside + "]";
    }
  }
}
