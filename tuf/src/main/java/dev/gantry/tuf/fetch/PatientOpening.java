// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens files on threads of its own: whoever puts a named pipe in place of a file between the look
 * at it and its opening makes the opening wait for a writer, which Java cannot interrupt. The
 * caller then goes on, and the thread stays behind until there is one.
 */
final class PatientOpening {
  /** Much longer than any disk that still turns takes. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "gantry-open");
            thread.setDaemon(true);
            return thread;
          });

  private PatientOpening() {}

  /** Opens a file. */
  interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  /**
   * Opens a file.
   *
   * @param file what is opened, for messages
   * @throws FileSystemException if that takes too long
   */
  static SeekableByteChannel open(Path file, Opening opening, Duration patience)
      throws IOException {
    Handover handover = new Handover();
    FutureTask<SeekableByteChannel> task = new FutureTask<>(() -> handover.take(opening.open()));
    THREADS.execute(task);
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      handover.giveUp();
      throw new FileSystemException(
          file.toString(), null, "it does not open, as a pipe without a writer does not");
    } catch (InterruptedException e) {
      handover.giveUp();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(file + ": interrupted while it was opened");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static IOException rethrown(@Nullable Throwable cause) {
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    throw new AssertionError(cause);
  }

  /** Closes what is opened after the caller has gone. */
  private static final class Handover {
    private boolean isGivenUp;
    private SeekableByteChannel[] opened = {};

    synchronized SeekableByteChannel take(SeekableByteChannel channel) throws IOException {
      if (isGivenUp) {
        channel.close();
      }
      opened = new SeekableByteChannel[] {channel};
      return channel;
    }

    synchronized void giveUp() throws IOException {
      isGivenUp = true;
      for (SeekableByteChannel channel : opened) {
        channel.close();
      }
    }
  }
}
