// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Serves one file with ranges; the first answer stops after so many bytes, until it is told. */
final class StallingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] content;
  private final int stallAt;
  private final CountDownLatch told = new CountDownLatch(1);
  private final List<Long> offsets = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  StallingServer(Bytes content, int stallAt) throws IOException {
    this.content = content.toByteArray();
    this.stallAt = stallAt;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String base() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  /** Returns the offsets asked for so far. */
  List<Long> offsets() {
    return offsets;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "stalling-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        start(() -> serve(connection));
      } catch (IOException over) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      int offset = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        String header = line.toLowerCase(Locale.ROOT);
        if (header.startsWith("range: bytes=")) {
          offset = Integer.parseInt(header.substring(13, header.length() - 1));
        }
      }
      boolean first = offsets.isEmpty();
      offsets.add((long) offset);
      OutputStream out = connection.getOutputStream();
      String range =
          offset == 0
              ? "200 OK\r\n"
              : "206 Partial Content\r\nContent-Range: bytes %d-%d/%d\r\n"
                  .formatted(offset, content.length - 1, content.length);
      String head =
          "HTTP/1.1 %sConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(range, content.length - offset);
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      int now = first ? stallAt : content.length - offset;
      out.write(content, offset, now);
      out.flush();
      if (first) {
        told.await();
        out.write(content, offset + now, content.length - offset - now);
      }
    } catch (IOException gone) {
      // The client was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the first answer go on. */
  void goOn() {
    told.countDown();
  }

  @Override
  public void close() throws IOException {
    goOn();
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
