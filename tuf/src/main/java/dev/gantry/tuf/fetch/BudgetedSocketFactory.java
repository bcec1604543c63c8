// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets that read within a budget, and watch HTTP/2 if that is what they carry. */
final class BudgetedSocketFactory extends SocketFactory {
  private final ReadBudget budget;
  private final boolean http2;

  /**
   * Creates a factory.
   *
   * @param http2 whether the sockets speak HTTP/2 themselves, without TLS
   */
  BudgetedSocketFactory(ReadBudget budget, boolean http2) {
    this.budget = budget;
    this.http2 = http2;
  }

  @Override
  public Socket createSocket() {
    return http2 ? new Http2Socket() : new BudgetedSocket(budget);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  private Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local)
      throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static final class BudgetedSocket extends Socket {
    /** The HTTP client reads 8 KiB at a time, a system call each. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ReadBudget budget;
    private @Nullable InputStream in;

    BudgetedSocket(ReadBudget budget) {
      this.budget = budget;
    }

    /** Always the same stream: what another had in its buffer would be lost. */
    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (in == null) {
        in =
            new BudgetedStream(
                new BufferedInputStream(super.getInputStream(), BUFFER_BYTES), budget);
      }
      return in;
    }
  }

  private static final class Http2Socket extends Socket {
    private final GuardedStreams streams = new GuardedStreams(this);

    @Override
    public InputStream getInputStream() throws IOException {
      return streams.in(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return streams.out(super.getOutputStream());
    }
  }

  private static final class BudgetedStream extends FilterInputStream {
    private final ReadBudget budget;

    BudgetedStream(InputStream in, ReadBudget budget) {
      super(in);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      budget.spend(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      budget.spend(Math.max(count, 0));
      return count;
    }
  }
}
