// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;

/** Finds the frame heads (RFC 9113, 4.1) in one direction of a connection. Not thread-safe. */
final class FrameScanner {
  /** Length of what a client sends before its first frame (RFC 9113, 3.4). */
  static final int PREFACE_BYTES = 24;

  /** Learns of each frame before its payload. */
  @FunctionalInterface
  interface Listener {
    void frame(int type, int flags, int lengthBytes, int stream) throws IOException;
  }

  private static final int HEAD_BYTES = 9;

  private final Listener listener;
  private final byte[] head = new byte[HEAD_BYTES];
  private int headBytes;
  private int skip;

  FrameScanner(int skip, Listener listener) {
    this.skip = skip;
    this.listener = listener;
  }

  void scan(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (skip > 0) {
        int skipped = Math.min(skip, end - at);
        skip -= skipped;
        at += skipped;
      } else {
        head[headBytes++] = bytes[at++];
        if (headBytes == HEAD_BYTES) {
          headBytes = 0;
          skip = number(0, 3);
          listener.frame(head[3] & 0xff, head[4] & 0xff, skip, number(5, 4) & 0x7fffffff);
        }
      }
    }
  }

  private int number(int offset, int length) {
    int number = 0;
    for (int i = offset; i < offset + length; i++) {
      number = number << 8 | (head[i] & 0xff);
    }
    return number;
  }
}
