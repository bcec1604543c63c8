// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitedFetcherTest {
  private static final FetchRequest FILE = FetchRequest.of("f");
  private static final long SECOND = 1_000_000_000L;

  private final MemoryFetcher memory = new MemoryFetcher().put("f", Bytes.of(new byte[100]));
  private final AtomicLong clock = new AtomicLong();

  @Test
  void allBodiesTogetherAreBounded() throws Exception {
    LimitedFetcher fetcher = LimitedFetcher.ofTotal(memory, 150);
    try (FetchResponse first = fetcher.open(FILE);
        FetchResponse second = fetcher.open(FILE)) {
      assertEquals(100, first.body().readAllBytes().length);
      assertEquals(50, second.body().readNBytes(50).length);
      LimitExceededException e =
          assertThrows(LimitExceededException.class, () -> second.body().readNBytes(50));
      assertEquals(150, e.limit());
      assertThrows(LimitExceededException.class, () -> fetcher.open(FILE));
      fetcher.reset();
      assertEquals(0, fetcher.readBytes());
      assertEquals(100, readAll(fetcher));
    }
  }

  private static int readAll(Fetcher fetcher) throws Exception {
    try (FetchResponse response = fetcher.open(FILE)) {
      return response.body().readAllBytes().length;
    }
  }

  @Test
  void skippedBytesCount() throws Exception {
    LimitedFetcher fetcher = LimitedFetcher.ofTotal(memory, 150);
    try (FetchResponse response = fetcher.open(FILE)) {
      assertEquals(60, response.body().skip(60));
      assertEquals(60, fetcher.readBytes());
    }
  }

  /** Each byte takes some time to come. */
  private Fetcher dripping(long nanosEach) {
    return request ->
        FetchResponse.of(
            new InputStream() {
              @Override
              public int read() {
                clock.addAndGet(nanosEach);
                return 0;
              }

              @Override
              public int read(byte[] target, int offset, int length) {
                target[offset] = (byte) read();
                return 1;
              }
            },
            0);
  }

  private long bytesUntilRefused(MinimumRate rate, long nanosEach) throws Exception {
    long bytes = 0;
    try (FetchResponse response =
        LimitedFetcher.ofRate(dripping(nanosEach), rate, clock::get).open(FILE)) {
      while (bytes < 10_000) {
        response.body().read();
        bytes++;
      }
      return bytes;
    } catch (FetchFailedException e) {
      assertTrue(e.retryable());
      return bytes;
    }
  }

  @Test
  void aTrickleEndsAfterItsPatience() throws Exception {
    MinimumRate rate = new MinimumRate(10, Duration.ofSeconds(30));

    assertEquals(33, bytesUntilRefused(rate, SECOND));
    assertEquals(0, bytesUntilRefused(rate, 31 * SECOND));
    assertEquals(10_000, bytesUntilRefused(rate, SECOND / 10));
  }

  @Test
  void aFastStartBuysNoSlowEnd() throws Exception {
    MinimumRate rate = new MinimumRate(1, Duration.ofSeconds(5));
    long[] nanos = {0};
    Fetcher changing =
        request ->
            FetchResponse.of(
                new InputStream() {
                  @Override
                  public int read() {
                    clock.addAndGet(nanos[0]);
                    return 0;
                  }

                  @Override
                  public int read(byte[] to, int offset, int length) {
                    if (length > 0) {
                      to[offset] = (byte) read();
                    }
                    return Math.min(length, 1);
                  }
                },
                0);
    try (FetchResponse response = LimitedFetcher.ofRate(changing, rate, clock::get).open(FILE)) {
      assertEquals(1_000, response.body().readNBytes(1_000).length);
      nanos[0] = 6 * SECOND;
      assertThrows(FetchFailedException.class, () -> response.body().read());
    }
  }

  @Test
  void timeBetweenReadsIsTheReadersOwn() throws Exception {
    MinimumRate rate = new MinimumRate(1, Duration.ofSeconds(1));
    try (FetchResponse response = LimitedFetcher.ofRate(dripping(0), rate, clock::get).open(FILE)) {
      for (int i = 0; i < 10; i++) {
        clock.addAndGet(3600 * SECOND);
        assertEquals(0, response.body().read());
      }
    }
  }

  @Test
  void senselessLimitsAreACallersMistake() {
    assertThrows(IllegalArgumentException.class, () -> LimitedFetcher.ofTotal(memory, -1));
    assertThrows(IllegalArgumentException.class, () -> new MinimumRate(0, Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> new MinimumRate(1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new MinimumRate(1, Duration.ofDays(366)));
  }
}
