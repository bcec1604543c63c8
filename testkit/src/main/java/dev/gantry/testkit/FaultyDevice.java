// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A device that fails where it is told to, and counts what it is asked for.
 *
 * <p>Operations are counted from 1, each kind by itself, over the life of this object; calls with a
 * range outside the device are not counted. After a power cut every operation throws {@link
 * PowerCutException}, and the device underneath holds what survived.
 *
 * <p>Thread-safe; operations are done one at a time. Closing it does not close the device
 * underneath.
 */
public final class FaultyDevice implements BlockDevice {
  private final Object lock = new Object();
  private final BlockDevice delegate;
  private final Set<Long> failingReads;
  private final Set<Long> failingWrites;
  private final Set<Long> failingFlushes;
  private final long cutWrite;
  private final int cutWrittenBytes;
  private final long cutFlush;
  private final long firstLostWrite;
  private long reads;
  private long writes;
  private long flushes;
  private boolean powerOff;

  private FaultyDevice(Builder builder) {
    this.delegate = builder.delegate;
    this.failingReads = Set.copyOf(builder.failingReads);
    this.failingWrites = Set.copyOf(builder.failingWrites);
    this.failingFlushes = Set.copyOf(builder.failingFlushes);
    this.cutWrite = builder.cutWrite;
    this.cutWrittenBytes = builder.cutWrittenBytes;
    this.cutFlush = builder.cutFlush;
    this.firstLostWrite = builder.firstLostWrite;
  }

  /**
   * Starts a device that works until it is told otherwise.
   *
   * @param delegate the device underneath; the caller closes it
   * @return a builder
   */
  public static Builder builder(BlockDevice delegate) {
    return new Builder(delegate);
  }

  /**
   * Returns how many reads were asked for.
   *
   * @return 0 or more, failed ones included
   */
  public long reads() {
    synchronized (lock) {
      return reads;
    }
  }

  /**
   * Returns how many writes were asked for.
   *
   * @return 0 or more, failed and lost ones included
   */
  public long writes() {
    synchronized (lock) {
      return writes;
    }
  }

  /**
   * Returns how many flushes were asked for.
   *
   * @return 0 or more, failed ones included
   */
  public long flushes() {
    synchronized (lock) {
      return flushes;
    }
  }

  @Override
  public long sizeBytes() {
    return delegate.sizeBytes();
  }

  @Override
  public int logicalBlockSizeBytes() {
    return delegate.logicalBlockSizeBytes();
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) target.remaining(), sizeBytes());
    synchronized (lock) {
      reads++;
      fail("read", reads, failingReads);
      delegate.readFully(offsetBytes, target);
    }
  }

  @Override
  public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) source.remaining(), sizeBytes());
    synchronized (lock) {
      writes++;
      fail("write", writes, failingWrites);
      if (writes == cutWrite) {
        powerOff = true;
        int survives = Math.min(cutWrittenBytes, source.remaining());
        delegate.writeFully(offsetBytes, source.slice(source.position(), survives));
        throw new PowerCutException("power cut in write " + writes);
      }
      if (writes >= firstLostWrite) {
        source.position(source.limit());
      } else {
        delegate.writeFully(offsetBytes, source);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (lock) {
      flushes++;
      fail("flush", flushes, failingFlushes);
      if (flushes == cutFlush || writes >= firstLostWrite) {
        powerOff = true;
        throw new PowerCutException("power cut in flush " + flushes);
      }
      delegate.flush();
    }
  }

  private void fail(String operation, long number, Set<Long> failing) throws IOException {
    if (powerOff) {
      throw new PowerCutException("power is off, " + operation + " " + number + " not done");
    }
    if (failing.contains(number)) {
      throw new IOException("injected failure of " + operation + " " + number);
    }
  }

  @Override
  public String description() {
    return "faulty " + delegate.description();
  }

  /** Does nothing: the device underneath stays open. */
  @Override
  public void close() {}

  /**
   * Says where the device fails. Not thread-safe.
   *
   * <p>Every number counts from 1.
   */
  public static final class Builder {
    private final BlockDevice delegate;
    private final Set<Long> failingReads = new HashSet<>();
    private final Set<Long> failingWrites = new HashSet<>();
    private final Set<Long> failingFlushes = new HashSet<>();
    private long cutWrite = Long.MAX_VALUE;
    private int cutWrittenBytes;
    private long cutFlush = Long.MAX_VALUE;
    private long firstLostWrite = Long.MAX_VALUE;

    private Builder(BlockDevice delegate) {
      this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /**
     * Lets one read throw an {@link IOException}; later ones work.
     *
     * @param number which read
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder failRead(long number) {
      failingReads.add(checkNumber(number));
      return this;
    }

    /**
     * Lets one write throw an {@link IOException} and write nothing; later ones work.
     *
     * @param number which write
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder failWrite(long number) {
      failingWrites.add(checkNumber(number));
      return this;
    }

    /**
     * Lets one flush throw an {@link IOException}; later ones work.
     *
     * @param number which flush
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder failFlush(long number) {
      failingFlushes.add(checkNumber(number));
      return this;
    }

    /**
     * Cuts the power in a write, which throws {@link PowerCutException}.
     *
     * @param number which write
     * @param writtenBytes how many of its first bytes survive; 0 or more, cut to its size
     * @return this builder
     * @throws IllegalArgumentException if a number is out of range
     */
    public Builder cutPowerInWrite(long number, int writtenBytes) {
      if (writtenBytes < 0) {
        throw new IllegalArgumentException("written bytes is " + writtenBytes);
      }
      cutWrite = checkNumber(number);
      cutWrittenBytes = writtenBytes;
      return this;
    }

    /**
     * Cuts the power in a flush, which throws {@link PowerCutException}.
     *
     * @param number which flush
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder cutPowerInFlush(long number) {
      cutFlush = checkNumber(number);
      return this;
    }

    /**
     * Drops a write and all later ones silently, as a cache does that never reaches the medium: the
     * writes return, reads show the old content, and the next flush throws {@link
     * PowerCutException}.
     *
     * @param number the first write that is lost
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder loseWritesFrom(long number) {
      firstLostWrite = checkNumber(number);
      return this;
    }

    /**
     * Makes the device.
     *
     * @return a new device whose counters are 0
     */
    public FaultyDevice build() {
      return new FaultyDevice(this);
    }

    private static long checkNumber(long number) {
      if (number < 1) {
        throw new IllegalArgumentException("operations count from 1, found " + number);
      }
      return number;
    }
  }
}
