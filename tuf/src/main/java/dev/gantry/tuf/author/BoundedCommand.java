// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command with bounded time and output, and leaves no process behind. */
final class BoundedCommand {
  /** More than any signature takes in any form; what is longer is something else. */
  private static final int MAX_OUTPUT_BYTES = 64 * 1024;

  private static final int SHOWN_CHARACTERS = 160;

  private final String description;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Duration timeLimit;

  BoundedCommand(
      String description,
      List<String> command,
      Map<String, String> environment,
      Duration timeLimit) {
    this.description = description;
    this.command = command;
    this.environment = environment;
    this.timeLimit = timeLimit;
  }

  /** Returns what the command writes to standard output before it ends with status 0. */
  Bytes run(Bytes input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException | RuntimeException e) {
      throw new SigningFailedException(description, "it cannot be started: " + e.getMessage(), e);
    }
    Reader out = new Reader(process.getInputStream(), process);
    Reader err = new Reader(process.getErrorStream(), process);
    try {
      long end = System.nanoTime() + timeLimit.toNanos();
      start("standard input", () -> write(process, input));
      Thread outThread = start("standard output", out);
      Thread errThread = start("standard error", err);
      if (!process.waitFor(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failed("it did not end in " + timeLimit, err);
      }
      // A child that outlives the command may keep its output open.
      join(outThread, end, err);
      join(errThread, end, err);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for " + description);
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (out.overflow || err.overflow) {
      throw failed("it wrote more than " + MAX_OUTPUT_BYTES + " bytes", err);
    }
    if (process.exitValue() != 0) {
      throw failed("exit status " + process.exitValue(), err);
    }
    return Bytes.of(out.content, 0, out.length);
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, "gantry-signer " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void join(Thread thread, long end, Reader err)
      throws InterruptedException, SigningFailedException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    thread.join(Math.max(1, left));
    if (thread.isAlive()) {
      throw failed("its output was still open after " + timeLimit, err);
    }
  }

  private static void write(Process process, Bytes input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.toByteArray());
    } catch (IOException e) {
      // A command may well know what to sign without reading to the end.
    }
  }

  private SigningFailedException failed(String found, Reader err) {
    String text = err.text();
    int cut = Math.max(0, text.length() - SHOWN_CHARACTERS);
    return new SigningFailedException(
        description,
        found + (text.isEmpty() ? "" : "; standard error ends with: " + text.substring(cut)),
        null);
  }

  /** Reads one stream of a process; kills the process when it writes too much. */
  private static final class Reader implements Runnable {
    private final InputStream in;
    private final Process process;
    private final byte[] content = new byte[MAX_OUTPUT_BYTES];
    private volatile int length;
    private volatile boolean overflow;

    Reader(InputStream in, Process process) {
      this.in = in;
      this.process = process;
    }

    @Override
    public void run() {
      try {
        int read = 0;
        int total = 0;
        while (read >= 0 && total < content.length) {
          read = in.read(content, total, content.length - total);
          total += Math.max(0, read);
          length = total;
        }
        if (read >= 0 && in.read() >= 0) {
          overflow = true;
          process.destroyForcibly();
        }
      } catch (IOException e) {
        // The process was ended here; whoever did so says why.
      }
    }

    String text() {
      return new String(content, 0, length, StandardCharsets.UTF_8).strip();
    }
  }
}
