// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Fetches over HTTP and HTTPS.
 *
 * <p>Bodies are streamed. Unreachable or overloaded servers are asked again, within the attempts of
 * one request and a budget of all requests; a connection that breaks within a body is resumed where
 * it broke, which the reader does not notice. Time is bounded for the head of an answer, between
 * two reads, and by a {@link MinimumRate}, never in total, so that a large download may take as
 * long as it takes. Redirects may lead to another host, but never from HTTPS to HTTP, nor from the
 * internet to an address of this machine or a private network. The JDK's default proxy selector
 * applies.
 *
 * <p>Speaks HTTP/2 where TLS negotiates it, else HTTP/1.1. Takes at most 1 MiB from an HTTP/1.1
 * connection without getting content from it, except on plain connections through a SOCKS proxy:
 * there, the line before a chunk is not bounded. HTTP/2 buffers up to 16 MiB of a body that is not
 * read, and gives a connection up that carries more than 512 KiB of header fields for one request,
 * or 10,000 frames without content.
 *
 * <p>Thread-safe. Closing releases pooled connections; open bodies stay usable.
 */
public final class HttpFetcher implements Fetcher, Closeable {
  private final HttpSource source;

  private HttpFetcher(HttpSource source) {
    this.source = source;
  }

  /**
   * Starts to configure a fetcher.
   *
   * @param base an http or https URL without user, query and fragment; paths are resolved below it,
   *     with or without its final slash
   * @return a new builder
   * @throws IllegalArgumentException if the URL is anything else
   */
  public static Builder builder(URI base) {
    return new Builder(base);
  }

  @Override
  public FetchResponse open(FetchRequest request) throws IOException {
    ResumingBody body = new ResumingBody(source, request);
    long offset = body.connect();
    return FetchResponse.of(body, offset);
  }

  @Override
  public void close() {
    source.disconnect();
  }

  /** Waits between attempts; a test gives one that does not. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void pause(Duration duration) throws InterruptedException;
  }

  /** Configures a fetcher; not thread-safe. */
  public static final class Builder {
    private final HttpUrl base;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Duration connectTimeout = Duration.ofSeconds(15);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private Pause pause = duration -> Thread.sleep(duration.toMillis());
    private Function<FetchRequest, Map<String, String>> query = request -> Map.of();
    private boolean forbiddenMeansNotFound = true;
    private int maxRedirects = 5;
    private boolean internalRedirects;
    private Duration responseTimeout = Duration.ofMinutes(1);
    private @Nullable MinimumRate minimumRate = MinimumRate.DEFAULT;
    private LongSupplier nanoClock = System::nanoTime;
    private int retryBudget = 40;
    private Duration longestRetryAfter = Duration.ofSeconds(30);
    private RandomGenerator random = LazyRandom.INSTANCE;
    private @Nullable Proxy proxy;
    private @Nullable ProxySelector proxySelector;
    private @Nullable String proxyAuthorization;
    private @Nullable SSLSocketFactory sockets;
    private @Nullable X509TrustManager trust;
    private HttpSettings.Http http = HttpSettings.Http.NEGOTIATED;

    private Builder(URI base) {
      HttpUrl url = HttpUrl.parse(base.toString());
      if (url == null
          || base.getRawAuthority() == null
          || !url.username().isEmpty()
          || !url.password().isEmpty()
          || url.encodedQuery() != null
          || url.encodedFragment() != null) {
        throw new IllegalArgumentException(
            "base is " + base + ", expected http(s)://host/path without user, query and fragment");
      }
      this.base = url;
    }

    /**
     * Sets the longest time to connect.
     *
     * @param timeout more than nothing; 15 seconds if not set
     * @return this
     */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = positive(timeout);
      return this;
    }

    /**
     * Sets the longest silence within an exchange.
     *
     * @param timeout more than nothing; 30 seconds if not set
     * @return this
     */
    public Builder idleTimeout(Duration timeout) {
      this.idleTimeout = positive(timeout);
      return this;
    }

