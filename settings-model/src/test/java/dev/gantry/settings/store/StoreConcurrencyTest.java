// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import static dev.gantry.settings.store.StoreSamples.ORIGIN;
import static dev.gantry.settings.store.StoreSamples.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.store.CommitOutcome.Committed;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once: each commit counts, and none overwrites what it did not see. */
class StoreConcurrencyTest {
  private static final int THREADS = 64;
  private static final int TRANSACTIONS = 1_000;

  /** One for each thread, and some for all. */
  private static final int COUNTERS = THREADS + 8;

  @TempDir Path directory;

  /** A commit: the revision that it made, and which counter it set to what. */
  private record Write(long revision, int counter, long value) {}

  /** A read: after which of its writes the reader saw what, and at which revision. */
  private record Read(int after, long revision, List<Long> counters) {}

  private record Log(List<Write> writes, List<Read> reads) {}

  private static SettingKey counter(int number) {
    return SettingKey.of("counters", Integer.toString(number));
  }

  private static List<Long> counters(StoredSettings settings) {
    SettingsTree tree = settings.layer(LayerId.API).tree();
    List<Long> values = new ArrayList<>(Collections.nCopies(COUNTERS, 0L));
    tree.leaves()
        .forEach(
            (key, value) ->
                values.set(
                    Integer.parseInt(key.lastName()), ((NumberValue) value).value().longValue()));
    return values;
  }

  /** Adds one to a counter, in the manner of one who must not lose what others add. */
  private static Write increment(SettingsStore store, int number, boolean named, String name)
      throws IOException {
    while (true) {
      StoredSettings seen = store.read();
      long next = counters(seen).get(number) + 1;
      SettingsEdit edit = SettingsEdit.ofApi().set(counter(number), SettingValue.of(next), ORIGIN);
      try {
        CommitOutcome outcome;
        if (named) {
          store.edit(name, edit);
          outcome = store.commit(name, seen.revision());
        } else {
          outcome = store.commit(name, List.of(edit), OptionalLong.of(seen.revision()));
        }
        return new Write(((Committed) outcome).revision(), number, next);
      } catch (EditConflictException conflict) {
        assertEquals(java.util.Set.of(counter(number)), conflict.keys());
        assertTrue(conflict.currentRevision() > seen.revision());
        if (named) {
          store.delete(name);
        }
      }
    }
  }

  private static Log work(SettingsStore store, int thread, int transactions) throws IOException {
    Log log = new Log(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < transactions; i++) {
      int number = i % 10 == 0 ? THREADS + (thread + i) % 8 : thread;
      log.writes.add(increment(store, number, i % 8 == 0, "thread-" + thread));
      if (i % 5 == 0) {
        StoredSettings seen = store.read();
        log.reads.add(new Read(i, seen.revision(), counters(seen)));
      }
    }
    return log;
  }

  @Test
  void manyThreadsAreLinearizable() throws Exception {
    SettingsStore store =
        SettingsStore.open(
            StoreFiles.memory(),
            options().historySize(80).lockTimeout(Duration.ofMinutes(1)).build());
    List<Callable<Log>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      tasks.add(() -> work(store, number, TRANSACTIONS));
    }
    List<Log> logs = runAll(tasks);
    assertEquals((long) THREADS * TRANSACTIONS, store.read().revision());
    checkLinearizable(logs, THREADS * TRANSACTIONS);
    assertTrue(store.transactions().isEmpty());
  }

  private static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks, 5, TimeUnit.MINUTES)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Replays all commits in the order of their revisions; each read must be one of the states. */
  private static void checkLinearizable(List<Log> logs, int total) {
    Write[] byRevision = new Write[total + 1];
    for (Log log : logs) {
      long last = 0;
      for (Write write : log.writes) {
        assertTrue(write.revision > last, "a client's commits are in its order");
        last = write.revision;
        byRevision[Math.toIntExact(write.revision)] = write;
      }
      for (Read read : log.reads) {
        assertTrue(read.revision >= log.writes.get(read.after).revision, "it reads what it wrote");
        if (read.after + 1 < log.writes.size()) {
          assertTrue(read.revision < log.writes.get(read.after + 1).revision, "and nothing later");
        }
      }
    }
    Map<Long, List<Read>> reads = new HashMap<>();
    for (Log log : logs) {
      log.reads.forEach(
          read -> reads.computeIfAbsent(read.revision, revision -> new ArrayList<>()).add(read));
    }
    List<Long> state = new ArrayList<>(Collections.nCopies(COUNTERS, 0L));
    for (int revision = 1; revision <= total; revision++) {
      Write write = byRevision[revision];
      state.set(write.counter, state.get(write.counter) + 1);
      assertEquals(state.get(write.counter), write.value, "no update is lost");
      for (Read read : reads.getOrDefault((long) revision, List.of())) {
        assertEquals(state, read.counters, "no read is a mixture");
      }
    }
  }

  @Test
  void twoProcessesLoseNothing() throws Exception {
    int each = 60;
    SettingsStore store = SettingsStore.open(directory, options().build());
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath(),
                  Client.class.getName(),
                  directory.toString(),
                  Integer.toString(each))
              .inheritIO()
              .start());
    }
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      String name = "thread-" + thread;
      tasks.add(
          () -> {
            for (int i = 0; i < each; i++) {
              increment(store, 0, i % 2 == 0, name);
            }
            return true;
          });
    }
    runAll(tasks);
    for (Process other : others) {
      assertTrue(other.waitFor(1, TimeUnit.MINUTES));
      assertEquals(0, other.exitValue());
    }
    assertEquals(4L * each, store.read().revision());
    assertEquals(4L * each, counters(store.read()).get(0));
  }

  /** All that this process runs with, whether it is on the class path or on the module path. */
  private static String classPath() throws URISyntaxException {
    String name = StoreConcurrencyTest.class.getName().replace('.', '/') + ".class";
    Path file =
        Path.of(
            Objects.requireNonNull(
                    StoreConcurrencyTest.class.getResource("StoreConcurrencyTest.class"))
                .toURI());
    Path tests = file;
    for (int i = 0; i < Path.of(name).getNameCount(); i++) {
      tests = Objects.requireNonNull(tests.getParent());
    }
    return String.join(
        File.pathSeparator,
        tests.toString(),
        System.getProperty("java.class.path", ""),
        System.getProperty("jdk.module.path", ""));
  }

  /** Another process with the same store. */
  static final class Client {
    private Client() {}

    public static void main(String[] args) {
      try {
        SettingsStore store = SettingsStore.open(Path.of(args[0]), options().build());
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
          increment(store, 0, i % 2 == 0, "process-" + ProcessHandle.current().pid());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
