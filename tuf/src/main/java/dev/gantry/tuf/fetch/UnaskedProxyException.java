// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * A server that is no proxy asks for what a proxy would (RFC 9110, 15.5.8). OkHttp has no better
 * name for this than for a connection that broke, which is tried again.
 */
final class UnaskedProxyException extends ProtocolException {
  static final int STATUS = 407;

  private static final long serialVersionUID = 1;

  private UnaskedProxyException() {
    super("status " + STATUS + " without a proxy");
  }

  static Response refuse(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Connection connection = chain.connection();
    if (response.code() == STATUS
        && (connection == null || connection.route().proxy().type() != Proxy.Type.HTTP)) {
      response.close();
      throw new UnaskedProxyException();
    }
    return response;
  }
}
