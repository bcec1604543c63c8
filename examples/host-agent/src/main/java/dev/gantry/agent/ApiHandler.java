// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.settings.server.ApiRequest;
import dev.gantry.settings.server.ApiResponse;
import dev.gantry.settings.server.SettingsApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;

/** Hands requests of the HTTP server to the API. */
final class ApiHandler extends Handler.Abstract {
  private final SettingsApi api;
  private final int maxBodyBytes;

  ApiHandler(SettingsApi api, int maxBodyBytes) {
    this.api = api;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    byte[] body;
    try (InputStream stream = Content.Source.asInputStream(request)) {
      body = stream.readNBytes(maxBodyBytes + 1);
    }
    if (body.length > maxBodyBytes) {
      answer(response, callback, text(413, "The body has more than " + maxBodyBytes + " bytes"));
      return true;
    }
    String content;
    try {
      content = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      answer(response, callback, text(400, "The body is not UTF-8"));
      return true;
    }
    Map<String, String> query = new TreeMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      // Of a parameter that comes twice, a Bottlerocket host takes the last.
      query.put(field.getName(), field.getValues().get(field.getValues().size() - 1));
    }
    String path = URIUtil.decodePath(Request.getPathInContext(request));
    String accept = Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.ACCEPT), "");
    answer(
        response,
        callback,
        api.answer(new ApiRequest(request.getMethod(), path, query, content, accept)));
    return true;
  }

  private static ApiResponse text(int status, String text) {
    return new ApiResponse(status, "text/plain; charset=utf-8", text);
  }

  private static void answer(Response response, Callback callback, ApiResponse answer) {
    response.setStatus(answer.status());
    if (answer.contentType().isEmpty()) {
      callback.succeeded();
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    Content.Sink.write(response, true, answer.body(), callback);
  }
}
