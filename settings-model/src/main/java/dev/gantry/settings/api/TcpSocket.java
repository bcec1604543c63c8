// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A socket of the usual kind that lets a host have the last word. */
final class TcpSocket extends Socket {
  @Override
  public OutputStream getOutputStream() throws IOException {
    return new OutputUntilHangUp(super.getOutputStream(), this);
  }
}
