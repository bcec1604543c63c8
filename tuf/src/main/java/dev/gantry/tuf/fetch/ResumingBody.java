// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The body of a file on an HTTP server; asks again when the server fails and goes on where a
 * connection broke.
 */
final class ResumingBody extends InputStream {
  /** A connection that brought this much was worth it: failures are counted afresh. */
  private static final long PROGRESS_BYTES = 64 * 1024;

  private final HttpSource source;
  private final FetchRequest request;
  private final String location;
  private @Nullable InputStream current;
  private @Nullable String entityTag;
  private long position;
  private long connectedAt;
  private int failures;
  private boolean closed;

  ResumingBody(HttpSource source, FetchRequest request) {
    this.source = source;
    this.request = request;
    this.location = HttpSource.describe(source.url(request));
    this.position = request.offsetBytes();
  }

  /** Makes the first exchange; returns the offset at which the server starts. */
  long connect() throws IOException {
    while (true) {
      try {
        Response response = source.exchange(request, null);
        position = accept(response);
        return position;
      } catch (IOException e) {
        pauseOrGiveUp(e);
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (closed) {
        throw new IOException(location + ": the body is closed");
      }
      try {
        if (current == null) {
          resume();
        }
        int count = Objects.requireNonNull(current).read(target, offset, length);
        position += Math.max(count, 0);
        return count;
      } catch (IOException e) {
        disconnect();
        if (position - connectedAt >= PROGRESS_BYTES) {
          failures = 0;
        }
        connectedAt = position;
        pauseOrGiveUp(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    disconnect();
  }

  private void resume() throws IOException {
    String expectedTag = entityTag;
    long wanted = position;
    Response response = source.exchange(request.from(wanted), expectedTag);
    long start = accept(response);
    if (expectedTag != null && !expectedTag.equals(entityTag)) {
      throw failed(response.code(), false, "the file changed while it was read");
    }
    Objects.requireNonNull(current).skipNBytes(wanted - start);
  }

  /** Checks an answer and takes its body; returns where that starts. */
  private long accept(Response response) throws IOException {
    int status = response.code();
    long wanted = Objects.requireNonNullElse(rangeStart(response.request().header("Range")), 0L);
    boolean taken = false;
    try {
      long start;
      if (status == 200) {
        start = 0;
      } else if (status == 206 && wanted > 0) {
        Long given = rangeStart(response.header("Content-Range"));
        if (given == null || given != wanted) {
          throw failed(status, false, "another range than the one asked for");
        }
        start = wanted;
      } else {
        throw refusal(status);
      }
      String tag = response.header("ETag");
      entityTag = tag == null || tag.startsWith("W/") ? null : tag;
      current = response.body().byteStream();
      connectedAt = wanted;
      taken = true;
      return start;
    } finally {
      if (!taken) {
        response.close();
      }
    }
  }

  /**
   * Reads the first number of {@code bytes=N-} or {@code bytes N-M/SIZE}; null if there is none.
   */
  private static @Nullable Long rangeStart(@Nullable String header) {
    if (header == null || !header.startsWith("bytes")) {
      return null;
    }
    int dash = header.indexOf('-');
    String digits = dash < 7 ? "" : header.substring(6, dash);
    return digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : null;
  }

  private IOException refusal(int status) {
    return switch (status) {
      case 404, 410 -> new FetchNotFoundException(location, status);
      case 403 ->
          source.forbiddenMeansNotFound()
              ? new FetchNotFoundException(location, status)
              : failed(status, false, "status 403");
      case 408, 425, 429, 500, 502, 503, 504 -> failed(status, true, "status " + status);
      default -> failed(status, false, "status " + status);
    };
  }

  private FetchFailedException failed(int status, boolean retryable, String problem) {
    return new FetchFailedException(location, status, retryable, problem, null);
  }

  private void pauseOrGiveUp(IOException failure) throws IOException {
    failures++;
    boolean hopeless =
        failure instanceof FetchNotFoundException
            || (failure instanceof FetchFailedException refused && !refused.retryable())
            || closed
            || Thread.currentThread().isInterrupted();
    if (hopeless) {
      throw failure;
    }
    boolean untrusted =
        failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
    if (untrusted || failures >= source.retries().attempts()) {
      throw failure instanceof FetchFailedException
          ? failure
          : new FetchFailedException(
              location,
              FetchFailedException.NO_STATUS,
              !untrusted,
              failure.getClass().getSimpleName() + " " + failure.getMessage(),
              failure);
    }
    try {
      source.pause().pause(source.retries().pauseAfter(failures));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException(location + ": interrupted between two attempts");
      interrupted.addSuppressed(failure);
      throw interrupted;
    }
  }

  private void disconnect() {
    InputStream open = current;
    current = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException | RuntimeException broken) {
        // The connection is given up anyway.
      }
    }
  }
}
