// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One changed byte of anything that is served or kept: the same view and the same content, or a
 * typed refusal.
 */
class MutationPropertyTest {
  private static final RepositorySimulator REPOSITORY = repository();
  private static final TargetPath DELEGATED = TargetPath.of("dir/file");
  private static final List<String> SERVED =
      List.of(
          "2.root.json",
          "timestamp.json",
          "1.snapshot.json",
          "1.targets.json",
          "1.role.json",
          "dir/file");

  private static final Bytes CONTENT = RepositorySimulator.utf8("delegated content");

  private final MemoryStore store = new MemoryStore();

  private static RepositorySimulator repository() {
    RepositorySimulator repository = new RepositorySimulator();
    for (String name : RoleNames.TOP_LEVEL) {
      repository.setKeys(name, 1, TestKey.rsa("shared"));
    }
    repository.serveRoot();
    repository.serveNextRoot();
    ObjectNode role = repository.delegate(repository.targets, "role", false, "dir/*");
    ((ArrayNode) repository.targets.get("delegations").get("roles")).removeAll();
    repository
        .delegationEntry(repository.targets, "role", TestKey.rsa("shared"))
        .put("terminating", false)
        .putArray("paths")
        .add("dir/*");
    repository.signers.put("role", List.of(TestKey.rsa("shared")));
    repository.addTarget(role, "dir/file", "delegated content");
    repository.serveAll();
    return repository;
  }

  private static Bytes mutate(Bytes raw, int position, byte change) {
    byte[] bytes = raw.toByteArray();
    bytes[Math.floorMod(position, bytes.length)] ^= change;
    return Bytes.of(bytes);
  }

  private static String servedTarget() {
    return REPOSITORY.servedPath("dir/file", RepositorySimulator.sha256(CONTENT));
  }

  private TufClient client(MemoryFetcher metadata, MemoryFetcher files) throws IOException {
    return TufClient.builder(REPOSITORY.rootBytes(1), store.asTrustedStore(), metadata, files)
        .clock(TestClock.at(RepositorySimulator.NOW))
        .build();
  }

  private static MemoryFetcher metadata() {
    MemoryFetcher fetcher = new MemoryFetcher();
    REPOSITORY.served.forEach(fetcher::put);
    return fetcher;
  }

  private static MemoryFetcher files() {
    return new MemoryFetcher().put(servedTarget(), CONTENT);
  }

  private static void assertSameOrRefused(TufClient client) throws IOException {
    try {
      TrustedView view = client.refresh();
      assertEquals("root 2, timestamp 1, snapshot 1, targets 1", view.toString());
      Target target = view.require(DELEGATED);
      assertEquals(CONTENT, client.read(target, 1000));
    } catch (GantryException refused) {
      assertTrue(refused.code().length() > 3);
    }
  }

  @Property(tries = 2000)
  void whatIsServed(
      @ForAll @IntRange(min = 0, max = 5) int file,
      @ForAll @IntRange(min = 0, max = 100_000) int position,
      @ForAll @ByteRange(min = 1, max = 127) byte change)
      throws IOException {
    String name = SERVED.get(file);
    MemoryFetcher metadata = metadata();
    MemoryFetcher files = files();
    if (name.equals("dir/file")) {
      files.put(servedTarget(), mutate(CONTENT, position, change));
    } else {
      metadata.put(name, mutate(REPOSITORY.bytes(name), position, change));
    }
    assertSameOrRefused(client(metadata, files));
    // Whatever happened, the good repository is accepted afterwards.
    assertEquals(
        "root 2, timestamp 1, snapshot 1, targets 1",
        client(metadata(), files()).refresh().toString());
  }

  @Property(tries = 500)
  void whatIsKept(
      @ForAll @IntRange(min = 0, max = 5) int file,
      @ForAll @IntRange(min = 0, max = 100_000) int position,
      @ForAll @ByteRange(min = 1, max = 127) byte change)
      throws IOException {
    TufClient first = client(metadata(), files());
    first.refresh().require(DELEGATED);
    List<String> names = List.of("root", "2/root", "timestamp", "snapshot", "targets", "role");
    String name = names.get(file);
    Bytes good = Objects.requireNonNull(store.kept.get(name));
    store.kept.put(name, mutate(good, position, change));
    TufClient second = client(metadata(), files());
    TrustedView view = second.refresh();
    assertEquals("root 2, timestamp 1, snapshot 1, targets 1", view.toString());
    assertEquals(CONTENT, second.read(view.require(DELEGATED), 1000));
    // Hex digits of a signature may change their case, and white space at the end its kind: both
    // stand for the same, so that the file is kept as it is.
    assertEquals(meaning(good), meaning(Objects.requireNonNull(store.kept.get(name))));
  }

  private static String meaning(Bytes content) {
    return new String(content.toByteArray(), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT)
        .strip();
  }

  @Property(tries = 500)
  void whatWasDownloaded(
      @ForAll @IntRange(min = 0, max = 100_000) int position,
      @ForAll @ByteRange(min = 1, max = 127) byte change)
      throws IOException {
    Target target = client(metadata(), files()).refresh().require(DELEGATED);
    InputStream file = new ByteArrayInputStream(mutate(CONTENT, position, change).toByteArray());
    try (InputStream in = new VerifyingStream(file, TargetDownloader.newCheck(target, "file"))) {
      GantryException e = assertThrows(GantryException.class, in::readAllBytes);
      assertEquals("DIGEST_MISMATCH", e.code());
    }
  }
}
