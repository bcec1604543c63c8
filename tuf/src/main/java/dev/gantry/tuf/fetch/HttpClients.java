// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp clients of one fetcher, made when they are needed: one without TLS, whose context
 * takes longer to set up than a whole refresh, and one with. Thread-safe.
 */
final class HttpClients {
  private final HttpSettings settings;
  private final ReadBudget budget;
  private @Nullable OkHttpClient plain;
  private @Nullable OkHttpClient secure;

  HttpClients(HttpSettings settings, ReadBudget budget) {
    this.settings = settings;
    this.budget = budget;
  }

  synchronized OkHttpClient of(HttpUrl url) {
    if (url.isHttps()) {
      if (secure == null) {
        secure = secure();
      }
      return secure;
    }
    if (plain == null) {
      plain = plain();
    }
    return plain;
  }

  synchronized void disconnect() {
    if (plain != null) {
      plain.connectionPool().evictAll();
    }
    if (secure != null) {
      secure.connectionPool().evictAll();
    }
  }

  private OkHttpClient plain() {
    boolean two = settings.connections().http() == HttpSettings.Http.TWO_AT_ONCE;
    return common()
        .socketFactory(new BudgetedSocketFactory(budget, two))
        .protocols(List.of(two ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_1_1))
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .build();
  }

  private OkHttpClient secure() {
    X509TrustManager trust = settings.connections().trust();
    SSLSocketFactory sockets = settings.connections().sockets();
    if (trust == null || sockets == null) {
      trust = platformTrust();
      sockets = sockets(trust);
    }
    boolean one = settings.connections().http() == HttpSettings.Http.ONE;
    return common()
        .socketFactory(new BudgetedSocketFactory(budget, false))
        .sslSocketFactory(new GuardedTlsFactory(sockets), trust)
        .protocols(one ? List.of(Protocol.HTTP_1_1) : List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
        .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
        .build();
  }

  private OkHttpClient.Builder common() {
    HttpSettings.Connections connections = settings.connections();
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool())
            .addNetworkInterceptor(RetryAfter::hide)
            .addNetworkInterceptor(UnaskedProxyException::refuse)
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.idleTimeout())
            .writeTimeout(settings.idleTimeout())
            .callTimeout(Duration.ZERO)
            .followRedirects(false)
            .followSslRedirects(false);
    if (connections.proxy() != null) {
      client.proxy(connections.proxy());
    } else if (connections.proxySelector() != null) {
      client.proxySelector(connections.proxySelector());
    }
    String authorization = connections.proxyAuthorization();
    if (authorization != null) {
      client.proxyAuthenticator(
          (route, response) ->
              // Sent once and refused: it will not get better.
              response.request().header("Proxy-Authorization") != null
                  ? null
                  : response
                      .request()
                      .newBuilder()
                      .header("Proxy-Authorization", authorization)
                      .build());
    }
    return client;
  }

  private static X509TrustManager platformTrust() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          return trust;
        }
      }
      throw new IllegalStateException("the platform has no trust manager for X.509");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot trust any server", e);
    }
  }

  private static SSLSocketFactory sockets(X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot speak TLS", e);
    }
  }
}
