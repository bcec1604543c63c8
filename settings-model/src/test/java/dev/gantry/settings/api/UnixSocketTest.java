// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixSocketTest {
  @TempDir Path dir;

  /** Takes one connection, reads a request's head, and answers with some bytes or not at all. */
  private static CompletableFuture<String> serve(ServerSocketChannel server, String answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (SocketChannel channel = server.accept()) {
            BufferedReader reader =
                new BufferedReader(
                    new InputStreamReader(
                        Channels.newInputStream(channel), StandardCharsets.US_ASCII));
            String first = reader.readLine();
            for (String line = first; line != null && !line.isEmpty(); ) {
              line = reader.readLine();
            }
            if (answer.isEmpty()) {
              // Waits until the client has hung up.
              return first + reader.read();
            }
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            return first;
          } catch (IOException e) {
            return "failed: " + e;
          }
        });
  }

  private ServerSocketChannel listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    return server;
  }

  @Test
  void requestsGoThroughTheSocket() throws Exception {
    Path socket = dir.resolve("api.sock");
    try (ServerSocketChannel server = listen(socket)) {
      HostApiClient client = HostApiClient.overUnixSocket(socket).build();
      for (int i = 0; i < 3; i++) {
        CompletableFuture<String> request =
            serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n[\"default\"]");
        assertEquals("default", client.transactions().get(0));
        assertEquals("GET /tx/list HTTP/1.1", request.get());
      }
    }
  }

  @Test
  void aHostThatDoesNotAnswerIsLeft() throws Exception {
    Path socket = dir.resolve("api.sock");
    try (ServerSocketChannel server = listen(socket)) {
      CompletableFuture<String> request = serve(server, "");
      HostApiClient client =
          HostApiClient.overUnixSocket(socket).timeout(Duration.ofMillis(200)).build();
      assertThrows(IOException.class, client::transactions);
      assertTrue(request.get().contains("GET /tx/list"), request.get());
    }
  }

  @Test
  void whatAHostSaidBeforeItHungUpIsRead() throws Exception {
    Path path = dir.resolve("api.sock");
    try (ServerSocketChannel server = listen(path);
        Socket socket = new UnixSocket(path)) {
      socket.connect(UnixDomainSocketAddress.of(path));
      try (SocketChannel channel = server.accept()) {
        channel.write(ByteBuffer.wrap(new byte[] {42}));
      }
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(1);
      }
      assertEquals(42, socket.getInputStream().read());
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void whatIsWrittenAfterThisSideClosedFails() throws Exception {
    Path path = dir.resolve("api.sock");
    try (ServerSocketChannel server = listen(path)) {
      Socket socket = new UnixSocket(path);
      socket.connect(server.getLocalAddress());
      OutputStream output = socket.getOutputStream();
      socket.close();
      assertThrows(IOException.class, () -> output.write(1));
    }
  }

  @Test
  void whatAHostSaidOverTcpBeforeItHungUpIsRead() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new TcpSocket()) {
      socket.connect(server.getLocalSocketAddress());
      socket.getOutputStream().write(1);
      try (Socket host = server.accept()) {
        host.getOutputStream().write(42);
      }
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(1);
      }
      assertEquals(42, socket.getInputStream().read());
    }
  }

  @Test
  void aSocketThatIsClosedBeforeItConnectsStaysClosed() throws Exception {
    Path path = dir.resolve("api.sock");
    try (ServerSocketChannel server = listen(path)) {
      Socket socket = new UnixSocket(path);
      socket.close();
      assertThrows(IOException.class, () -> socket.connect(UnixDomainSocketAddress.of(path)));
      assertTrue(socket.isClosed());
      assertTrue(server.isOpen());
    }
  }

  @Test
  void aMissingSocketIsNamed() {
    Path socket = dir.resolve("none.sock");
    HostApiClient client = HostApiClient.overUnixSocket(socket).build();
    IOException thrown = assertThrows(IOException.class, client::transactions);
    assertTrue(thrown.toString().contains(socket.toString()), thrown::toString);
  }
}
