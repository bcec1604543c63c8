// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client and one view, used by many threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParallelUseTest {
  private final RepositorySimulator repository = new RepositorySimulator();

  /** Something that a fetch does before it answers. */
  private interface Before {
    void fetch(FetchRequest request) throws Exception;
  }

  private TufClient client(Before before) {
    Fetcher metadata =
        request -> {
          try {
            before.fetch(request);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
          return repository.metadata.open(request);
        };
    return TufClient.builder(
            repository.rootBytes(1), new MemoryStore().asTrustedStore(), metadata, repository.files)
        .clock(TestClock.at(RepositorySimulator.NOW))
        .build();
  }

  private static <T> FutureTask<T> start(List<Thread> threads, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    threads.add(thread);
    thread.start();
    return task;
  }

  private static void awaitThat(Thread thread, Predicate<Thread.State> state) {
    while (!state.test(thread.getState())) {
      Thread.onSpinWait();
    }
  }

  private static boolean isWaiting(Thread.State state) {
    return state == Thread.State.WAITING || state == Thread.State.BLOCKED;
  }

  @Test
  void threadsThatRefreshTogetherShareOneRefresh() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TufClient client =
        client(
            request -> {
              begun.countDown();
              go.await();
            });
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<TrustedView>> tasks = new ArrayList<>();
    tasks.add(start(threads, client::refresh));
    begun.await();
    for (int i = 0; i < 4; i++) {
      tasks.add(start(threads, client::refresh));
    }
    threads.forEach(thread -> awaitThat(thread, ParallelUseTest::isWaiting));
    go.countDown();
    TrustedView view = tasks.get(0).get();
    for (FutureTask<TrustedView> task : tasks) {
      assertSame(view, task.get());
    }
    assertEquals(1, Collections.frequency(repository.metadataRequests(), "timestamp.json"));
    client.refresh();
    assertEquals(2, Collections.frequency(repository.metadataRequests(), "timestamp.json"));
  }

  @Test
  void theyShareItsFailureToo() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TufClient client =
        client(
            request -> {
              begun.countDown();
              go.await();
              throw new IllegalStateException("broken fetcher");
            });
    List<Thread> threads = new ArrayList<>();
    FutureTask<TrustedView> first = start(threads, client::refresh);
    begun.await();
    FutureTask<TrustedView> second = start(threads, client::refresh);
    awaitThat(threads.get(1), ParallelUseTest::isWaiting);
    go.countDown();
    Throwable failure = assertThrows(ExecutionException.class, first::get).getCause();
    assertInstanceOf(IOException.class, failure);
    assertSame(failure, assertThrows(ExecutionException.class, second::get).getCause());
    assertFalse(first.isCancelled());
  }

  @Test
  void refreshesWithAnotherFreshnessTakeTheirTurn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TufClient client =
        client(
            request -> {
              begun.countDown();
              go.await();
            });
    List<Thread> threads = new ArrayList<>();
    FutureTask<TrustedView> online = start(threads, client::refresh);
    begun.await();
    FutureTask<TrustedView> offline =
        start(threads, () -> client.refresh(Freshness.offline(RepositorySimulator.NOW)));
    awaitThat(threads.get(1), ParallelUseTest::isWaiting);
    go.countDown();
    assertTrue(online.get().isOnline());
    assertFalse(offline.get().isOnline());
  }

  @Test
  void anInterruptEndsTheWaitForTheTurn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TufClient client =
        client(
            request -> {
              begun.countDown();
              go.await();
            });
    Freshness other = Freshness.cached(Duration.ofHours(1));
    List<Thread> threads = new ArrayList<>();
    FutureTask<TrustedView> first = start(threads, client::refresh);
    begun.await();
    FutureTask<TrustedView> second = start(threads, () -> client.refresh(other));
    awaitThat(threads.get(1), ParallelUseTest::isWaiting);
    FutureTask<TrustedView> third = start(threads, () -> client.refresh(other));
    awaitThat(threads.get(2), ParallelUseTest::isWaiting);
    threads.get(1).interrupt();
    assertInstanceOf(
        InterruptedIOException.class,
        assertThrows(ExecutionException.class, second::get).getCause());
    go.countDown();
    assertTrue(first.get().isOnline());
    assertEquals(other, third.get().freshness());
  }

  /** The interrupt was meant for one thread; the other one goes on by itself. */
  @Test
  void anInterruptOfTheThreadThatRefreshesIsItsOwnMatter() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TufClient client =
        client(
            request -> {
              begun.countDown();
              go.await();
            });
    List<Thread> threads = new ArrayList<>();
    FutureTask<TrustedView> first = start(threads, client::refresh);
    begun.await();
    FutureTask<TrustedView> second = start(threads, client::refresh);
    FutureTask<TrustedView> third = start(threads, client::refresh);
    threads.forEach(thread -> awaitThat(thread, ParallelUseTest::isWaiting));
    threads.get(2).interrupt();
    assertInstanceOf(
        InterruptedIOException.class,
        assertThrows(ExecutionException.class, third::get).getCause());
    threads.get(0).interrupt();
    assertInstanceOf(
        InterruptedIOException.class,
        assertThrows(ExecutionException.class, first::get).getCause());
    go.countDown();
    assertEquals(1, second.get().timestamp().version());
  }

  private void delegate(String... names) {
    for (String name : names) {
      repository.addTarget(
          repository.delegate(repository.targets, name, false, name + "/*"), name + "/1", name);
    }
    repository.release();
  }

  /** Each fetch waits until the other one is under way too. */
  @Test
  void searchesOfOneViewRunSideBySide() throws Exception {
    delegate("a", "b");
    CyclicBarrier both = new CyclicBarrier(2);
    TufClient client =
        client(
            request -> {
              if (request.path().matches("2\\.[ab]\\.json")) {
                both.await(30, TimeUnit.SECONDS);
              }
            });
    TrustedView view = client.refresh();
    List<Thread> threads = new ArrayList<>();
    FutureTask<Target> a = start(threads, () -> view.require(TargetPath.of("a/1")));
    FutureTask<Target> b = start(threads, () -> view.require(TargetPath.of("b/1")));
    assertEquals("a", a.get().roleName());
    assertEquals("b", b.get().roleName());
  }

  /** What is verified is found while another role is being fetched. */
  @Test
  void lookupsDoNotWaitForAFetch() throws Exception {
    delegate("a", "b");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TufClient client =
        client(
            request -> {
              if (request.path().equals("2.b.json")) {
                begun.countDown();
                go.await();
              }
            });
    TrustedView view = client.refresh();
    view.require(TargetPath.of("a/1"));
    List<Thread> threads = new ArrayList<>();
    FutureTask<Target> b = start(threads, () -> view.require(TargetPath.of("b/1")));
    begun.await();
    assertEquals("a", view.require(TargetPath.of("a/1")).roleName());
    FutureTask<Target> same = start(threads, () -> view.require(TargetPath.of("b/1")));
    awaitThat(threads.get(1), ParallelUseTest::isWaiting);
    go.countDown();
    assertEquals("b", b.get().roleName());
    assertEquals("b", same.get().roleName());
    assertEquals(1, Collections.frequency(repository.metadataRequests(), "2.b.json"));
  }
}
