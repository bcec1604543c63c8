// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A socket over a channel that connects to one Unix socket, whatever address it is told; the JDK
 * has none. The HTTP library closes a socket when time is up, which ends a read or write here with
 * an error.
 */
final class UnixSocket extends Socket {
  private final Path path;
  private volatile SocketChannel channel;
  private volatile boolean closed;

  @SuppressWarnings("NullAway.Init") // set when it is connected, as all sockets are
  UnixSocket(Path path) {
    this.path = path;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
    // Before it waits, so that who closes this socket ends the wait.
    channel = opened;
    if (closed) {
      opened.close();
    }
    try {
      opened.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      opened.close();
      throw new IOException("cannot connect to " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public InputStream getInputStream() {
    return new Reading(channel);
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputUntilHangUp(new Writing(channel), this);
  }

  @Override
  public boolean isConnected() {
    SocketChannel opened = channel;
    return opened != null && opened.isConnected();
  }

  @Override
  public boolean isClosed() {
    SocketChannel opened = channel;
    return closed || (opened != null && !opened.isOpen());
  }

  @Override
  public void setSoTimeout(int timeout) {
    // The library's own timer closes the socket when time is up.
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // There is no TCP.
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    SocketChannel opened = channel;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  /** The JDK's own streams over a channel let a read that waits keep all writes waiting. */
  private static final class Reading extends InputStream {
    private final SocketChannel channel;

    Reading(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** The other direction. */
  private static final class Writing extends OutputStream {
    private final SocketChannel channel;

    Writing(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
