// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * The streams of a socket that speaks HTTP/2, watched by one {@link FrameGuard}. A violation closes
 * the socket at once: OkHttp's own way to end a connection would wait for a peer that does not
 * read. For the same reason no write may wait longer than 30 seconds.
 */
final class GuardedStreams {
  private static final int LONGEST_WRITE_SECONDS = 30;

  private final Socket socket;
  private final FrameGuard guard = new FrameGuard();

  /**
   * Creates the streams.
   *
   * @param socket closed when the peer misbehaves
   */
  GuardedStreams(Socket socket) {
    this.socket = socket;
  }

  InputStream in(InputStream in) {
    return new In(in);
  }

  OutputStream out(OutputStream out) {
    return new Out(out);
  }

  private final class In extends FilterInputStream {
    In(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      try {
        guard.receive(target, offset, Math.max(count, 0));
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      return count;
    }
  }

  private final class Out extends FilterOutputStream {
    Out(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      guard.send(bytes, offset, count);
      WriteDeadline deadline = new WriteDeadline(socket);
      deadline.timeout(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS);
      deadline.enter();
      boolean late = true;
      try {
        out.write(bytes, offset, count);
      } finally {
        late = deadline.exit();
      }
      if (late) {
        throw new IOException("the server did not read for " + LONGEST_WRITE_SECONDS + " seconds");
      }
    }
  }

  private static final class WriteDeadline extends AsyncTimeout {
    private final Socket socket;

    WriteDeadline(Socket socket) {
      this.socket = socket;
    }

    @Override
    protected void timedOut() {
      try {
        socket.close();
      } catch (IOException broken) {
        // It is given up anyway.
      }
    }
  }
}