    /**
     * Sets the longest time from a request to the end of the answer's head, connecting included: a
     * server that sends a head byte by byte is never idle.
     *
     * @param timeout more than nothing; 1 minute if not set
     * @return this
     */
    public Builder responseTimeout(Duration timeout) {
      this.responseTimeout = positive(timeout);
      return this;
    }

    /**
     * Sets how slow a body may be, reconnections included. A body that is slower fails and is not
     * resumed; another mirror may be faster.
     *
     * @param rate {@link MinimumRate#DEFAULT} if not set
     * @return this
     */
    public Builder minimumRate(MinimumRate rate) {
      this.minimumRate = Objects.requireNonNull(rate, "rate");
      return this;
    }

    /**
     * Lets bodies be as slow as they like, as long as they are not idle.
     *
     * @return this
     */
    public Builder noMinimumRate() {
      this.minimumRate = null;
      return this;
    }

    /**
     * Sets what measures the minimum rate.
     *
     * @param clock nanoseconds from any start on; {@link System#nanoTime()} if not set
     * @return this
     */
    public Builder nanoClock(LongSupplier clock) {
      this.nanoClock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets how often all requests together may be retried. Ten answers that are no failures, or one
     * connection that broke after 64 KiB of content, earn one retry back, up to this number.
     *
     * @param count retries, 0 or more; 40 if not set
     * @return this
     */
    public Builder retryBudget(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("retry budget: " + count);
      }
      this.retryBudget = count;
      return this;
    }

    /**
     * Sets how long a server may make the next attempt wait (RFC 9110, 10.2.3). If it asks for
     * more, the request fails at once, as retryable.
     *
     * @param longest not negative; 30 seconds if not set
     * @return this
     */
    public Builder longestRetryAfter(Duration longest) {
      if (longest.isNegative()) {
        throw new IllegalArgumentException("longest wait is " + longest);
      }
      this.longestRetryAfter = longest;
      return this;
    }

