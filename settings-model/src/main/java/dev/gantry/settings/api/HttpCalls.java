// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Requests to one host and their answers. */
final class HttpCalls {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient client;
  private final HttpUrl base;
  private final int maxAnswerBytes;

  HttpCalls(HttpUrl base, @Nullable Path unixSocket, Duration timeout, int maxAnswerBytes) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .protocols(List.of(Protocol.HTTP_1_1))
            // A kept connection is tested by reading with a timeout, which a channel has not.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS));
    if (unixSocket == null) {
      builder.socketFactory(new UnconnectedSockets(TcpSocket::new));
    } else {
      builder.socketFactory(new UnconnectedSockets(() -> new UnixSocket(unixSocket)));
      builder.proxy(Proxy.NO_PROXY).dns(host -> List.of(InetAddress.getLoopbackAddress()));
    }
    this.client = builder.build();
    this.base = base;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /** Sends a request and returns the text of its answer if the status is 2xx. */
  String send(String method, String path, Map<String, String> query, @Nullable String json)
      throws IOException {
    HttpUrl.Builder url = base.newBuilder().addPathSegments(path.substring(1));
    query.forEach(url::addQueryParameter);
    RequestBody body =
        json != null
            ? RequestBody.create(json, JSON)
            : method.equals("GET") || method.equals("DELETE")
                ? null
                : RequestBody.create(new byte[0]);
    Request request = new Request.Builder().url(url.build()).method(method, body).build();
    String what = method + " " + path;
    try (Response response = client.newCall(request).execute()) {
      String text = bodyText(what, response);
      if (!response.isSuccessful()) {
        throw new HostApiException(what, response.code(), text);
      }
      return text;
    }
  }

  private String bodyText(String what, Response response) throws IOException {
    byte[] bytes = response.body().byteStream().readNBytes(maxAnswerBytes + 1);
    if (bytes.length > maxAnswerBytes) {
      throw new LimitExceededException("answer to " + what, maxAnswerBytes, bytes.length);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  OkHttpClient client() {
    return client;
  }

  HttpUrl base() {
    return base;
  }
}
