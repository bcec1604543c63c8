// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;

/**
 * Bounds what one step of an HTTP/1.1 exchange takes from the network: OkHttp bounds headers, but
 * buffers the line before a chunk whole, however long it is.
 *
 * <p>A step is the head of an answer or one read of its body, which takes a few kilobytes more than
 * it yields. OkHttp makes an exchange in the thread that asks for it, TLS included, so the budget
 * of a step is that of its thread. Threads without a step are not bounded.
 */
final class ReadBudget {
  /** More than the largest head, or a read of a body, needs. */
  static final int MAX_BYTES = 1 << 20;

  private static final ThreadLocal<Step> STEPS = new ThreadLocal<>();

  private static final class Step {
    private long left = MAX_BYTES;
  }

  /** Starts a step of this thread. */
  void renew() {
    STEPS.set(new Step());
  }

  /** Takes from the step of this thread. */
  void spend(int bytes) throws IOException {
    Step step = STEPS.get();
    if (step != null) {
      step.left -= bytes;
      if (step.left < 0) {
        throw new IOException(
            "the server sent more than " + MAX_BYTES + " bytes without content (RFC 9112, 7.1.1)");
      }
    }
  }
}
