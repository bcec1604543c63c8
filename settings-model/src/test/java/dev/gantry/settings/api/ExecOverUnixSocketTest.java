// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ExecOverUnixSocketTest {
  private static final HttpUrl BASE = HttpUrl.get("http://host/");

  @TempDir Path dir;

  /** What the host does with a connection. */
  private interface Host {
    void serve(RawExecHost host) throws IOException;
  }

  private static CompletableFuture<Void> serve(ServerSocketChannel server, Host what) {
    return CompletableFuture.runAsync(
        () -> {
          try (RawExecHost host = RawExecHost.accept(server)) {
            what.serve(host);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static HostExec exec(Path socket, long maxPendingBytes, Duration patience) {
    HttpCalls calls = new HttpCalls(BASE, socket, Duration.ofSeconds(20), 1 << 20);
    return new HostExec(calls, maxPendingBytes, patience);
  }

  /** Output that takes nothing until it is told to. */
  private static final class Blocked extends OutputStream {
    private final CountDownLatch free = new CountDownLatch(1);
    private long taken;

    @Override
    public void write(int b) {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        free.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      taken += length;
    }
  }

  @Test
  void pingsAreAnsweredWhileNobodyTakesTheOutput() throws Exception {
    Path socket = dir.resolve("api.sock");
    Blocked output = new Blocked();
    try (ServerSocketChannel server = RawExecHost.listen(socket)) {
      CompletableFuture<Void> host =
          serve(
              server,
              raw -> {
                for (int i = 0; i < 100; i++) {
                  raw.send(RawExecHost.BINARY, new byte[1000]);
                }
                raw.send(RawExecHost.PING, "");
                raw.await(RawExecHost.PONG);
                output.free.countDown();
                raw.close(1000, "3");
                raw.await(RawExecHost.CLOSE);
              });
      // So that a failure is one, and not a test that hangs.
      CompletableFuture<Void> ended =
          host.orTimeout(20, TimeUnit.SECONDS).whenComplete((done, e) -> output.free.countDown());
      int status =
          exec(socket, 1 << 20, Duration.ofSeconds(8))
              .run("admin", List.of("yes"), null, InputStream.nullInputStream(), output);
      ended.get();
      assertEquals(3, status);
      assertEquals(100_000, output.taken);
    }
  }

  @Test
  void outputThatNobodyTakesIsAnErrorOfItsOwn() throws Exception {
    Path socket = dir.resolve("api.sock");
    Blocked output = new Blocked();
    try (ServerSocketChannel server = RawExecHost.listen(socket)) {
      CompletableFuture<Void> host =
          serve(
              server,
              raw -> {
                try {
                  for (int i = 0; i < 100; i++) {
                    raw.send(RawExecHost.BINARY, new byte[1000]);
                  }
                  raw.await(RawExecHost.CLOSE);
                } catch (IOException hungUp) {
                  output.free.countDown();
                }
              });
      LimitExceededException thrown =
          assertThrows(
              LimitExceededException.class,
              () ->
                  exec(socket, 10_000, Duration.ofMillis(50))
                      .run("admin", List.of("yes"), null, InputStream.nullInputStream(), output));
      assertEquals(10_000, thrown.limit());
      host.get();
    }
  }

  @Test
  void theHostsReasonIsToldAlsoWhileInputIsSent() throws Exception {
    Path socket = dir.resolve("api.sock");
    for (int i = 0; i < 30; i++) {
      try (ServerSocketChannel server = RawExecHost.listen(socket)) {
        CompletableFuture<Void> host =
            serve(
                server,
                raw -> {
                  raw.send(
                      RawExecHost.TEXT,
                      "{\"Capacity\":{\"max_messages_outstanding\":1000,\"messages_written\":0}}");
                  raw.await(RawExecHost.BINARY);
                  raw.close(1011, "no such container");
                });
        HostApiException thrown =
            assertThrows(
                HostApiException.class,
                () ->
                    exec(socket, 1 << 20, Duration.ofSeconds(8))
                        .run("x", List.of("y"), null, endless(), OutputStream.nullOutputStream()));
        assertEquals(1011, thrown.status());
        host.get();
      }
      Files.delete(socket);
    }
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return length;
      }
    };
  }
}
