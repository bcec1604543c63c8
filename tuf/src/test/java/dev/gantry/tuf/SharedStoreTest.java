// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.internal.client.RoleStore;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Several processes on one store. */
class SharedStoreTest {
  private static final int PROCESSES = 8;
  private static final int REFRESHES = 200;

  /** Refreshes of all processes from one release to the next. */
  private static final int REFRESHES_PER_RELEASE = 16;

  /** Lines of the process that is killed before it is. */
  private static final int LINES_OF_THE_VICTIM = 10;

  @TempDir Path directory;

  private final RepositorySimulator repository = new RepositorySimulator();
  private final ObjectNode role = repository.delegate(repository.targets, "role", false, "role/*");
  private final Set<String> published = new HashSet<>();
  private int releases;

  /** One line of a process, or its end. */
  private record Line(int process, String text) {}

  @Test
  @Timeout(240)
  void manyProcessesRefreshWithOneStoreWhileTheRepositoryMovesOn() throws Exception {
    Path store = directory.resolve("store");
    Path metadata = Files.createDirectory(directory.resolve("metadata"));
    Path bootstrap = directory.resolve("bootstrap.json");
    Files.write(bootstrap, repository.rootBytes(1).toByteArray());
    publish(metadata);
    BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i <= PROCESSES; i++) {
        processes.add(
            TestJvm.start(
                RefreshLoop.class,
                store.toString(),
                metadata.toString(),
                bootstrap.toString(),
                RepositorySimulator.NOW.toString(),
                Integer.toString(REFRESHES)));
        read(i, processes.get(i), lines);
      }
      List<List<long[]>> seen = watch(processes, lines, metadata);
      for (int i = 0; i < PROCESSES; i++) {
        assertTrue(processes.get(i).waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, processes.get(i).exitValue(), "exit status of process " + i);
        assertEquals(REFRESHES, seen.get(i).size());
        assertNeverOlder(seen.get(i));
      }
      assertNeverOlder(seen.get(PROCESSES));
      assertTrue(releases > 50, "releases: " + releases);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    assertNewest(store);
  }

  private static void read(int number, Process process, BlockingQueue<Line> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                out.lines().forEach(line -> lines.add(new Line(number, line)));
              } catch (IOException | RuntimeException e) {
                // The one that is killed has no proper end.
              } finally {
                lines.add(new Line(number, ""));
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Publishes releases as the processes go on, and kills the last process on its way. */
  private List<List<long[]>> watch(
      List<Process> processes, BlockingQueue<Line> lines, Path metadata) throws Exception {
    List<List<long[]>> seen = new ArrayList<>();
    processes.forEach(process -> seen.add(new ArrayList<>()));
    int total = 0;
    int ended = 0;
    while (ended < processes.size()) {
      Line line = lines.take();
      if (line.text().isEmpty()) {
        ended++;
        continue;
      }
      seen.get(line.process())
          .add(Arrays.stream(line.text().split(" ")).mapToLong(Long::parseLong).toArray());
      total++;
      if (seen.get(PROCESSES).size() == LINES_OF_THE_VICTIM) {
        processes.get(PROCESSES).destroyForcibly();
      }
      // The last of all refreshes see the last release.
      boolean nearTheEnd = seen.get(line.process()).size() > REFRESHES - 30;
      if (total % REFRESHES_PER_RELEASE == 0 && !nearTheEnd) {
        release(metadata);
      }
    }
    return seen;
  }

  private void release(Path metadata) throws IOException {
    releases++;
    if (releases % 10 == 0) {
      // A root and a timestamp cannot change at the same moment: one key stays.
      TestKey next = TestKey.of("key " + releases);
      boolean timestamp = releases % 20 == 0;
      repository
          .setKeys(
              timestamp ? "timestamp" : "root",
              1,
              TestKey.of(timestamp ? "timestamp" : "root"),
              next)
          .serveNextRoot();
    }
    repository.addTarget(role, "role/file", "x".repeat(releases));
    repository.release();
    publish(metadata);
  }

  /** The timestamp last: whoever sees it finds all the rest. */
  private void publish(Path metadata) throws IOException {
    if (releases == 0) {
      repository.addTarget(role, "role/file", "").release();
    }
    for (Map.Entry<String, Bytes> file : repository.served.entrySet()) {
      if (!file.getKey().equals("timestamp.json") && published.add(file.getKey())) {
        SmallFiles.writeAtomically(metadata.resolve(file.getKey()), file.getValue());
      }
    }
    SmallFiles.writeAtomically(
        metadata.resolve("timestamp.json"), repository.bytes("timestamp.json"));
  }

  private static void assertNeverOlder(List<long[]> views) {
    for (int i = 1; i < views.size(); i++) {
      for (int j = 0; j < views.get(i).length; j++) {
        assertTrue(
            views.get(i - 1)[j] <= views.get(i)[j],
            Arrays.toString(views.get(i - 1)) + " before " + Arrays.toString(views.get(i)));
      }
    }
  }

  private void assertNewest(Path store) throws IOException {
    TestHost host = new TestHost(repository, store);
    host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
    long version = RepositorySimulator.version(repository.snapshot);
    host.assertKept("snapshot.json", repository.bytes(version + ".snapshot.json"));
    host.assertKept("targets.json", repository.bytes(version + ".targets.json"));
    host.assertKept("role.json", repository.bytes(version + ".role.json"));
    host.assertKept(
        "root.json", repository.rootBytes(RepositorySimulator.version(repository.root)));
    Freshness offline = Freshness.offline(RepositorySimulator.NOW);
    assertEquals(releases, host.refresh(offline).require(TargetPath.of("role/file")).lengthBytes());
    host.refresh();
    try (Stream<Path> paths = Files.walk(store)) {
      assertTrue(paths.noneMatch(path -> path.toString().endsWith(".tmp")));
    }
  }

  @Test
  void whatAKilledProcessLeftGoesWithTheNextRefresh() throws IOException {
    TestHost host = new TestHost(repository, directory);
    repository.release();
    host.refresh();
    Path top = Files.writeString(directory.resolve(".gantry-1.tmp"), "half");
    Path below = Files.writeString(directory.resolve("root_history/.gantry-2.tmp"), "half");
    Path other = Files.writeString(directory.resolve("other.tmp"), "not ours");
    Path folder = Files.createDirectory(directory.resolve(".gantry-3.tmp"));
    host.refresh(Freshness.offline(RepositorySimulator.NOW));
    assertTrue(Files.exists(top), "an offline refresh changes nothing");
    host.refresh();
    assertFalse(Files.exists(top));
    assertFalse(Files.exists(below));
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(folder));
  }

  /** A search keeps roles while another client has the store for a refresh. */
  @Test
  void searchesDoNotWaitForTheRefreshOfAnotherClient() throws IOException {
    TestHost host = new TestHost(repository, directory);
    repository.addTarget(role, "role/file", "x").release();
    TrustedView view = host.refresh();
    Closeable lock = TrustedStore.open(directory).roles().lock(Duration.ZERO);
    view.require(TargetPath.of("role/file"));
    lock.close();
    host.assertKept("role.json", repository.bytes("2.role.json"));
  }

  @Test
  void aStoreThatNobodyCanWriteCanBeReadOffline() throws IOException {
    repository.release();
    TestHost host = new TestHost(repository, directory);
    host.refresh();
    Files.delete(directory.resolve("store.lock"));
    if (!directory.toFile().setWritable(false) || Files.isWritable(directory)) {
      return;
    }
    try {
      Freshness offline = Freshness.offline(RepositorySimulator.NOW);
      assertEquals(2, host.refresh(offline).timestamp().version());
    } finally {
      assertTrue(directory.toFile().setWritable(true));
    }
  }

  @Test
  void anOlderRoleDoesNotReplaceANewerOne() throws IOException {
    RoleStore store = TrustedStore.open(directory).roles();
    Bytes first = RepositorySimulator.utf8("first snapshot");
    Bytes second = RepositorySimulator.utf8("second snapshot, longer");
    store.saveDelegated("role", first, first);
    assertTrue(store.load("role", 100).isEmpty(), "no snapshot is kept");
    store.save("snapshot", second);
    store.saveDelegated("role", second, second);
    store.saveDelegated("role", first, first);
    assertEquals(second, store.load("role", 100).orElseThrow());
  }
}
