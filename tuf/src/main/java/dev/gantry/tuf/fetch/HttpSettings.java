// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a builder of an {@link HttpFetcher} collected. */
record HttpSettings(
    HttpUrl base,
    Map<String, String> headers,
    Function<FetchRequest, Map<String, String>> query,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration responseTimeout,
    @Nullable MinimumRate minimumRate,
    LongSupplier nanoClock,
    RetryPolicy retries,
    int retryBudget,
    Duration longestRetryAfter,
    RandomGenerator random,
    HttpFetcher.Pause pause,
    boolean forbiddenMeansNotFound,
    int maxRedirects,
    boolean internalRedirects,
    Connections connections) {

  /** Which protocol a fetcher speaks. */
  enum Http {
    /** HTTP/1.1 only. */
    ONE,
    /** HTTP/2 where TLS negotiates it, else HTTP/1.1. */
    NEGOTIATED,
    /** HTTP/2 on plain connections, without being asked. */
    TWO_AT_ONCE
  }

  /**
   * How connections are made.
   *
   * @param proxyAuthorization value of the Proxy-Authorization header, or null
   */
  record Connections(
      @Nullable Proxy proxy,
      @Nullable ProxySelector proxySelector,
      @Nullable String proxyAuthorization,
      @Nullable SSLSocketFactory sockets,
      @Nullable X509TrustManager trust,
      Http http) {}
}
