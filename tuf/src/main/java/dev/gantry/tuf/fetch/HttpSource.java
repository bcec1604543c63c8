// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One HTTP server directory and how to talk to it; makes single exchanges. */
record HttpSource(
    OkHttpClient client,
    ReadBudget budget,
    HttpUrl base,
    Map<String, String> headers,
    Function<FetchRequest, Map<String, String>> query,
    RetryPolicy retries,
    HttpFetcher.Pause pause,
    boolean forbiddenMeansNotFound,
    int maxRedirects,
    boolean internalRedirects) {

  /** Returns the URL of a request, with its query. */
  HttpUrl url(FetchRequest request) {
    HttpUrl.Builder url = base.newBuilder();
    // An empty last segment is the base's final slash; the first added segment replaces it.
    url.addEncodedPathSegments(request.path());
    query.apply(request).forEach(url::addQueryParameter);
    HttpUrl resolved = url.build();
    String prefix =
        base.encodedPath().endsWith("/") ? base.encodedPath() : base.encodedPath() + "/";
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
      Response response = client.newCall(request(url, request, entityTag)).execute();
      if (!isRedirect(response.code())) {
        return response;
      }
      try (response) {
        if (redirects == maxRedirects) {
          throw refused(url, response, "more than " + maxRedirects + " redirects");
        }
        HttpUrl next = target(url, response);
        if (!internalRedirects && !InternalHosts.mayLead(base.host(), next.host())) {
          throw refused(url, response, "a redirect to the internal host " + next.host());
        }
        url = next;
      }
    }
  }

  private Request request(HttpUrl url, FetchRequest request, @Nullable String entityTag) {
    Request.Builder builder = new Request.Builder().url(url);
    boolean ownServer =
        url.scheme().equals(base.scheme())
            && url.host().equals(base.host())
            && url.port() == base.port();
    if (ownServer) {
      headers.forEach(builder::header);
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
