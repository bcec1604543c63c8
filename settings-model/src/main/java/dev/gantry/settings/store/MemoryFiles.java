// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Bytes;
import java.io.Closeable;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A directory in memory. */
final class MemoryFiles implements StoreFiles {
  private final Map<String, Bytes> files = new ConcurrentHashMap<>();
  private final Semaphore writer = new Semaphore(1, true);

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public Optional<Bytes> readStart(String name, int maxBytes) {
    return Optional.ofNullable(files.get(name))
        .map(
            all -> all.size() <= maxBytes ? all : Bytes.copyOf(all.asByteBuffer().limit(maxBytes)));
  }

  @Override
  public void write(String name, Bytes content) {
    files.put(name, content);
  }

  @Override
  public void force(String name) throws NoSuchFileException {
    if (!files.containsKey(name)) {
      throw new NoSuchFileException(name);
    }
  }

  @Override
  public void move(String from, String to) throws NoSuchFileException {
    Bytes content = files.get(from);
    if (content == null) {
      throw new NoSuchFileException(from);
    }
    files.put(to, content);
    files.remove(from);
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void forceDirectory() {
    // Memory is as durable as it gets.
  }

  @Override
  public Optional<Closeable> lock(Duration timeout) throws InterruptedIOException {
    try {
      if (!writer.tryAcquire(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the lock of a store");
    }
    return Optional.of(writer::release);
  }
}
