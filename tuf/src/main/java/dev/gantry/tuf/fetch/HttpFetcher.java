// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Fetches over HTTP and HTTPS.
 *
 * <p>Bodies are streamed. Unreachable or overloaded servers are asked again; a connection that
 * breaks within a body is resumed where it broke, which the reader does not notice. Time is bounded
 * between two reads, never in total, so that a large download may take as long as it takes.
 * Redirects may lead to another host, but never from HTTPS to HTTP, nor from the internet to an
 * address of this machine or a private network. The JDK's default proxy selector applies.
 *
 * <p>Speaks HTTP/1.1 only, and takes at most 1 MiB from a connection without getting content from
 * it, except through a SOCKS proxy: there, the line before a chunk is not bounded.
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
    source.client().connectionPool().evictAll();
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
    private @Nullable ProxySelector proxySelector;

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
     * Adds query parameters to each URL, but not to the target of a redirect.
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
     * Sets how proxies are chosen.
     *
     * @param selector the JDK's default one if not set
     * @return this
     */
    public Builder proxySelector(ProxySelector selector) {
      this.proxySelector = Objects.requireNonNull(selector, "selector");
      return this;
    }

    /**
     * Makes the fetcher; nothing is connected yet.
     *
     * @return a fetcher with a connection pool of its own
     */
    public HttpFetcher build() {
      ReadBudget budget = new ReadBudget();
      OkHttpClient.Builder client =
          new OkHttpClient.Builder()
              .socketFactory(new BudgetedSocketFactory(budget))
              // The budget is that of the thread which reads; HTTP/2 has a thread of its own.
              .protocols(List.of(Protocol.HTTP_1_1))
              .connectTimeout(connectTimeout)
              .readTimeout(idleTimeout)
              .writeTimeout(idleTimeout)
              .callTimeout(Duration.ZERO)
              .followRedirects(false)
              .followSslRedirects(false);
      if (proxySelector != null) {
        client.proxySelector(proxySelector);
      }
      return new HttpFetcher(
          new HttpSource(
              client.build(),
              budget,
              base,
              Map.copyOf(headers),
              query,
              retries,
              pause,
              forbiddenMeansNotFound,
              maxRedirects,
              internalRedirects));
    }

    private static Duration positive(Duration timeout) {
      if (timeout.isZero() || timeout.isNegative()) {
        throw new IllegalArgumentException("timeout is " + timeout);
      }
      return timeout;
    }
  }
}
