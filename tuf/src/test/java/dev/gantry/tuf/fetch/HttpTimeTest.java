// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static dev.gantry.tuf.fetch.TestHttpServer.content;
import static dev.gantry.tuf.fetch.TestHttpServer.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are slow on purpose: silence, heads in drips, bodies in drips. */
@Timeout(20)
class HttpTimeTest {
  private static HttpFetcher.Builder builder(TestHttpServer server, String basePath) {
    return HttpFetcher.builder(server.base(basePath)).pause(duration -> {});
  }

  private static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  /** Longer than a test may take. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicLong seconds = new AtomicLong();

  @AfterEach
  void release() {
    over.countDown();
  }

  /** Blocks the server until the test is over; returns true then. */
  private boolean isOverAfter(long millis) throws IOException {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private static FetchFailedException openFails(HttpFetcher fetcher) {
    return assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
  }

  @Test
  void silenceEndsAnExchange() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 10");
                  out.flush();
                  isOverAfter(LONG.toMillis());
                });
        HttpFetcher fetcher =
            builder(server, "/").idleTimeout(Duration.ofMillis(50)).retries(ONCE).build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> response.body().read());
      assertTrue(e.retryable());
    }
  }

  @Test
  void noHeadAtAllEndsAnExchange() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> isOverAfter(LONG.toMillis()));
        HttpFetcher fetcher =
            builder(server, "/")
                .idleTimeout(LONG)
                .responseTimeout(Duration.ofMillis(100))
                .retries(ONCE)
                .build()) {
      FetchFailedException e = openFails(fetcher);
      assertTrue(e.retryable());
      assertInstanceOf(SocketTimeoutException.class, e.getCause());
    }
  }

  /** Never idle, and never over. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "X: y\r\n"})
  void aHeadInDripsEndsAnExchange(String drip) throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
                  while (!isOverAfter(1)) {
                    out.write(drip.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                  }
                });
        HttpFetcher fetcher =
            builder(server, "/")
                .idleTimeout(LONG)
                .responseTimeout(Duration.ofMillis(200))
                .retries(ONCE)
                .build()) {
      FetchFailedException e = openFails(fetcher);
      assertTrue(e.retryable());
      assertInstanceOf(SocketTimeoutException.class, e.getCause());
    }
  }

  /** The deadline is that of the head: a body may take longer. */
  @Test
  void aBodyMayTakeLongerThanTheHeadMay() throws Exception {
    CountDownLatch headCame = new CountDownLatch(1);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 1");
                  out.flush();
                  try {
                    headCame.await();
                  } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                  }
                  isOverAfter(700);
                  out.write(5);
                });
        HttpFetcher fetcher =
            builder(server, "/").responseTimeout(Duration.ofMillis(500)).retries(ONCE).build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      headCame.countDown();
      assertEquals(5, response.body().read());
    }
  }

  private TestHttpServer serving(byte[] content) throws IOException {
    return new TestHttpServer((exchange, out) -> range(exchange, out, content));
  }

  /** Reads byte by byte; each read takes a second of the clock that the fetcher is given. */
  private int readSlowly(HttpFetcher fetcher, int[] count) throws IOException {
    try (FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      while (response.body().read() >= 0) {
        count[0]++;
      }
    }
    return count[0];
  }

  private long tick() {
    return seconds.getAndIncrement() * 1_000_000_000L;
  }

  @Test
  void aBodyInDripsIsRefusedAndNotResumed() throws Exception {
    int[] count = {0};
    try (TestHttpServer server = serving(content(100));
        HttpFetcher fetcher =
            builder(server, "/")
                .nanoClock(this::tick)
                .minimumRate(new MinimumRate(10, Duration.ofSeconds(9)))
                .build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> readSlowly(fetcher, count));
      assertTrue(e.retryable());
      // A byte costs a second and earns a tenth of one: nine seconds last for ten bytes.
      assertEquals(9, count[0]);
      assertEquals(1, server.exchanges().size());
    }
  }

  @Test
  void aBodyThatIsFastEnoughIsRead() throws Exception {
    try (TestHttpServer server = serving(content(100));
        HttpFetcher fetcher =
            builder(server, "/")
                .nanoClock(this::tick)
                .minimumRate(new MinimumRate(1, Duration.ofSeconds(2)))
                .build();
        HttpFetcher unlimited =
            builder(server, "/").nanoClock(this::tick).noMinimumRate().build()) {
      assertEquals(100, readSlowly(fetcher, new int[1]));
      assertEquals(100, readSlowly(unlimited, new int[1]));
    }
  }

  /** A body that breaks again and again is slow as well. */
  @Test
  void pausesBetweenConnectionsCount() throws Exception {
    byte[] content = content(200);
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 200");
                  out.write(content, 0, 100 * count.incrementAndGet());
                });
        HttpFetcher fetcher =
            HttpFetcher.builder(server.base("/"))
                .nanoClock(() -> seconds.get() * 1_000_000_000L)
                .pause(pause -> seconds.addAndGet(3600))
                .retries(new RetryPolicy(2, Duration.ZERO, Duration.ZERO))
                .build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> response.body().readAllBytes());
      assertTrue(e.problem().startsWith("slower"), e::problem);
    }
  }
}
