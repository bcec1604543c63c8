// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that flood an HTTP/2 connection with frames: each is cut off, and the failure is typed.
 */
@Timeout(60)
class HostileHttp2Test {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH_PROMISE = 5;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;
  private static final int END_STREAM = 1;
  private static final byte[] STATUS_200 = {(byte) 0x88};

  /** Gives up writing here: a client that is still reading then was not cut off. */
  private static final long FAR_TOO_MUCH = 256L << 20;

  /** What a server does once it has read a request for a stream. */
  @FunctionalInterface
  interface Script {
    void answer(OutputStream out, int stream) throws IOException;
  }

  private ServerSocket listener;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  /** Whether the server takes all answers: one that does not is stopped by OkHttp as well. */
  private boolean reads;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  private void serve(Script script) {
    Thread thread =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  serve(socket, script);
                } catch (IOException gone) {
                  // The client hung up, or the test is over.
                } finally {
                  over.countDown();
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, Script script) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    in.readFully(new byte[FrameScanner.PREFACE_BYTES]);
    frame(out, SETTINGS, 0, 0, new byte[0]);
    while (true) {
      int head = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.readFully(new byte[head >>> 8]);
      if ((head & 0xff) == HEADERS) {
        requests.incrementAndGet();
        if (reads) {
          readOn(in);
        }
        script.answer(out, stream);
        assertEquals(END_HEADERS | END_STREAM, flags);
      }
    }
  }

  private static void readOn(DataInputStream in) {
    Thread thread =
        new Thread(
            () -> {
              try (in) {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException gone) {
                // The client hung up.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void frame(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
    sent.addAndGet(frame.capacity());
  }

  private void flood(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    while (sent.get() < FAR_TOO_MUCH) {
      frame(out, type, flags, stream, payload);
    }
  }

  private HttpFetcher fetcher() {
    return HttpFetcher.builder(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"))
        .noProxy()
        .http2AtOnce()
        .idleTimeout(Duration.ofSeconds(5))
        .retries(new RetryPolicy(1, Duration.ZERO, Duration.ZERO))
        .build();
  }

  private static byte[] read(HttpFetcher fetcher) throws IOException {
    try (FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      return response.body().readAllBytes();
    }
  }

  private void isCutOff(long bytes, Script script) throws Exception {
    serve(script);
    try (HttpFetcher fetcher = fetcher()) {
      assertThrows(FetchFailedException.class, () -> read(fetcher));
      // The client may have its failure before the connection ends.
      assertTrue(over.await(30, TimeUnit.SECONDS));
    }
    // What the kernel buffers on both sides comes on top.
    assertTrue(sent.get() < bytes + (16L << 20), () -> sent + " bytes sent");
  }

  @Test
  void aGoodServerIsUnderstood() throws Exception {
    byte[] body = {1, 2, 3};
    serve(
        (out, stream) -> {
          frame(out, HEADERS, END_HEADERS, stream, STATUS_200);
          frame(out, PING, 0, 0, new byte[8]);
          frame(out, DATA, END_STREAM, stream, body);
        });
    try (HttpFetcher fetcher = fetcher()) {
      for (int i = 0; i < 100; i++) {
        assertArrayEquals(body, read(fetcher));
      }
    }
    assertEquals(100, requests.get());
  }

  @Test
  void endlessPings() throws Exception {
    reads = true;
    isCutOff(
        17L * FrameGuard.MAX_CONTROL_FRAMES, (out, stream) -> flood(out, PING, 0, 0, new byte[8]));
  }

  @Test
  void endlessSettings() throws Exception {
    isCutOff(
        9L * FrameGuard.MAX_CONTROL_FRAMES,
        (out, stream) -> flood(out, SETTINGS, 0, 0, new byte[0]));
  }

  @Test
  void endlessResets() throws Exception {
    isCutOff(
        13L * FrameGuard.MAX_CONTROL_FRAMES,
        (out, stream) -> flood(out, RST_STREAM, 0, stream + 2, new byte[] {0, 0, 0, 8}));
  }

  @Test
  void endlessWindows() throws Exception {
    isCutOff(
        13L * FrameGuard.MAX_CONTROL_FRAMES,
        (out, stream) -> flood(out, WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}));
  }

  /** Fields without name and value weigh nothing to OkHttp, and the block never ends. */
  @Test
  void endlessContinuationOfEmptyFields() throws Exception {
    isCutOff(
        FrameGuard.MAX_FIELD_BYTES,
        (out, stream) -> {
          frame(out, HEADERS, 0, stream, STATUS_200);
          flood(out, CONTINUATION, 0, stream, new byte[3 * 5000]);
        });
  }

  @Test
  void endlessEmptyContinuations() throws Exception {
    isCutOff(
        FrameGuard.MAX_FIELD_BYTES,
        (out, stream) -> {
          frame(out, HEADERS, 0, stream, STATUS_200);
          flood(out, CONTINUATION, 0, stream, new byte[0]);
        });
  }

  @Test
  void endlessInterimAnswers() throws Exception {
    // :status 103 as a literal without indexing, name 8 of the static table.
    byte[] interim = {0x08, 3, '1', '0', '3'};
    isCutOff(
        FrameGuard.MAX_FIELD_BYTES,
        (out, stream) -> flood(out, HEADERS, END_HEADERS, stream, interim));
  }

  @Test
  void endlessAnswersBetweenBytesOfContent() throws Exception {
    isCutOff(
        2L * FrameGuard.MAX_FIELD_BYTES,
        (out, stream) -> {
          while (sent.get() < FAR_TOO_MUCH) {
            frame(out, HEADERS, END_HEADERS, stream, STATUS_200);
            frame(out, DATA, 0, stream, new byte[1]);
          }
        });
  }

  @Test
  void endlessPromisedContent() throws Exception {
    isCutOff(
        FrameGuard.MAX_STRAY_BYTES,
        (out, stream) -> {
          frame(out, PUSH_PROMISE, END_HEADERS, stream, new byte[] {0, 0, 0, 2, (byte) 0x82});
          flood(out, DATA, 0, 2, new byte[16_000]);
        });
  }

  @Test
  void endlessContentOfAStreamThatIsOver() throws Exception {
    reads = true;
    isCutOff(
        FrameGuard.MAX_STRAY_BYTES,
        (out, stream) -> {
          // Refused in a way after which OkHttp keeps the connection.
          frame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, 7});
          flood(out, DATA, 0, stream, new byte[16_000]);
        });
  }

  /** Content is bounded by the reader, and is not held. */
  @Test
  void anEndlessBodyIsStreamed() throws Exception {
    serve(
        (out, stream) -> {
          frame(out, HEADERS, END_HEADERS, stream, STATUS_200);
          flood(out, DATA, 0, stream, new byte[16_000]);
        });
    try (HttpFetcher fetcher = fetcher();
        FetchResponse response = fetcher.open(FetchRequest.of("f"))) {
      byte[] some = response.body().readNBytes(64 << 10);
      assertEquals(64 << 10, some.length);
    }
  }
}
