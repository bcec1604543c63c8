// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * What is sent to a host that may hang up. It has perhaps said why before, and that can still be
 * read, but the HTTP library throws it away if a write fails. So what is written to a host that is
 * gone is lost without an error, and who reads comes to the end.
 */
final class OutputUntilHangUp extends FilterOutputStream {
  private final Socket socket;
  private boolean hungUp;

  OutputUntilHangUp(OutputStream to, Socket socket) {
    super(to);
    this.socket = socket;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (hungUp && !socket.isClosed()) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      // Closed on this side, it is this side that wants to know.
      if (socket.isClosed()) {
        throw e;
      }
      hungUp = true;
    }
  }
}