    /**
     * Sets where the chance in pauses comes from ({@link RetryPolicy#jitter()}).
     *
     * @param source thread-safe; a {@link java.security.SecureRandom} if not set
     * @return this
     */
    public Builder random(RandomGenerator source) {
      this.random = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets how failures are retried.
     *
     * @param policy {@link RetryPolicy#DEFAULT} if not set
     * @return this
     */
    public Builder retries(RetryPolicy policy) {
      this.retries = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets how pauses between attempts are made.
     *
     * @param newPause a sleep of the thread if not set
     * @return this
     */
    public Builder pause(Pause newPause) {
      this.pause = Objects.requireNonNull(newPause, "newPause");
      return this;
    }

    /**
     * Adds query parameters to each URL, but not to the target of a redirect: a host may tell its
     * version or its place in a staged update so, as Bottlerocket's updog does. They appear in no
     * message.
     *
     * @param parameters gives names and values, not encoded; called once per exchange
     * @return this
     */
    public Builder queryParameters(Function<FetchRequest, Map<String, String>> parameters) {
      this.query = Objects.requireNonNull(parameters, "parameters");
      return this;
    }

    /**
     * Adds a header to each exchange with the base's own scheme, host and port; other servers that
     * redirects lead to do not see it.
     *
     * @param name for example {@code Authorization}
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if HTTP does not allow them
     */
    public Builder header(String name, String value) {
      // Fails here rather than in the first exchange.
      okhttp3.Headers unused = okhttp3.Headers.of(name, value);
      Objects.requireNonNull(unused);
      headers.put(name, value);
      return this;
    }

    /**
     * Sets whether status 403 means that there is no such file, as object stores answer that do not
     * let their content be listed.
     *
     * @param notFound true if not set; with false, 403 is a failure
     * @return this
     */
    public Builder forbiddenMeansNotFound(boolean notFound) {
      this.forbiddenMeansNotFound = notFound;
      return this;
    }

    /**
     * Sets how many redirects in a row are followed.
     *
     * @param redirects 0 or more; 5 if not set
     * @return this
     */
    public Builder maxRedirects(int redirects) {
      if (redirects < 0) {
        throw new IllegalArgumentException("redirects: " + redirects);
      }
      this.maxRedirects = redirects;
      return this;
    }

    /**
     * Sets whether a base on the internet may redirect to this machine or to a private network.
     *
     * <p>Judged by what the URL says: {@code localhost}, and addresses that are loopback,
     * link-local, private or reserved. Names are not looked up, so one that leads to such an
     * address is followed. A base that is such a host itself may redirect anywhere.
     *
     * @param allowed false if not set
     * @return this
     */
    public Builder internalRedirects(boolean allowed) {
      this.internalRedirects = allowed;
      return this;
    }

    /**
     * Sets how proxies are chosen; replaces {@link #proxy} and {@link #noProxy}.
     *
     * @param selector the JDK's default one if not set
     * @return this
     */
    public Builder proxySelector(ProxySelector selector) {
      this.proxySelector = Objects.requireNonNull(selector, "selector");
      this.proxy = null;
      return this;
    }

    /**
     * Sets the one proxy for everything; replaces {@link #proxySelector}.
     *
     * @param only an HTTP or SOCKS proxy
     * @return this
     */
    public Builder proxy(Proxy only) {
      this.proxy = Objects.requireNonNull(only, "only");
      this.proxySelector = null;
      return this;
    }

    /**
     * Connects directly, whatever the JDK is told about proxies.
     *
     * @return this
     */
    public Builder noProxy() {
      return proxy(Proxy.NO_PROXY);
    }

    /**
     * Sets what an HTTP proxy is told when it asks for a user (RFC 7617). Servers do not see it. A
     * SOCKS proxy asks {@link java.net.Authenticator} instead.
     *
     * @param user without a colon
     * @param password of the user
     * @return this
     * @throws IllegalArgumentException if the user contains a colon
     */
    public Builder proxyCredentials(String user, String password) {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("the user of a proxy contains a colon");
      }
      this.proxyAuthorization = Credentials.basic(user, password, StandardCharsets.UTF_8);
      return this;
    }

    /**
     * Sets how TLS is spoken: for own certificate authorities, or certificates of clients.
     *
     * @param factory makes TLS sockets; those of the JDK's default context if not set
     * @param manager what the factory's context trusts
     * @return this
     */
    public Builder tls(SSLSocketFactory factory, X509TrustManager manager) {
      this.sockets = Objects.requireNonNull(factory, "factory");
      this.trust = Objects.requireNonNull(manager, "manager");
      return this;
    }

    /**
     * Sets whether HTTP/2 is spoken where TLS negotiates it (RFC 9113, 3.2).
     *
     * @param allowed true if not set; with false, only HTTP/1.1
     * @return this
     */
    public Builder http2(boolean allowed) {
      this.http = allowed ? HttpSettings.Http.NEGOTIATED : HttpSettings.Http.ONE;
      return this;
    }

    /** Speaks HTTP/2 on plain connections, without being asked: a server of a test understands. */
    Builder http2AtOnce() {
      this.http = HttpSettings.Http.TWO_AT_ONCE;
      return this;
    }

    /**
     * Makes the fetcher; nothing is connected yet.
     *
     * @return a fetcher with a connection pool of its own
     */
    public HttpFetcher build() {
      return new HttpFetcher(
          new HttpSource(
              new HttpSettings(
                  base,
                  Map.copyOf(headers),
                  query,
                  connectTimeout,
                  idleTimeout,
                  responseTimeout,
                  minimumRate,
                  nanoClock,
                  retries,
                  retryBudget,
                  longestRetryAfter,
                  random,
                  pause,
                  forbiddenMeansNotFound,
                  maxRedirects,
                  internalRedirects,
                  new HttpSettings.Connections(
                      proxy, proxySelector, proxyAuthorization, sockets, trust, http))));
    }

    private static Duration positive(Duration timeout) {
      if (timeout.isZero() || timeout.isNegative()) {
        throw new IllegalArgumentException("timeout is " + timeout);
      }
      return timeout;
    }
  }
}
