// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that really speaks TLS, and HTTP/2 if it may. */
@Timeout(30)
class Http2Test {
  private static HandshakeCertificates serverCertificates;
  private static HandshakeCertificates clientCertificates;

  private final MockWebServer server = new MockWebServer();

  @BeforeAll
  static void makeCertificates() {
    HeldCertificate held =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    serverCertificates = new HandshakeCertificates.Builder().heldCertificate(held).build();
    clientCertificates =
        new HandshakeCertificates.Builder().addTrustedCertificate(held.certificate()).build();
  }

  @BeforeEach
  void start() throws IOException {
    server.useHttps(serverCertificates.sslSocketFactory());
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpFetcher.Builder builder() {
    return HttpFetcher.builder(server.url("/m/").uri())
        .noProxy()
        .pause(duration -> {})
        .tls(clientCertificates.sslSocketFactory(), clientCertificates.trustManager());
  }

  private static byte[] read(Fetcher fetcher, String path) throws IOException {
    try (FetchResponse response = fetcher.open(FetchRequest.of(path))) {
      return response.body().readAllBytes();
    }
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    return content;
  }

  private static MockResponse answer(byte[] body) {
    return new MockResponse.Builder().body(new Buffer().write(body)).build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theProtocolIsNegotiatedAndTheConnectionKept(boolean http2) throws Exception {
    byte[] large = content(3 << 20);
    server.enqueue(answer(new byte[] {1}));
    server.enqueue(answer(large));
    server.enqueue(answer(new byte[] {3}));
    try (HttpFetcher fetcher = builder().http2(http2).build()) {
      assertArrayEquals(new byte[] {1}, read(fetcher, "a"));
      assertArrayEquals(large, read(fetcher, "b"));
      assertArrayEquals(new byte[] {3}, read(fetcher, "c"));
    }
    for (int i = 0; i < 3; i++) {
      RecordedRequest request = server.takeRequest();
      assertEquals(http2 ? "HTTP/2" : "HTTP/1.1", request.getVersion());
      assertEquals(0, request.getConnectionIndex());
      assertEquals(i, request.getExchangeIndex());
      assertEquals("identity", request.getHeaders().get("Accept-Encoding"));
    }
  }

  @Test
  void aServerWithoutHttp2IsSpokenToAsItCan() throws Exception {
    server.setProtocols(List.of(Protocol.HTTP_1_1));
    server.enqueue(answer(new byte[] {1}));
    try (HttpFetcher fetcher = builder().build()) {
      assertArrayEquals(new byte[] {1}, read(fetcher, "a"));
    }
    assertEquals("HTTP/1.1", server.takeRequest().getVersion());
  }

  @Test
  void manyThreadsShareOneConnection() throws Exception {
    byte[] body = content(200_000);
    for (int i = 0; i < 16; i++) {
      server.enqueue(answer(body));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (HttpFetcher fetcher = builder().build()) {
      List<Future<byte[]>> results =
          threads.invokeAll(Collections.nCopies(16, () -> read(fetcher, "a")));
      for (Future<byte[]> result : results) {
        assertArrayEquals(body, result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aStreamThatBreaksIsResumed() throws Exception {
    byte[] content = content(300_000);
    server.setDispatcher(
        new Dispatcher() {
          private int count;

          @Override
          public MockResponse dispatch(RecordedRequest request) {
            count++;
            String range = request.getHeaders().get("Range");
            int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
            MockResponse.Builder response =
                new MockResponse.Builder()
                    .code(from == 0 ? 200 : 206)
                    .addHeader("ETag", "\"v1\"")
                    .addHeader("Content-Range", "bytes " + from + "-299999/300000")
                    .body(new Buffer().write(Arrays.copyOfRange(content, from, 300_000)));
            if (count == 1) {
              response.onResponseBody(new SocketEffect.CloseStream(2));
            }
            return response.build();
          }
        });
    try (HttpFetcher fetcher = builder().build()) {
      assertArrayEquals(content, read(fetcher, "a"));
      assertEquals(2, server.getRequestCount());
    }
  }

  @Test
  void aBodyLeftUnreadDoesNotHurtTheNext() throws Exception {
    server.enqueue(answer(content(5 << 20)));
    server.enqueue(answer(new byte[] {2}));
    try (HttpFetcher fetcher = builder().build()) {
      fetcher.open(FetchRequest.of("a")).close();
      assertArrayEquals(new byte[] {2}, read(fetcher, "b"));
    }
  }

  @Test
  void anUnknownCertificateIsRefusedAtOnce() throws Exception {
    server.enqueue(answer(new byte[] {1}));
    try (HttpFetcher fetcher = HttpFetcher.builder(server.url("/").uri()).noProxy().build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("a")));
      assertFalse(e.retryable());
    }
  }
}
