// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HostExecTest {
  private final MockWebServer server = new MockWebServer();
  private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HostExec exec() {
    return HostApiClient.overHttp(server.url("/").uri()).build().exec();
  }

  private static InputStream input(int bytes) {
    return new ByteArrayInputStream(new byte[bytes]);
  }

  /** A host that holds two messages of input and writes each back before it takes more. */
  private final class Echo extends WebSocketListener {
    private final String status;
    private int messages;

    Echo(String status) {
      this.status = status;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      capacity(socket);
    }

    private void capacity(WebSocket socket) {
      socket.send(
          "{\"Capacity\":{\"max_messages_outstanding\":2,\"messages_written\":" + messages + "}}");
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      texts.add(text);
      if (text.equals("\"ContentComplete\"")) {
        socket.close(1000, status);
      }
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      messages++;
      socket.send(bytes);
      capacity(socket);
    }
  }

  private void answerWith(WebSocketListener listener) {
    server.enqueue(new MockResponse.Builder().webSocketUpgrade(listener).build());
  }

  @Test
  void inputGoesInOutputComesOutAndTheStatusIsKnown() throws Exception {
    Echo echo = new Echo("7");
    answerWith(echo);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int status =
        exec()
            .run(
                "admin",
                List.of("ls", "ä"),
                new HostExec.TerminalSize(24, 80),
                input(100_000),
                output);
    assertEquals(7, status);
    assertEquals(100_000, output.size());
    assertEquals(
        "{\"Initialize\":{\"command\":[{\"Unix\":[108,115]},{\"Unix\":[195,164]}],"
            + "\"target\":\"admin\",\"tty\":{\"size\":{\"cols\":80,\"rows\":24}}}}",
        texts.peek());
  }

  @Test
  void aProgramThatEndsBeforeItsInputDoes() throws Exception {
    answerWith(
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket socket, String text) {
            socket.send(ByteString.encodeUtf8("done"));
            socket.close(1000, "0");
          }
        });
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    assertEquals(0, exec().run("admin", List.of("true"), null, input(10), output));
    assertEquals("done", output.toString(StandardCharsets.UTF_8));
  }

  @Test
  void refusalsAreTyped() {
    answerWith(
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket socket, String text) {
            socket.close(1011, "failed to spawn process");
          }
        });
    HostApiException thrown =
        assertThrows(
            HostApiException.class,
            () -> exec().run("x", List.of("y"), null, input(0), OutputStream.nullOutputStream()));
    assertEquals(1011, thrown.status());
    server.enqueue(new MockResponse.Builder().code(404).build());
    thrown =
        assertThrows(
            HostApiException.class,
            () -> exec().run("x", List.of("y"), null, input(0), OutputStream.nullOutputStream()));
    assertEquals(404, thrown.status());
  }

  @Test
  void malformedMessagesEndTheRun() {
    answerWith(
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            socket.send("{\"Capacity\":{}}");
          }
        });
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> exec().run("x", List.of("y"), null, input(0), OutputStream.nullOutputStream()));
    assertTrue(thrown.toString().contains("max_messages_outstanding"), thrown::toString);
  }

  @Test
  void outputThatFailsEndsTheRun() {
    answerWith(new Echo("0"));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    IOException thrown =
        assertThrows(IOException.class, () -> exec().run("x", List.of("y"), null, input(10), full));
    assertTrue(thrown.toString().contains("disk full"), thrown::toString);
  }
}
