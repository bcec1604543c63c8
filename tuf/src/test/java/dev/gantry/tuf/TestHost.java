// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host with a store of its own; each refresh is made by a fresh client, as by a new process. */
@SuppressWarnings(
    "exports") // Public for the other packages of tests; nothing of tests is exported.
public final class TestHost {
  public final RepositorySimulator repository;
  public final Path directory;
  public final TestClock clock = TestClock.at(RepositorySimulator.NOW);
  public TufLimits limits = TufLimits.defaults();
  public Bytes bootstrap;

  /** Not to wait is quicker where a test wants a refusal. */
  Duration lockTimeout = Duration.ZERO;

  ClockGuard clockGuard = ClockGuard.standard();
  RootLimitPolicy rootLimitPolicy = RootLimitPolicy.CONTINUE;
  Duration minimumInterval = Duration.ZERO;

  private final @Nullable MemoryStore memory;

  public TestHost(RepositorySimulator repository, Path directory) {
    this(repository, directory, null);
  }

  private TestHost(RepositorySimulator repository, Path directory, @Nullable MemoryStore memory) {
    this.repository = repository;
    this.directory = directory;
    this.memory = memory;
    this.bootstrap = repository.rootBytes(1);
  }

  public static TestHost inMemory(RepositorySimulator repository) {
    return new TestHost(repository, Path.of("memory"), new MemoryStore());
  }

  TrustedStore store() throws IOException {
    return memory == null ? TrustedStore.open(directory) : memory.asTrustedStore();
  }

  public TufClient client() throws IOException {
    return TufClient.builder(bootstrap, store(), repository.metadata, repository.files)
        .clock(clock)
        .limits(limits)
        .lockTimeout(lockTimeout)
        .clockGuard(clockGuard)
        .rootLimitPolicy(rootLimitPolicy)
        .minimumInterval(minimumInterval)
        .build();
  }

  public TrustedView refresh() throws IOException {
    return client().refresh();
  }

  public TrustedView refresh(Freshness freshness) throws IOException {
    return client().refresh(freshness);
  }

  public <T extends GantryException> T refuses(Class<T> type) {
    return assertThrows(type, this::refresh);
  }

  <T extends GantryException> T refuses(Class<T> type, Freshness freshness) {
    return assertThrows(type, () -> refresh(freshness));
  }

  /** Runs a refresh and returns what was requested meanwhile. */
  public List<String> requestsOfRefresh() throws IOException {
    int before = repository.metadataRequests().size();
    refresh();
    List<String> all = repository.metadataRequests();
    return all.subList(before, all.size());
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  public Bytes kept(String name) throws IOException {
    return Bytes.of(Files.readAllBytes(file(name)));
  }

  public void assertKept(String name, Bytes raw) throws IOException {
    assertTrue(Files.exists(file(name)), name);
    assertEquals(raw, kept(name), name);
  }

  /** Names of all files that end in .json at the top of the store. */
  public Set<String> keptNames() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
