// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the files of one directory over HTTP on the loopback interface. */
final class DirectoryServer implements AutoCloseable {
  private final Path directory;
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  private DirectoryServer(Path directory, HttpServer server) {
    this.directory = directory;
    this.server = server;
  }

  static DirectoryServer start(Path directory) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DirectoryServer server = new DirectoryServer(directory.toRealPath(), http);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      Path file = directory.resolve("." + exchange.getRequestURI().getPath()).normalize();
      if (!"GET".equals(exchange.getRequestMethod())
          || !file.startsWith(directory)
          || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      long size = Files.size(file);
      exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
      try (InputStream in = Files.newInputStream(file)) {
        in.transferTo(exchange.getResponseBody());
      }
    }
  }
}
