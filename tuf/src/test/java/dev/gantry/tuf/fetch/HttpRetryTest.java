// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static dev.gantry.tuf.fetch.TestHttpServer.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, and after which pauses. */
@Timeout(20)
class HttpRetryTest {
  private final List<Duration> pauses = new ArrayList<>();

  private HttpFetcher.Builder builder(TestHttpServer server, String basePath) {
    return HttpFetcher.builder(server.base(basePath)).pause(pauses::add);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void overloadIsRetriedWithGrowingPausesAndThenTyped(int status) throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> TestHttpServer.answer(out, status + " No", new byte[0]));
        HttpFetcher fetcher =
            builder(server, "/")
                .retries(new RetryPolicy(4, Duration.ofMillis(100), Duration.ofMillis(300)))
                .build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertEquals(status, e.status());
      assertTrue(e.retryable());
      assertEquals(
          List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300)), pauses);
    }
  }

  @Test
  void aServerThatRecoversIsUsed() throws Exception {
    AtomicInteger count = new AtomicInteger();
    byte[] body = {9};
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  if (count.incrementAndGet() < 3) {
                    TestHttpServer.answer(out, "503 Busy", new byte[0]);
                  } else {
                    TestHttpServer.answer(out, "200 OK", body);
                  }
                });
        HttpFetcher fetcher = builder(server, "/").build()) {
      assertArrayEquals(body, read(fetcher, FetchRequest.of("f")));
      assertEquals(3, server.exchanges().size());
    }
  }

  @Test
  void nobodyListening() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    try (HttpFetcher fetcher =
        HttpFetcher.builder(URI.create("http://127.0.0.1:" + port + "/"))
            .pause(pauses::add)
            .build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertTrue(e.retryable());
      assertEquals(FetchFailedException.NO_STATUS, e.status());
      assertEquals(3, pauses.size());
    }
  }

  @Test
  void anInterruptEndsTheRetries() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> TestHttpServer.head(out, "500 No"));
        HttpFetcher fetcher =
            HttpFetcher.builder(server.base("/"))
                .pause(
                    duration -> {
                      throw new InterruptedException();
                    })
                .build()) {
      assertThrows(InterruptedIOException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertTrue(Thread.interrupted());
    }
  }

  private static TestHttpServer busy(String... headers) throws IOException {
    return new TestHttpServer(
        (exchange, out) -> TestHttpServer.answer(out, "503 Busy", new byte[0], headers));
  }

  private static FetchFailedException refused(HttpFetcher fetcher) {
    return assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
  }

  private static RetryPolicy twice(long millis) {
    return new RetryPolicy(2, Duration.ofMillis(millis), Duration.ofMillis(millis));
  }

  /** The pause is never shorter than the policy says, and never one that cannot be understood. */
  @ParameterizedTest
  @CsvSource({
    "'Retry-After: 30', '', PT30S",
    "'Retry-After: 1', '', PT2S",
    "'Retry-After: 0', '', PT2S",
    "'Retry-After: -5', '', PT2S",
    "'Retry-After: soon', '', PT2S",
    "'Retry-After: 1e1', '', PT2S",
    "'Retry-After: 99999999999', '', PT2S",
    "'Retry-After: Sun, 06 Nov 1994 08:49:47 GMT', 'Date: Sun, 06 Nov 1994 08:49:37 GMT', PT10S",
    "'Retry-After: Sun, 06 Nov 1994 08:49:37 GMT', 'Date: Sun, 06 Nov 1994 08:49:47 GMT', PT2S",
    "'Retry-After: Sun, 06 Nov 2094 08:49:37 GMT', '', PT2S",
    "'Retry-After: Sun, 06 Nov 1994 08:49:47 GMT', 'Date: yesterday', PT2S"
  })
  void theServerMaySayHowLongToWait(String header, String date, Duration expected)
      throws Exception {
    String second = date.isEmpty() ? "X: y" : date;
    try (TestHttpServer server = busy(header, second);
        HttpFetcher fetcher = builder(server, "/").retries(twice(2000)).build()) {
      assertEquals(503, refused(fetcher).status());
      assertEquals(List.of(expected), pauses);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Retry-After: 31', 'X: y', 30",
    "'Retry-After: 1', 'X: y', 0",
    "'Retry-After: 9999999999', 'X: y', 30",
    "'Retry-After: Mon, 07 Nov 1994 08:49:37 GMT', 'Date: Sun, 06 Nov 1994 08:49:37 GMT', 30"
  })
  void whoAsksForTooLongAPauseIsNotAskedAgain(String header, String date, long longest)
      throws Exception {
    try (TestHttpServer server = busy(header, date);
        HttpFetcher fetcher =
            builder(server, "/").longestRetryAfter(Duration.ofSeconds(longest)).build()) {
      FetchFailedException e = refused(fetcher);
      assertEquals(503, e.status());
      assertTrue(e.retryable());
      assertEquals(List.of(), pauses);
      assertEquals(1, server.exchanges().size());
    }
  }

  /** OkHttp by itself would ask again at once. */
  @Test
  void aPauseOfNoTimeIsNoExtraAttempt() throws Exception {
    try (TestHttpServer server = busy("Retry-After: 0");
        HttpFetcher fetcher = builder(server, "/").retries(twice(5)).build()) {
      refused(fetcher);
      assertEquals(2, server.exchanges().size());
    }
  }

  @Test
  void aPauseThatWasAskedForHoldsOnce() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) ->
                    TestHttpServer.answer(
                        out,
                        "503 Busy",
                        new byte[0],
                        count.incrementAndGet() == 1 ? "Retry-After: 7" : "X: y"));
        HttpFetcher fetcher =
            builder(server, "/")
                .retries(new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(10)))
                .build()) {
      refused(fetcher);
      assertEquals(List.of(Duration.ofSeconds(7), Duration.ofMillis(10)), pauses);
    }
  }

  @Test
  void chanceComesFromTheGivenSource() throws Exception {
    RandomGenerator half =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return Long.MIN_VALUE;
          }

          @Override
          public double nextDouble() {
            return 0.5;
          }
        };
    try (TestHttpServer server = busy();
        HttpFetcher fetcher =
            builder(server, "/")
                .random(half)
                .retries(new RetryPolicy(4, Duration.ofMillis(100), Duration.ofMillis(300), 0.4))
                .build()) {
      refused(fetcher);
      assertEquals(
          List.of(Duration.ofMillis(80), Duration.ofMillis(160), Duration.ofMillis(240)), pauses);
    }
  }

  @Test
  void allRequestsTogetherHaveABudgetOfRetries() throws Exception {
    AtomicInteger status = new AtomicInteger(503);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> TestHttpServer.answer(out, status + " X", new byte[0]));
        HttpFetcher fetcher = builder(server, "/").retryBudget(4).build()) {
      refused(fetcher);
      assertEquals(3, pauses.size());
      refused(fetcher);
      assertEquals(4, pauses.size());
      assertTrue(refused(fetcher).retryable());
      assertEquals(4, pauses.size());
      assertEquals(7, server.exchanges().size());

      // Nine answers that are no failure earn nothing yet, and it does not matter which.
      status.set(404);
      for (int i = 0; i < 9; i++) {
        assertThrows(FetchNotFoundException.class, () -> fetcher.open(FetchRequest.of("none")));
      }
      status.set(503);
      refused(fetcher);
      assertEquals(4, pauses.size());
      status.set(200);
      read(fetcher, FetchRequest.of("f"));
      status.set(503);
      refused(fetcher);
      assertEquals(5, pauses.size());
    }
  }

  @Test
  void withoutABudgetNothingIsRetried() throws Exception {
    try (TestHttpServer server = busy();
        HttpFetcher fetcher = builder(server, "/").retryBudget(0).build()) {
      refused(fetcher);
      assertEquals(1, server.exchanges().size());
    }
  }
}
