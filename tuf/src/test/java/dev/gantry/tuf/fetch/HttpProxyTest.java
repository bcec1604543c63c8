// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static dev.gantry.tuf.fetch.TestHttpServer.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which proxy is used, and what it is told. */
@Timeout(20)
class HttpProxyTest {
  private static final URI BASE = URI.create("http://repository.example/m/");

  private static Proxy proxy(TestHttpServer server) {
    return new Proxy(
        Proxy.Type.HTTP,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.base("/").getPort()));
  }

  private static TestHttpServer server(int mark) throws IOException {
    return new TestHttpServer(
        (exchange, out) -> TestHttpServer.answer(out, "200 OK", new byte[] {(byte) mark}));
  }

  /** Lists proxies for every URI, and notes what was asked and what failed. */
  private static final class Chooser extends ProxySelector {
    private final List<Proxy> proxies;
    private final List<URI> asked = new ArrayList<>();
    private final List<SocketAddress> failed = new ArrayList<>();

    Chooser(Proxy... proxies) {
      this.proxies = List.of(proxies);
    }

    @Override
    public List<Proxy> select(URI uri) {
      asked.add(uri);
      return proxies;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      failed.add(address);
    }
  }

  @Test
  void theGivenProxyIsAskedForTheWholeUrl() throws Exception {
    try (TestHttpServer server = server(1);
        HttpFetcher fetcher = HttpFetcher.builder(BASE).proxy(proxy(server)).build()) {
      assertArrayEquals(new byte[] {1}, read(fetcher, FetchRequest.of("f")));
      assertEquals("http://repository.example/m/f", server.exchanges().get(0).target());
      assertEquals("", server.exchanges().get(0).header("Proxy-Authorization"));
    }
  }

  @Test
  void theSelectorChoosesAndIsToldOfDeadOnes() throws Exception {
    Proxy dead;
    try (TestHttpServer gone = server(0)) {
      dead = proxy(gone);
    }
    try (TestHttpServer server = server(1)) {
      Chooser chooser = new Chooser(dead, proxy(server));
      try (HttpFetcher fetcher = HttpFetcher.builder(BASE).proxySelector(chooser).build()) {
        assertArrayEquals(new byte[] {1}, read(fetcher, FetchRequest.of("f")));
      }
      assertEquals("repository.example", chooser.asked.get(0).getHost());
      assertEquals(List.of(dead.address()), chooser.failed);
    }
  }

  @Test
  void whatWasSetLastHolds() throws Exception {
    try (TestHttpServer direct = server(1);
        TestHttpServer proxied = server(2)) {
      Chooser chooser = new Chooser(proxy(proxied));
      HttpFetcher.Builder builder = HttpFetcher.builder(direct.base("/")).proxySelector(chooser);
      try (HttpFetcher none = builder.noProxy().build();
          HttpFetcher one = builder.proxy(proxy(proxied)).build()) {
        assertArrayEquals(new byte[] {1}, read(none, FetchRequest.of("f")));
        assertArrayEquals(new byte[] {2}, read(one, FetchRequest.of("f")));
        assertEquals(List.of(), chooser.asked);
      }
      try (HttpFetcher chosen = builder.proxySelector(chooser).build()) {
        assertArrayEquals(new byte[] {2}, read(chosen, FetchRequest.of("f")));
        assertEquals(1, chooser.asked.size());
      }
    }
  }

  private static TestHttpServer askingForAUser() throws IOException {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString("us\u00e9r:pa:ss".getBytes(StandardCharsets.UTF_8));
    return new TestHttpServer(
        (exchange, out) -> {
          if (exchange.header("Proxy-Authorization").equals(expected)) {
            TestHttpServer.answer(out, "200 OK", new byte[] {3});
          } else {
            TestHttpServer.answer(
                out, "407 Who", new byte[0], "Proxy-Authenticate: Basic realm=\"x\"");
          }
        });
  }

  @Test
  void credentialsAreSentWhenTheProxyAsks() throws Exception {
    try (TestHttpServer server = askingForAUser();
        HttpFetcher fetcher =
            HttpFetcher.builder(BASE)
                .proxy(proxy(server))
                .proxyCredentials("us\u00e9r", "pa:ss")
                .build()) {
      assertArrayEquals(new byte[] {3}, read(fetcher, FetchRequest.of("f")));
      assertEquals("", server.exchanges().get(0).header("Proxy-Authorization"));
      assertEquals(2, server.exchanges().size());
    }
  }

  @Test
  void aServerThatTakesItselfForAProxyIsAskedOnce() throws Exception {
    try (TestHttpServer server = askingForAUser();
        HttpFetcher fetcher = HttpFetcher.builder(server.base("/")).noProxy().build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
      assertEquals(407, e.status());
      assertFalse(e.retryable());
      assertEquals(1, server.exchanges().size());
    }
  }

  @Test
  void wrongCredentialsAreSentOnceAndNoneNever() throws Exception {
    try (TestHttpServer server = askingForAUser();
        HttpFetcher none = HttpFetcher.builder(BASE).proxy(proxy(server)).build();
        HttpFetcher wrong =
            HttpFetcher.builder(BASE)
                .proxy(proxy(server))
                .proxyCredentials("u", "secret")
                .build()) {
      FetchFailedException e =
          assertThrows(FetchFailedException.class, () -> none.open(FetchRequest.of("f")));
      assertEquals(407, e.status());
      assertFalse(e.retryable());
      assertEquals(1, server.exchanges().size());
      FetchFailedException again =
          assertThrows(FetchFailedException.class, () -> wrong.open(FetchRequest.of("f")));
      assertEquals(407, again.status());
      assertFalse(again.toString().contains("secret"));
      assertEquals(3, server.exchanges().size());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> HttpFetcher.builder(BASE).proxyCredentials("a:b", "c"));
  }

  /** A server that asks as a proxy would is told nothing. */
  @Test
  void credentialsAreNotForServers() throws Exception {
    try (TestHttpServer server = askingForAUser();
        HttpFetcher fetcher =
            HttpFetcher.builder(server.base("/"))
                .noProxy()
                .proxyCredentials("us\u00e9r", "pa:ss")
                .build()) {
      assertThrows(FetchFailedException.class, () -> fetcher.open(FetchRequest.of("f")));
      for (TestHttpServer.Exchange exchange : server.exchanges()) {
        assertEquals("", exchange.header("Proxy-Authorization"));
      }
    }
  }

  /** One server plays the proxy, up to CONNECT, and the server behind the tunnel. */
  @Test
  void httpsGoesThroughATunnelAndTheServerDoesNotSeeTheCredentials() throws Exception {
    HeldCertificate held =
        new HeldCertificate.Builder().addSubjectAlternativeName("repository.example").build();
    HandshakeCertificates ofServer =
        new HandshakeCertificates.Builder().heldCertificate(held).build();
    HandshakeCertificates ofClient =
        new HandshakeCertificates.Builder().addTrustedCertificate(held.certificate()).build();
    try (MockWebServer server = new MockWebServer()) {
      server.useHttps(ofServer.sslSocketFactory());
      server.enqueue(
          new MockResponse.Builder()
              .code(407)
              .addHeader("Proxy-Authenticate", "Basic realm=\"x\"")
              .inTunnel()
              .build());
      server.enqueue(new MockResponse.Builder().inTunnel().build());
      server.enqueue(new MockResponse.Builder().body("good").build());
      server.start(InetAddress.getLoopbackAddress(), 0);
      try (HttpFetcher fetcher =
          HttpFetcher.builder(URI.create("https://repository.example/"))
              .proxy(
                  new Proxy(
                      Proxy.Type.HTTP,
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())))
              .proxyCredentials("user", "pass")
              .tls(ofClient.sslSocketFactory(), ofClient.trustManager())
              .build()) {
        assertArrayEquals(
            "good".getBytes(StandardCharsets.US_ASCII), read(fetcher, FetchRequest.of("f")));
      }
      server.takeRequest();
      RecordedRequest tunnel = server.takeRequest();
      assertEquals("CONNECT", tunnel.getMethod());
      assertEquals("Basic dXNlcjpwYXNz", tunnel.getHeaders().get("Proxy-Authorization"));
      RecordedRequest request = server.takeRequest();
      assertEquals("GET", request.getMethod());
      assertEquals(null, request.getHeaders().get("Proxy-Authorization"));
    }
  }
}
