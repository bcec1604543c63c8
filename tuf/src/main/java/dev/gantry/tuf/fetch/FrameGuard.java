// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Watches the frames of one HTTP/2 connection (RFC 9113, 4.1) and refuses what OkHttp would keep or
 * answer without bound: fields without content, answers to pings and settings that nobody takes,
 * promised bodies, bodies of streams that are over.
 *
 * <p>OkHttp itself bounds the content that it holds for each stream (16 MiB), the size of a frame
 * (16 KiB) and the fields of one block (256 KiB), but not how many blocks or empty fields come, nor
 * how many answers wait for a peer that does not read. Thread-safe.
 */
final class FrameGuard {
  /** What the fields of the answers to one request may take, frame heads included. */
  static final int MAX_FIELD_BYTES = 512 * 1024;

  /** Frames that are neither content nor fields, in the life of a connection. */
  static final int MAX_CONTROL_FRAMES = 10_000;

  /** Content of streams that are not open: what was on its way when one was given up. */
  static final int MAX_STRAY_BYTES = 32 * 1024 * 1024;

  private static final int FRAME_HEAD = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int PUSH_PROMISE = 5;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;

  private final Set<Integer> open = new HashSet<>();
  private final FrameScanner received = new FrameScanner(0, this::received);
  private final FrameScanner sent = new FrameScanner(FrameScanner.PREFACE_BYTES, this::sent);
  private long fieldBytes;
  private long controlFrames;
  private long strayBytes;

  /** Takes bytes that came from the server. */
  synchronized void receive(byte[] bytes, int offset, int count) throws IOException {
    received.scan(bytes, offset, count);
  }

  /** Takes bytes that go to the server. */
  synchronized void send(byte[] bytes, int offset, int count) throws IOException {
    sent.scan(bytes, offset, count);
  }

  private void sent(int type, int flags, int length, int stream) {
    if (type == HEADERS) {
      open.add(stream);
      fieldBytes = 0;
      strayBytes = 0;
    } else if (type == RST_STREAM) {
      open.remove(stream);
    }
  }

  private void received(int type, int flags, int length, int stream) throws IOException {
    switch (type) {
      case DATA -> {
        if (!open.contains(stream)) {
          strayBytes += FRAME_HEAD + length;
          check("bytes of content that nobody asked for", strayBytes, MAX_STRAY_BYTES);
        }
      }
      case HEADERS, CONTINUATION, PUSH_PROMISE -> {
        fieldBytes += FRAME_HEAD + length;
        check("bytes of fields", fieldBytes, MAX_FIELD_BYTES);
      }
      default -> {
        controlFrames++;
        check("frames without content", controlFrames, MAX_CONTROL_FRAMES);
      }
    }
    boolean ends =
        type == RST_STREAM || ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0);
    if (ends) {
      open.remove(stream);
    }
  }

  private static void check(String what, long count, long limit) throws IOException {
    if (count > limit) {
      throw new IOException("the server sent more than " + limit + " " + what + " over HTTP/2");
    }
  }
}
