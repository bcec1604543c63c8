// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.settings.server.SettingsApi;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Serves the settings API. Who can open the Unix socket may do everything; it has mode 0660. The
 * port on loopback is open to every program on the host, and off unless it is asked for.
 */
public final class AgentServer implements AutoCloseable {
  private static final int MAX_THREADS = 32;

  /** How long an exec connection may say nothing, pings too, before it counts as lost. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  private static final int DEFAULT_MAX_BODY_BYTES = 2 << 20;

  private final Server server;
  private final @Nullable ServerConnector loopback;

  private AgentServer(Server server, @Nullable ServerConnector loopback) {
    this.server = server;
    this.loopback = loopback;
  }

  /**
   * Starts to serve.
   *
   * @param api what answers
   * @param exec what {@code /exec} runs
   * @param socket path of the Unix socket; a socket there that nobody serves is replaced
   * @param loopbackPort a port on loopback as well, 0 for any, or empty for none
   * @return the running server
   * @throws IOException if another process serves the socket, or it cannot be made
   */
  public static AgentServer start(
      SettingsApi api, ExecTargets exec, Path socket, OptionalInt loopbackPort) throws IOException {
    Objects.requireNonNull(api, "api");
    removeStale(socket);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("gantry-agent");
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    HttpConfiguration unixConfiguration = new HttpConfiguration(configuration);
    // Bottlerocket's apiclient puts the socket's path there, in hexadecimal, and the port 0.
    unixConfiguration.setHttpCompliance(
        HttpCompliance.RFC9110.with("unix", HttpCompliance.Violation.UNSAFE_HOST_HEADER));
    UnixDomainServerConnector unix =
        new UnixDomainServerConnector(server, new HttpConnectionFactory(unixConfiguration));
    unix.setUnixDomainPath(socket);
    server.addConnector(unix);
    ServerConnector loopback = null;
    if (loopbackPort.isPresent()) {
      loopback = new ServerConnector(server, new HttpConnectionFactory(configuration));
      loopback.setHost("127.0.0.1");
      loopback.setPort(loopbackPort.getAsInt());
      server.addConnector(loopback);
    }
    WebSocketUpgradeHandler upgrades =
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setIdleTimeout(QUIET);
              container.addMapping("/exec", (request, response, done) -> new ExecSocket(exec));
            });
    upgrades.setHandler(new ApiHandler(api, DEFAULT_MAX_BODY_BYTES));
    server.setHandler(new WebPageGuard(upgrades));
    AgentServer agent = new AgentServer(server, loopback);
    try {
      server.start();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    } catch (Exception e) { // all that the library's start declares
      agent.close();
      throw new IOException("cannot serve " + socket + ": " + e.getMessage(), e);
    }
    return agent;
  }

  private static void removeStale(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      throw new IOException("another process serves " + probe.getRemoteAddress());
    } catch (ConnectException e) {
      Files.delete(socket);
    }
  }

  /**
   * Returns the port on loopback.
   *
   * @return the port, or empty if there is none
   */
  public OptionalInt loopbackPort() {
    return loopback == null ? OptionalInt.empty() : OptionalInt.of(loopback.getLocalPort());
  }

  /** Stops to serve, and removes the socket. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // all that the library's stop declares
      throw new IllegalStateException("the server does not stop", e);
    }
  }
}
