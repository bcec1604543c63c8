// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One HTTP server directory and how to talk to it; makes single exchanges. Thread-safe. */
final class HttpSource {
  private final HttpSettings settings;
  private final ReadBudget budget = new ReadBudget();
  private final RetryBudget retryBudget;
  private final HttpClients clients;
  private final AtomicBoolean warned = new AtomicBoolean();

  HttpSource(HttpSettings settings) {
    this.settings = settings;
    this.retryBudget = new RetryBudget(settings.retryBudget());
    this.clients = new HttpClients(settings, budget);
  }

  HttpSettings settings() {
    return settings;
  }

  ReadBudget budget() {
    return budget;
  }

  RetryBudget retryBudget() {
    return retryBudget;
  }

  /** Forgets idle connections. */
  void disconnect() {
    clients.disconnect();
  }

  /** Says whether status 403 means that there is no such file; says so aloud the first time. */
  boolean takesForMissing(String location) {
    if (settings.forbiddenMeansNotFound() && warned.compareAndSet(false, true)) {
      System.getLogger(HttpFetcher.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "status 403 for {0} is taken for a file that does not exist; a proxy or firewall that"
                  + " answers so hides newer metadata",
              location);
    }
    return settings.forbiddenMeansNotFound();
  }

  /** Returns the URL of a request, with its query. */
  HttpUrl url(FetchRequest request) {
    HttpUrl.Builder url = settings.base().newBuilder();
    // An empty last segment is the base's final slash; the first added segment replaces it.
    url.addEncodedPathSegments(request.path());
    settings.query().apply(request).forEach(url::addQueryParameter);
    HttpUrl resolved = url.build();
    String basePath = settings.base().encodedPath();
    String prefix = basePath.endsWith("/") ? basePath : basePath + "/";
    if (!resolved.encodedPath().equals(prefix + request.path())) {
      throw new IllegalArgumentException("path " + request.path() + " does not stay as it is");
    }
    return resolved;
  }

  /** Returns a URL for people: queries may carry secrets. */
  static String describe(HttpUrl url) {
    return url.newBuilder().query(null).fragment(null).username("").password("").build().toString();
  }

  /**
   * Makes one exchange, following redirects.
   *
   * @param entityTag the strong tag that a resumed body must still have, or null
   * @return an open response that is no redirect
   */
  Response exchange(FetchRequest request, @Nullable String entityTag) throws IOException {
    HttpUrl url = url(request);
    for (int redirects = 0; ; redirects++) {
      budget.renew();
      Call call = clients.of(url).newCall(request(url, request, entityTag));
      Response response = ResponseDeadline.execute(call, settings.responseTimeout());
      if (!isRedirect(response.code())) {
        return response;
      }
      try (response) {
        if (redirects == settings.maxRedirects()) {
          throw refused(url, response, "more than " + settings.maxRedirects() + " redirects");
        }
        HttpUrl next = target(url, response);
        if (!settings.internalRedirects()
            && !InternalHosts.mayLead(settings.base().host(), next.host())) {
          throw refused(url, response, "a redirect to the internal host " + next.host());
        }
        url = next;
      }
    }
  }

  private Request request(HttpUrl url, FetchRequest request, @Nullable String entityTag) {
    Request.Builder builder = new Request.Builder().url(url);
    HttpUrl base = settings.base();
    boolean ownServer =
        url.scheme().equals(base.scheme())
            && url.host().equals(base.host())
            && url.port() == base.port();
    if (ownServer) {
      settings.headers().forEach(builder::header);
    }
    // Lengths and digests are those of the file; nothing may be decoded on the way.
    builder.header("Accept-Encoding", "identity");
    if (request.offsetBytes() > 0) {
      builder.header("Range", "bytes=" + request.offsetBytes() + "-");
      if (entityTag != null) {
        builder.header("If-Range", entityTag);
      }
    }
    return builder.build();
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  static HttpUrl target(HttpUrl from, Response response) throws FetchFailedException {
    String location = response.header("Location");
    HttpUrl to = location == null ? null : from.resolve(location);
    if (to == null) {
      throw refused(from, response, "a redirect that leads nowhere");
    }
    if (from.isHttps() && !to.isHttps()) {
      throw refused(from, response, "a redirect from https to http");
    }
    return to;
  }

  private static FetchFailedException refused(HttpUrl url, Response response, String problem) {
    return new FetchFailedException(describe(url), response.code(), false, problem, null);
  }
}
