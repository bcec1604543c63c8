// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are out to harm: typed failures, bounded memory, bounded traffic. */
@Timeout(20)
class HostileServerTest {
  private static final long MIB = 1 << 20;

  private static HttpFetcher fetcher(TestHttpServer server, int attempts) {
    return HttpFetcher.builder(server.base("/"))
        .retries(new RetryPolicy(attempts, Duration.ZERO, Duration.ZERO))
        .pause(duration -> {})
        .build();
  }

  private static byte[] read(HttpFetcher fetcher) throws IOException {
    try (FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      return response.body().readAllBytes();
    }
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\u00e9\"",
        "\"a\u0001b\"",
        "\"a\"b\"",
        "\"a b\"",
        "\"",
        "bare",
        "\"open",
        "W/\"v1\""
      })
  void aTagThatCannotBeSentBackIsIgnored(String tag) throws Exception {
    byte[] content = content(1_000);
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: 1000", "ETag: " + tag);
                  out.write(content, 0, count.incrementAndGet() == 1 ? 100 : 1_000);
                });
        HttpFetcher fetcher = fetcher(server, 2)) {
      assertArrayEquals(content, read(fetcher));
      assertEquals(2, server.exchanges().size());
      assertEquals("", server.exchanges().get(1).header("If-Range"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "+5", "5x", "99999999999999999999", "0x5"})
  void aLengthThatIsNoneIsRefused(String length) throws Exception {
    for (String status : new String[] {"200 OK", "302 Found", "404 No"}) {
      try (TestHttpServer server =
              new TestHttpServer(
                  (exchange, out) -> {
                    TestHttpServer.head(
                        out, status, "Content-Length: " + length, "Location: ftp://x/");
                    out.write(content(5));
                  });
          HttpFetcher fetcher = fetcher(server, 4)) {
        IOException e = assertThrows(IOException.class, () -> read(fetcher));
        assertFalse(e instanceof FetchFailedException failed && failed.retryable());
        assertTrue(e instanceof FetchFailedException || e instanceof FetchNotFoundException);
        assertEquals(1, server.exchanges().size());
      }
    }
  }

  private static long endless(String start, String unit) throws Exception {
    AtomicLong sent = new AtomicLong();
    byte[] bytes = unit.repeat(65_536 / unit.length()).getBytes(StandardCharsets.ISO_8859_1);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  out.write(start.getBytes(StandardCharsets.ISO_8859_1));
                  while (sent.addAndGet(bytes.length) < 64 * MIB) {
                    out.write(bytes);
                  }
                });
        HttpFetcher fetcher = fetcher(server, 1)) {
      FetchFailedException e = assertThrows(FetchFailedException.class, () -> read(fetcher));
      assertInstanceOf(IOException.class, e.getCause());
      assertTrue(e.retryable());
    }
    return sent.get();
  }

  /** OkHttp by itself buffers all of it; what the sockets buffer comes on top of the budget. */
  @ParameterizedTest
  @ValueSource(strings = {"5;", "", "0\r\n", "5\r\nabcde\r\n5;"})
  void anEndlessLineBeforeAChunkIsCutOff(String chunk) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertTrue(endless(head + chunk, "0") < 32 * MIB);
  }

  @Test
  void endlessHeadsAreCutOff() throws Exception {
    assertTrue(endless("", "HTTP/1.1 103 Early\r\n\r\n") < 32 * MIB);
    assertTrue(endless("", "a") < 32 * MIB);
    assertTrue(endless("HTTP/1.1 200 OK\r\n", "A: b\r\n") < 32 * MIB);
  }

  @Test
  void chunkedContentOfAnySizeIsRead() throws Exception {
    byte[] content = content(3 << 20);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Transfer-Encoding: chunked");
                  chunks(out, content, 1 << 20);
                });
        HttpFetcher fetcher = fetcher(server, 1)) {
      assertArrayEquals(content, read(fetcher));
    }
  }

  private static void chunks(OutputStream out, byte[] content, int size) throws IOException {
    for (int i = 0; i < content.length; i += size) {
      out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(content, i, size);
      out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The server is the proxy of a name that is never looked up. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void redirectsToInternalHostsAreRefusedUnlessAllowed(boolean allowed) throws Exception {
    byte[] content = content(10);
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  if (exchange.target().startsWith("http://169.254.169.254/")) {
                    TestHttpServer.answer(out, "200 OK", content);
                  } else {
                    TestHttpServer.answer(
                        out, "302 Found", new byte[0], "Location: http://169.254.169.254/f");
                  }
                });
        HttpFetcher fetcher =
            HttpFetcher.builder(URI.create("http://repository.example/"))
                .internalRedirects(allowed)
                .proxySelector(
                    ProxySelector.of(
                        new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.base("/").getPort())))
                .build()) {
      if (allowed) {
        assertArrayEquals(content, read(fetcher));
        assertEquals(2, server.exchanges().size());
      } else {
        FetchFailedException e = assertThrows(FetchFailedException.class, () -> read(fetcher));
        assertEquals(302, e.status());
        assertFalse(e.retryable());
        assertEquals(1, server.exchanges().size());
      }
    }
  }

  /** The server has no ranges and breaks off 64 KiB later each time. */
  @Test
  void startingOverDoesNotCostTheSquareOfTheSize() throws Exception {
    int size = 4 << 20;
    byte[] content = content(size);
    AtomicInteger count = new AtomicInteger();
    AtomicLong sent = new AtomicLong();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  int upTo = Math.min(size, count.incrementAndGet() * 65_536);
                  TestHttpServer.head(out, "200 OK", "Content-Length: " + size);
                  out.write(content, 0, upTo);
                  sent.addAndGet(upTo);
                });
        HttpFetcher fetcher = fetcher(server, 4)) {
      FetchFailedException e = assertThrows(FetchFailedException.class, () -> read(fetcher));
      assertTrue(e.retryable());
      assertTrue(server.exchanges().size() <= 7, () -> server.exchanges().size() + " exchanges");
      assertTrue(sent.get() < 2 * MIB);
    }
  }

  @Test
  void startingOverWithMoreThanBeforeGoesOn() throws Exception {
    int size = 4 << 20;
    byte[] content = content(size);
    AtomicInteger count = new AtomicInteger();
    try (TestHttpServer server =
            new TestHttpServer(
                (exchange, out) -> {
                  TestHttpServer.head(out, "200 OK", "Content-Length: " + size);
                  out.write(content, 0, Math.min(size, 65_536 << count.getAndIncrement()));
                });
        HttpFetcher fetcher = fetcher(server, 2)) {
      assertTrue(Arrays.equals(content, read(fetcher)));
      assertEquals(7, server.exchanges().size());
    }
  }
}
