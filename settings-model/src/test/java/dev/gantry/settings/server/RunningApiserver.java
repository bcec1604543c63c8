// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Bottlerocket's apiserver, if the environment names one. */
final class RunningApiserver implements AutoCloseable {
  private static final String VARIABLE = "GANTRY_APISERVER";

  private final Process process;
  private final Path socket;

  private RunningApiserver(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  static String program() {
    String program = System.getenv(VARIABLE);
    assumeTrue(program != null, VARIABLE + " names no apiserver of bottlerocket-core-kit");
    return String.valueOf(program);
  }

  /** Starts it on the data store in a directory. */
  static RunningApiserver start(Path datastore, Path scratch)
      throws IOException, InterruptedException {
    Path socket = scratch.resolve("api.sock");
    Path log = scratch.resolve("log");
    Process process =
        new ProcessBuilder(
                program(),
                "--datastore-path",
                datastore.resolve("current").toString(),
                "--socket-path",
                socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int i = 0; i < 600 && !Files.exists(socket); i++) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    assertTrue(Files.exists(socket), () -> text(log));
    return new RunningApiserver(process, socket);
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  Path socket() {
    return socket;
  }

  /** Sends a request as it stands, on a connection of its own. */
  ApiResponse send(RecordedExchange exchange) throws IOException {
    byte[] body = exchange.sentBody().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(exchange.method() + " " + exchange.target());
    head.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    if (body.length > 0 || exchange.hasBody()) {
      head.append("Content-Type: application/json\r\n");
    }
    if (!exchange.method().equals("GET")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      write(channel, start);
      write(channel, body);
      return read(channel);
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ApiResponse read(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    String answer = all.toString(StandardCharsets.UTF_8);
    int end = answer.indexOf("\r\n\r\n");
    List<String> head = answer.substring(0, end).lines().toList();
    String type =
        head.stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
            .map(line -> line.substring("content-type:".length()).strip())
            .findFirst()
            .orElse("");
    int status = Integer.parseInt(head.get(0).substring(9, 12));
    return new ApiResponse(status, type, answer.substring(end + 4));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
