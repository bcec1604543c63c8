// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HttpFetcherTest {
  private final List<Duration> pauses = new ArrayList<>();

  private HttpFetcher.Builder builder(TestHttpServer server, String basePath) {
    return HttpFetcher.builder(server.base(basePath)).pause(pauses::add);
  }

  private byte[] read(HttpFetcher fetcher, FetchRequest request) throws IOException {
    try (FetchResponse response = fetcher.open(request)) {
      return response.body().readAllBytes();
    }
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    return content;
  }

  private static void range(TestHttpServer.Exchange exchange, OutputStream out, byte[] content)
      throws IOException {
    String range = exchange.header("Range");
    if (range.isEmpty()) {
      TestHttpServer.answer(out, "200 OK", content, "ETag: \"v1\"");
    } else {
      int from = Integer.parseInt(range.substring(6, range.length() - 1));
      TestHttpServer.answer(
          out,
          "206 Partial Content",
          Arrays.copyOfRange(content, from, content.length),
          "ETag: \"v1\"",
          "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
  }

  @Test
  void pathsAndBasesReachTheServerAsTheyAre() throws Exception {
    byte[] body = {1, 2, 3};
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> TestHttpServer.answer(out, "200 OK", body));
        HttpFetcher slash = builder(server, "/a%5Bb%5D/").build();
        HttpFetcher noSlash = builder(server, "/a%5Bb%5D").build();
        HttpFetcher root = builder(server, "").build()) {
      assertArrayEquals(body, read(slash, FetchRequest.of("1.root.json")));
      read(noSlash, FetchRequest.of("..%2Fx.json"));
      read(root, FetchRequest.of("dir/abc.b%20c;d=e:f@g"));
      assertEquals(
          List.of("/a%5Bb%5D/1.root.json", "/a%5Bb%5D/..%2Fx.json", "/dir/abc.b%20c;d=e:f@g"),
          server.exchanges().stream().map(TestHttpServer.Exchange::target).toList());
      assertEquals("identity", server.exchanges().get(0).header("Accept-Encoding"));
      assertEquals("", server.exchanges().get(0).header("Range"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/",
        "file:///x",
        "http:///x",
        "http://user@host/",
        "http://host/?q=1",
        "http://host/#f",
        "relative"
      })
  void otherBasesAreRefused(String base) {
    URI uri = URI.create(base);

    assertThrows(IllegalArgumentException.class, () -> HttpFetcher.builder(uri));
  }

  @Test
  void queryParametersAreAddedToEveryRequest() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> TestHttpServer.answer(out, "200 OK", new byte[0]));
        HttpFetcher fetcher =
            builder(server, "/m/")
                .queryParameters(request -> Map.of("v", "1.0 &" + request.path()))
                .build()) {
      read(fetcher, FetchRequest.of("a.json"));
      assertEquals("/m/a.json?v=1.0%20%26a.json", server.exchanges().get(0).target());
    }
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

  @ParameterizedTest
  @CsvSource({"404,true", "410,true", "403,true", "404,false", "410,false"})
  void missingFilesAreTyped(int status, boolean forbiddenMeansNotFound) throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> TestHttpServer.answer(out, status + " No", new byte[0]));
        HttpFetcher fetcher =
            builder(server, "/m/").forbiddenMeansNotFound(forbiddenMeansNotFound).build()) {
      FetchNotFoundException e =
          assertThrows(
              FetchNotFoundException.class, () -> fetcher.open(FetchRequest.of("9.root.json")));
      assertEquals(status, e.status());
      assertTrue(e.location().endsWith("/m/9.root.json"));
      assertEquals(1, server.exchanges().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 416, 501, 204, 304})
  void refusalsAreNotRetried(int status) throws Exception {
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> TestHttpServer.head(out, status + " No"));
        HttpFetcher fetcher = builder(server, "/").forbiddenMeansNotFound(false).build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertEquals(status, e.status());
      assertFalse(e.retryable());
      assertEquals(1, server.exchanges().size());
    }
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

  @Test
  void anEndlessBodyIsStreamedNotBuffered() throws Exception {
    byte[] chunk = new byte[1 << 16];
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK");
                  while (true) {
                    out.write(chunk);
                  }
                });
        HttpFetcher fetcher = builder(server, "/").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      InputStream body = response.body();
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      while (total < 200L << 20) {
        total += body.read(buffer);
      }
      assertTrue(Runtime.getRuntime().totalMemory() < 1L << 30);
    }
  }

  @Test
  void silenceEndsAnExchange() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 10");
                  out.flush();
                  exchangeBlocker();
                });
        HttpFetcher fetcher =
            builder(server, "/")
                .idleTimeout(Duration.ofMillis(50))
                .retries(new RetryPolicy(1, Duration.ZERO, Duration.ZERO))
                .build();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> response.body().read());
      assertTrue(e.retryable());
    }
  }

  private static void exchangeBlocker() throws IOException {
    try {
      new java.util.concurrent.CountDownLatch(1).await(2, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreFollowedWithRangeButWithoutSecretsElsewhere(int status) throws Exception {
    byte[] content = content(100);
    try (TestHttpServer other =
            new TestHttpServer((exchange, out) -> range(exchange, out, content));
        TestHttpServer server =
            new TestHttpServer(
                (exchange, out) ->
                    TestHttpServer.answer(
                        out,
                        status + " Moved",
                        new byte[0],
                        "Location: "
                            + (exchange.target().equals("/f")
                                ? "/g"
                                : other.base("/elsewhere?token=1"))));
        HttpFetcher fetcher =
            builder(server, "/").header("Authorization", "Bearer secret").build();
        FetchResponse response = fetcher.open(FetchRequest.of("f").from(40))) {
      assertEquals(40, response.offsetBytes());
      assertArrayEquals(Arrays.copyOfRange(content, 40, 100), response.body().readAllBytes());
      assertEquals("Bearer secret", server.exchanges().get(1).header("Authorization"));
      assertEquals("", other.exchanges().get(0).header("Authorization"));
      assertEquals("/elsewhere?token=1", other.exchanges().get(0).target());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Location: /f", "Location: ftp://h/", "Location: file:///etc/x", "X: y"})
  void badRedirectsAreRefused(String header) throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> TestHttpServer.answer(out, "302 Found", new byte[0], header));
        HttpFetcher fetcher = builder(server, "/").maxRedirects(3).build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertFalse(e.retryable());
      assertEquals(302, e.status());
      assertTrue(server.exchanges().size() <= 4);
    }
  }

  @Test
  void redirectsFromHttpsToHttpAreRefused() throws Exception {
    okhttp3.Request request = new okhttp3.Request.Builder().url("https://host/a").build();
    okhttp3.Response.Builder redirect =
        new okhttp3.Response.Builder()
            .request(request)
            .protocol(okhttp3.Protocol.HTTP_1_1)
            .code(302)
            .message("Found");
    try (okhttp3.Response down = redirect.header("Location", "http://host/a").build();
        okhttp3.Response same = redirect.header("Location", "//other/b").build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> HttpSource.target(request.url(), down));
      assertFalse(e.retryable());
      assertEquals("https://other/b", HttpSource.target(request.url(), same).toString());
    }
  }

  @Test
  void locationsInErrorsCarryNoQuery() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer((exchange, out) -> TestHttpServer.head(out, "404 No"));
        HttpFetcher fetcher =
            builder(server, "/").queryParameters(request -> Map.of("key", "secret")).build()) {
      FetchNotFoundException e =
          assertThrows(FetchNotFoundException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertFalse(e.toString().contains("secret"));
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

  @Test
  void garbageInsteadOfHttpIsTyped() throws Exception {
    try (TestHttpServer server = new TestHttpServer((exchange, out) -> out.write(content(300)));
        HttpFetcher fetcher = builder(server, "/").build()) {
      assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
    }
  }

  @Test
  void aClosedBodyCannotBeRead() throws Exception {
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> TestHttpServer.answer(out, "200 OK", content(10)));
        HttpFetcher fetcher = builder(server, "/").build()) {
      FetchResponse response = fetcher.open(FetchRequest.of("f"));
      response.close();
      assertThrows(IOException.class, () -> response.body().read());
      assertEquals(1, server.exchanges().size());
    }
  }
}
