// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static dev.gantry.tuf.fetch.TestHttpServer.content;
import static dev.gantry.tuf.fetch.TestHttpServer.range;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects. */
@Timeout(20)
class HttpRedirectTest {
  private static HttpFetcher.Builder builder(TestHttpServer server, String basePath) {
    return HttpFetcher.builder(server.base(basePath)).pause(duration -> {});
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
}
