// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static dev.gantry.tuf.fetch.TestHttpServer.content;
import static dev.gantry.tuf.fetch.TestHttpServer.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they reach a server, and answers that are no good. */
@Timeout(20)
class HttpFetcherTest {
  private static HttpFetcher.Builder builder(TestHttpServer server, String basePath) {
    return HttpFetcher.builder(server.base(basePath)).pause(duration -> {});
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

  /** Digests and lengths are those of the file: what a server packs is not unpacked. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "identity"})
  void nothingIsDecoded(String encoding) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[1 << 20]);
    }
    byte[] body = packed.toByteArray();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) ->
                    TestHttpServer.answer(out, "200 OK", body, "Content-Encoding: " + encoding));
        HttpFetcher fetcher = builder(server, "/").build()) {
      assertArrayEquals(body, read(fetcher, FetchRequest.of("f")));
      assertEquals("identity", server.exchanges().get(0).header("Accept-Encoding"));
    }
  }
}
