// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import dev.gantry.core.CancellationToken;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
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

  /** How soon a cancellation is noticed between two attempts. */
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final int SKIP_BYTES = 8 * 1024;

  /** RFC 9110, 8.8.3, without the weak ones, which say nothing of bytes. */
  private static final Pattern STRONG_TAG = Pattern.compile("\"[!#-~]*\"");

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final HttpSource source;
  private final FetchRequest request;
  private final String location;
  private @Nullable InputStream current;
  private @Nullable String entityTag;
  private long position;
  private long connectedAt;
  private long skipped;
  private int failures;
  private long askedToWaitSeconds;
  private boolean closed;
  private final @Nullable RateCheck rateCheck;

  ResumingBody(HttpSource source, FetchRequest request) {
    this.source = source;
    this.request = request;
    this.location = HttpSource.describe(source.url(request));
    this.position = request.offsetBytes();
    MinimumRate rate = source.settings().minimumRate();
    this.rateCheck =
        rate == null ? null : new RateCheck(rate, source.settings().nanoClock(), location);
  }

  /** Makes the first exchange; returns the offset at which the server starts. */
  long connect() throws IOException {
    while (true) {
      try {
        Response response = source.exchange(request, null);
        position = accept(response);
        return position;
      } catch (RuntimeException e) {
        throw unusable(e);
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
    if (rateCheck != null) {
      rateCheck.readStarts();
    }
    int count = readOn(target, offset, length);
    if (rateCheck != null) {
      rateCheck.readEnds(Math.max(count, 0));
    }
    return count;
  }

  private int readOn(byte[] target, int offset, int length) throws IOException {
    while (true) {
      if (closed) {
        throw new IOException(location + ": the body is closed");
      }
      try {
        if (current == null) {
          resume();
        }
        int count = readOnce(target, offset, length);
        position += Math.max(count, 0);
        return count;
      } catch (RuntimeException e) {
        disconnect();
        throw unusable(e);
      } catch (IOException e) {
        disconnect();
        // A server without ranges sends all again: unless what is new outweighs that, a file that
        // breaks every so often would cost the square of its size.
        if (position - connectedAt >= Math.max(PROGRESS_BYTES, skipped)) {
          failures = 0;
          source.retryBudget().progressed();
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
    skipped = wanted - start;
    byte[] buffer = new byte[SKIP_BYTES];
    for (long left = skipped; left > 0; ) {
      int count = readOnce(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the file ends before byte " + wanted + " where it was left");
      }
      left -= count;
    }
  }

  private int readOnce(byte[] target, int offset, int length) throws IOException {
    source.budget().renew();
    return Objects.requireNonNull(current).read(target, offset, length);
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
        askedToWaitSeconds = RetryAfter.seconds(response);
        throw refusal(status);
      }
      String length = response.header("Content-Length");
      if (length != null && !LENGTH.matcher(length).matches()) {
        throw failed(status, false, "Content-Length " + length);
      }
      String tag = response.header("ETag");
      // Another one cannot be sent back: it is as if there was none.
      entityTag = tag != null && STRONG_TAG.matcher(tag).matches() ? tag : null;
      source.retryBudget().succeeded();
      current = response.body().byteStream();
      connectedAt = wanted;
      skipped = 0;
      taken = true;
      return start;
    } finally {
      if (!taken) {
        closeQuietly(response);
      }
    }
  }

  /**
   * Reads the first number of {@code bytes=N-} or {@code bytes N-M/SIZE}; null if there is none.
   */
  static @Nullable Long rangeStart(@Nullable String header) {
    if (header == null || !header.startsWith("bytes")) {
      return null;
    }
    int dash = header.indexOf('-');
    String digits = dash < 7 ? "" : header.substring(6, dash);
    return digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : null;
  }

  private IOException refusal(int status) {
    return switch (status) {
      case 404, 410 -> missing(status);
      case 403 ->
          source.takesForMissing(location) ? missing(status) : failed(status, false, "status 403");
      case 408, 425, 429, 500, 502, 503, 504 -> failed(status, true, "status " + status);
      default -> failed(status, false, "status " + status);
    };
  }

  private FetchNotFoundException missing(int status) {
    source.retryBudget().succeeded();
    return new FetchNotFoundException(location, status);
  }

  private FetchFailedException failed(int status, boolean retryable, String problem) {
    return new FetchFailedException(location, status, retryable, problem, null);
  }

  /** The URL and the request are known to be good, so it is the answer that OkHttp stumbled on. */
  private FetchFailedException unusable(RuntimeException e) {
    return new FetchFailedException(
        location, FetchFailedException.NO_STATUS, false, "an answer that is no good HTTP", e);
  }

  private void pauseOrGiveUp(IOException failure) throws IOException {
    request.cancellation().throwIfCancelled();
    if (failure instanceof UnaskedProxyException) {
      throw failed(UnaskedProxyException.STATUS, false, String.valueOf(failure.getMessage()));
    }
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
    HttpSettings settings = source.settings();
    Duration wait = settings.retries().pauseAfter(failures, settings.random());
    Duration asked = Duration.ofSeconds(askedToWaitSeconds);
    askedToWaitSeconds = 0;
    if (untrusted
        || failures >= settings.retries().attempts()
        // Coming back earlier than asked would add to the load, later is up to the caller.
        || asked.compareTo(settings.longestRetryAfter()) > 0
        || !source.retryBudget().take()) {
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
      pause(wait.compareTo(asked) > 0 ? wait : asked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException(location + ": interrupted between two attempts");
      interrupted.addSuppressed(failure);
      throw interrupted;
    }
  }

  /** Waits; who may be cancelled meanwhile, in slices. */
  private void pause(Duration wait) throws InterruptedException {
    CancellationToken cancellation = request.cancellation();
    Duration slice = cancellation == CancellationToken.NONE ? wait : SLICE;
    Duration left = wait;
    do {
      source.settings().pause().pause(left.compareTo(slice) < 0 ? left : slice);
      cancellation.throwIfCancelled();
      left = left.minus(slice);
    } while (left.compareTo(Duration.ZERO) > 0);
  }

  private void disconnect() {
    InputStream open = current;
    current = null;
    if (open != null) {
      closeQuietly(open);
    }
  }

  private static void closeQuietly(Closeable open) {
    try {
      open.close();
    } catch (IOException | RuntimeException broken) {
      // The connection is given up anyway.
    }
  }
}
