// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static dev.gantry.tuf.fetch.TestHttpServer.content;
import static dev.gantry.tuf.fetch.TestHttpServer.range;
import static dev.gantry.tuf.fetch.TestHttpServer.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges, and bodies that break. */
@Timeout(20)
class HttpResumeTest {
  private static HttpFetcher.Builder builder(TestHttpServer server, String basePath) {
    return HttpFetcher.builder(server.base(basePath)).pause(duration -> {});
  }

  @Test
  void resumesAtAnOffset() throws Exception {
    byte[] content = content(1000);
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> range(exchange, out, content));
        HttpFetcher fetcher = builder(server, "/").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f").from(600))) {
      assertEquals(600, response.offsetBytes());
      assertArrayEquals(Arrays.copyOfRange(content, 600, 1000), response.body().readAllBytes());
      assertEquals("bytes=600-", server.exchanges().get(0).header("Range"));
    }
  }

  @Test
  void saysSoWhenTheServerCannotResume() throws Exception {
    byte[] content = content(1000);
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> TestHttpServer.answer(out, "200 OK", content));
        HttpFetcher fetcher = builder(server, "/").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f").from(600))) {
      assertEquals(0, response.offsetBytes());
      assertArrayEquals(content, response.body().readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 599-999/1000", "bytes */1000", "items 600-999/1000", "bytes"})
  void refusesAnotherRange(String range) throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) ->
                    TestHttpServer.answer(
                        out, "206 Partial Content", content(400), "Content-Range: " + range));
        HttpFetcher fetcher = builder(server, "/").build()) {
      FetchFailedException e =
          assertThrows(
              FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f").from(600)));
      assertFalse(e.retryable());
      assertEquals(1, server.exchanges().size());
    }
  }

  @Test
  void aBrokenBodyGoesOnWhereItBroke() throws Exception {
    byte[] content = content(400_000);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  String range = exchange.header("Range");
                  int from =
                      range.isEmpty()
                          ? 0
                          : Integer.parseInt(range.substring(6, range.length() - 1));
                  TestHttpServer.head(
                      out,
                      from == 0 ? "200 OK" : "206 Partial Content",
                      "ETag: \"v1\"",
                      "Content-Length: " + (content.length - from),
                      "Content-Range: bytes " + from + "-399999/400000");
                  out.write(content, from, Math.min(70_000, content.length - from));
                });
        HttpFetcher fetcher = builder(server, "/").build()) {
      assertArrayEquals(content, read(fetcher, FetchRequest.of("f")));
      assertEquals(6, server.exchanges().size());
      assertEquals("bytes=70000-", server.exchanges().get(1).header("Range"));
      assertEquals("\"v1\"", server.exchanges().get(1).header("If-Range"));
    }
  }

  @Test
  void aBrokenBodyOfAServerWithoutRangesStartsOver() throws Exception {
    byte[] content = content(3_000);
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 3000");
                  out.write(content, 0, count.incrementAndGet() == 1 ? 1_000 : 3_000);
                });
        HttpFetcher fetcher = builder(server, "/").build()) {
      assertArrayEquals(content, read(fetcher, FetchRequest.of("f")));
      assertEquals(2, server.exchanges().size());
    }
  }

  @Test
  void aBodyThatAlwaysBreaksEnds() throws Exception {
    byte[] content = content(3_000);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 3000");
                  out.write(content, 0, 1_000);
                });
        HttpFetcher fetcher = builder(server, "/").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> response.body().readAllBytes());
      assertTrue(e.retryable());
      assertEquals(4, server.exchanges().size());
    }
  }

  @Test
  void aServerThatDiesAfterALongBodyIsNotAskedForever() throws Exception {
    byte[] content = content(300_000);
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  if (count.incrementAndGet() > 1) {
                    TestHttpServer.answer(out, "500 Dead", new byte[0]);
                  } else {
                    TestHttpServer.head(out, "200 OK", "Content-Length: 400000");
                    out.write(content);
                  }
                });
        HttpFetcher fetcher = builder(server, "/").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> response.body().readAllBytes());
      assertEquals(500, e.status());
      assertEquals(4, server.exchanges().size());
    }
  }

  @Test
  void aFileThatChangesWithinABodyIsRefused() throws Exception {
    byte[] content = content(3_000);
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  int version = count.incrementAndGet();
                  TestHttpServer.head(
                      out, "200 OK", "Content-Length: 3000", "ETag: \"v" + version + "\"");
                  out.write(content, 0, version == 1 ? 1_000 : 3_000);
                });
        HttpFetcher fetcher = builder(server, "/").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> response.body().readAllBytes());
      assertFalse(e.retryable());
    }
  }

  /** The connection ends, or is reset, after each byte of an answer, head included. */
  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true", "true,true"})
  void anAnswerThatBreaksAnywhereIsMadeUpFor(boolean reset, boolean chunked) throws Exception {
    byte[] content = content(20);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    if (chunked) {
      TestHttpServer.head(whole, "200 OK", "ETag: \"v1\"", "Transfer-Encoding: chunked");
      whole.write("14\r\n".getBytes(StandardCharsets.ISO_8859_1));
      whole.write(content);
      whole.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    } else {
      TestHttpServer.answer(whole, "200 OK", content, "ETag: \"v1\"");
    }
    AtomicInteger cut = new AtomicInteger();
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  if (count.getAndIncrement() > 0) {
                    range(exchange, out, content);
                    return;
                  }
                  out.write(whole.toByteArray(), 0, cut.get());
                  if (reset) {
                    throw new TestHttpServer.Reset();
                  }
                });
        HttpFetcher fetcher = builder(server, "/").retryBudget(1_000).build()) {
      for (int i = 0; i < whole.size(); i++) {
        cut.set(i);
        count.set(0);
        try {
          assertArrayEquals(content, read(fetcher, FetchRequest.of("f")), "cut at " + i);
          assertTrue(count.get() <= 2, "cut at " + i);
        } catch (FetchFailedException e) {
          // All content came, but not its end; there is no byte left to ask for.
          assertTrue(chunked && i >= whole.size() - 7, "cut at " + i);
          assertEquals(416, e.status());
        }
      }
    }
  }
}
