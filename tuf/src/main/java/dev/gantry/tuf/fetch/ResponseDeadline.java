// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.AsyncTimeout;

/**
 * Ends a call whose answer does not begin in time. OkHttp's own timeout of a call counts the body,
 * which may take as long as it takes.
 */
final class ResponseDeadline extends AsyncTimeout {
  private final Call call;

  private ResponseDeadline(Call call) {
    this.call = call;
  }

  /** Executes a call; returns an open response whose head came in time. */
  static Response execute(Call call, Duration longest) throws IOException {
    ResponseDeadline deadline = new ResponseDeadline(call);
    deadline.timeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    Response response = null;
    IOException failure = null;
    deadline.enter();
    boolean late = true;
    try {
      response = call.execute();
    } catch (IOException e) {
      failure = e;
    } finally {
      late = deadline.exit();
    }
    if (late) {
      if (response != null) {
        response.close();
      }
      SocketTimeoutException timeout = new SocketTimeoutException("no answer within " + longest);
      timeout.initCause(failure);
      throw timeout;
    }
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(response);
  }

  @Override
  protected void timedOut() {
    call.cancel();
  }
}
