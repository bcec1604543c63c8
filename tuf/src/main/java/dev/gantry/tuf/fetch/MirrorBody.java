// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A body that goes on from the next mirror where one breaks off; each mirror gets one chance. */
final class MirrorBody extends InputStream {
  private static final int SKIP_BYTES = 8 * 1024;

  private final MirrorFetcher fetcher;
  private FetchRequest request;
  private MirrorFetcher.Opened current;
  private long position;
  private boolean closed;

  /**
   * Takes over an open body.
   *
   * @param request the file from where the body starts
   */
  MirrorBody(MirrorFetcher fetcher, FetchRequest request, MirrorFetcher.Opened opened) {
    this.fetcher = fetcher;
    this.request = request;
    this.current = opened;
    this.position = request.offsetBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (true) {
      if (closed) {
        throw new IOException(request.path() + ": the body is closed");
      }
      try {
        int count = current.response().body().read(target, offset, length);
        position += Math.max(count, 0);
        return count;
      } catch (IOException e) {
        goOnElsewhere(e);
      }
    }
  }

  private void goOnElsewhere(IOException failure) throws IOException {
    IOException last = failure;
    while (true) {
      if (closed || Thread.currentThread().isInterrupted()) {
        throw last;
      }
      close(current.response());
      // The next request sees that it is avoided, and lets it rest.
      request = request.avoiding(current.mirror().name());
      try {
        current = fetcher.openAny(request.from(position));
      } catch (IOException none) {
        last.addSuppressed(none);
        throw last;
      }
      try {
        skip(current.response());
        return;
      } catch (IOException e) {
        e.addSuppressed(last);
        last = e;
      }
    }
  }

  private void skip(FetchResponse response) throws IOException {
    byte[] buffer = new byte[SKIP_BYTES];
    for (long left = position - response.offsetBytes(); left > 0; ) {
      int count = response.body().read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the file ends before byte " + position + " where it was left");
      }
      left -= count;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    current.response().close();
  }

  private static void close(FetchResponse response) {
    try {
      response.close();
    } catch (IOException broken) {
      // It is given up anyway.
    }
  }
}
