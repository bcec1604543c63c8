// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that are closed while they connect to a host that takes no more connections. */
@Timeout(60)
final class UnixSocketCloseTest {
  private static final InetSocketAddress ANY = InetSocketAddress.createUnresolved("host", 80);

  @TempDir Path dir;

  @Test
  void closingEndsAConnectThatWaits() throws Exception {
    Path path = dir.resolve("full.sock");
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path), 1);
      fill(path, waiting);
      for (int i = 0; i < 50; i++) {
        Socket socket = new UnixSocket(path);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Void> connecting =
            CompletableFuture.runAsync(
                () -> {
                  started.countDown();
                  try {
                    socket.connect(ANY);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        started.await();
        for (int spins = 0; spins < i * 1000; spins++) {
          Thread.onSpinWait();
        }
        socket.close();
        assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
        assertTrue(socket.isClosed());
        assertFalse(socket.isConnected());
      }
    } finally {
      for (SocketChannel each : waiting) {
        each.close();
      }
    }
  }

  /** Connects until the host's queue is full, which a socket that does not wait is told. */
  private static void fill(Path path, List<SocketChannel> waiting) throws IOException {
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      waiting.add(channel);
      channel.configureBlocking(false);
      try {
        if (!channel.connect(UnixDomainSocketAddress.of(path))) {
          return;
        }
      } catch (IOException full) {
        return;
      }
    }
  }

  @Test
  void aSocketThatIsClosedDoesNotConnect() throws Exception {
    Path path = dir.resolve("api.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Socket socket = new UnixSocket(path);
      socket.close();
      assertThrows(IOException.class, () -> socket.connect(ANY));
      assertFalse(socket.isConnected());
    }
  }
}
