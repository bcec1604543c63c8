// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import dev.gantry.core.LimitExceededException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what another fetcher brings: bytes of all bodies together, and how slow a body may be.
 *
 * <p>For a fetcher of a vendor, or for a host whose traffic costs money. {@link HttpFetcher} has a
 * minimum rate of its own. Thread-safe if the other fetcher is.
 */
public final class LimitedFetcher implements Fetcher {
  private final Fetcher fetcher;
  private final long totalBytes;
  private final @Nullable MinimumRate rate;
  private final LongSupplier nanoClock;
  private final AtomicLong readBytes = new AtomicLong();

  private LimitedFetcher(
      Fetcher fetcher, long totalBytes, @Nullable MinimumRate rate, LongSupplier nanoClock) {
    this.fetcher = Objects.requireNonNull(fetcher, "fetcher");
    this.totalBytes = totalBytes;
    this.rate = rate;
    this.nanoClock = nanoClock;
  }

  /**
   * Bounds the bytes of all bodies together.
   *
   * @param fetcher where files come from
   * @param totalBytes how many bytes may be read until {@link #reset}, 0 or more
   * @return a fetcher whose bodies fail with {@link LimitExceededException} beyond
   * @throws IllegalArgumentException if the number is negative
   */
  public static LimitedFetcher ofTotal(Fetcher fetcher, long totalBytes) {
    if (totalBytes < 0) {
      throw new IllegalArgumentException("total is negative: " + totalBytes);
    }
    return new LimitedFetcher(fetcher, totalBytes, null, System::nanoTime);
  }

  /**
   * Bounds how slow each body may be. A single read that never returns is up to the fetcher, which
   * needs an idle timeout of its own.
   *
   * @param fetcher where files come from
   * @param rate the slowest that is accepted
   * @param nanoClock nanoseconds from any start on, as {@link System#nanoTime()} gives them
   * @return a fetcher whose bodies fail with a {@link FetchFailedException} if they are slower
   */
  public static LimitedFetcher ofRate(Fetcher fetcher, MinimumRate rate, LongSupplier nanoClock) {
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(nanoClock, "nanoClock");
    return new LimitedFetcher(fetcher, Long.MAX_VALUE, rate, nanoClock);
  }

  /**
   * Returns what was read so far.
   *
   * @return bytes of bodies since the start or {@link #reset}
   */
  public long readBytes() {
    return readBytes.get();
  }

  /** Starts to count anew, for example for the next refresh. */
  public void reset() {
    readBytes.set(0);
  }

  @Override
  public FetchResponse open(FetchRequest request) throws IOException {
    LimitExceededException.check(total(), totalBytes, readBytes.get());
    FetchResponse response = fetcher.open(request);
    RateCheck check = rate == null ? null : new RateCheck(rate, nanoClock, request.path());
    return response.withBody(new LimitedBody(response.body(), check));
  }

  private static String total() {
    return "bytes fetched in total";
  }

  private final class LimitedBody extends FilterInputStream {
    private final @Nullable RateCheck check;

    LimitedBody(InputStream in, @Nullable RateCheck check) {
      super(in);
      this.check = check;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (check != null) {
        check.readStarts();
      }
      int count = in.read(target, offset, length);
      if (check != null) {
        check.readEnds(Math.max(count, 0));
      }
      if (count > 0) {
        LimitExceededException.check(total(), totalBytes, readBytes.addAndGet(count));
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 8192)];
      return Math.max(read(skipped, 0, skipped.length), 0);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
