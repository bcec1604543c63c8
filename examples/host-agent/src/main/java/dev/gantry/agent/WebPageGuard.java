// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import java.net.InetSocketAddress;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps web pages out, which a browser on the same machine lets speak to loopback: what says that
 * it comes from a page is refused, WebSockets too, and on loopback what is meant for another host,
 * since a page's own name may lead there.
 */
final class WebPageGuard extends Handler.Wrapper {
  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  WebPageGuard(Handler inner) {
    super(inner);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean loopback =
        request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress;
    boolean foreign = loopback && !OWN_NAMES.contains(Request.getServerName(request));
    if (foreign || request.getHeaders().contains(HttpHeader.ORIGIN)) {
      response.setStatus(403);
      Content.Sink.write(response, true, "No requests of web pages", callback);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
