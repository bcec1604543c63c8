// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers exactly what a test scripts, one exchange a connection. */
final class TestHttpServer implements AutoCloseable {
  /** One request as it came over the wire. */
  record Exchange(String method, String target, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Writes raw bytes of an answer; the connection closes when it returns. */
  @FunctionalInterface
  interface Script {
    void answer(Exchange exchange, OutputStream out) throws IOException;
  }

  /** Thrown by a script that wants the connection reset rather than closed. */
  static final class Reset extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Thread thread;

  TestHttpServer(Script script) throws IOException {
    this.script = script;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.thread = new Thread(this::serve, "test-http-server");
    thread.setDaemon(true);
    thread.start();
  }

  URI base(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  List<Exchange> exchanges() {
    return exchanges;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        Exchange exchange = read(connection);
        if (exchange != null) {
          exchanges.add(exchange);
          try {
            script.answer(exchange, connection.getOutputStream());
          } catch (Reset reset) {
            connection.setSoLinger(true, 0);
          }
        }
      } catch (IOException gone) {
        // The client hung up, or the test is over.
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Exchange read(Socket connection)
      throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = reader.readLine();
    if (first == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String[] parts = first.split(" ", -1);
    return new Exchange(parts[0], parts[1], headers);
  }

  /** Returns bytes that are not all the same. */
  static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    return content;
  }

  /** Reads a file to its end. */
  static byte[] read(Fetcher fetcher, FetchRequest request) throws IOException {
    try (FetchResponse response = fetcher.open(request)) {
      return response.body().readAllBytes();
    }
  }

  /** Answers with the content, from where the request wants it. */
  static void range(Exchange exchange, OutputStream out, byte[] content) throws IOException {
    String range = exchange.header("Range");
    int from = range.isEmpty() ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
    if (range.isEmpty()) {
      answer(out, "200 OK", content, "ETag: \"v1\"");
    } else if (from >= content.length) {
      answer(out, "416 Range Not Satisfiable", new byte[0]);
    } else {
      answer(
          out,
          "206 Partial Content",
          Arrays.copyOfRange(content, from, content.length),
          "ETag: \"v1\"",
          "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
  }

  /** Writes a head without a body. */
  static void head(OutputStream out, String status, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes a whole answer. */
  static void answer(OutputStream out, String status, byte[] body, String... headers)
      throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Length: " + body.length;
    head(out, status, all);
    out.write(body);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
