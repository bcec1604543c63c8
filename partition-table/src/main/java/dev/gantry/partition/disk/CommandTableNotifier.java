// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Tells the kernel by running a program of util-linux.
 *
 * <p>Immutable and thread-safe.
 */
public final class CommandTableNotifier implements KernelTableNotifier {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_OUTPUT_BYTES = 4096;

  private final List<String> command;
  private final List<String> removal;
  private final Duration timeout;

  private CommandTableNotifier(List<String> command, List<String> removal, Duration timeout) {
    this.command = List.copyOf(command);
    this.removal = List.copyOf(removal);
    this.timeout = timeout;
  }

  /**
   * Uses {@code partx}, which adds, removes and resizes single partitions, so that others of the
   * disk may be in use: {@code partx -d} for each that was removed, which {@code partx -u} leaves
   * in the kernel, and {@code partx -u} for the others.
   *
   * @return a notifier
   */
  public static CommandTableNotifier partx() {
    return new CommandTableNotifier(
        List.of("partx", "-u"), List.of("partx", "-d", "--nr"), TIMEOUT);
  }

  /**
   * Uses {@code blockdev --rereadpt}, which needs that no partition of the disk is in use.
   *
   * @return a notifier
   */
  public static CommandTableNotifier blockdev() {
    return of(List.of("blockdev", "--rereadpt"), TIMEOUT);
  }

  /**
   * Uses another program, to which the path of the device is added as the last argument.
   *
   * @param command the program and its first arguments
   * @param timeout how long it may run before it is killed
   * @return a notifier
   * @throws IllegalArgumentException if the command is empty
   */
  public static CommandTableNotifier of(List<String> command, Duration timeout) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("no program");
    }
    return new CommandTableNotifier(command, List.of(), timeout);
  }

  @Override
  public KernelNotice tableChanged(Path device, TableChange change) {
    try {
      List<KernelNotice> busy = new ArrayList<>();
      if (!removal.isEmpty()) {
        for (int number : change.removed()) {
          KernelNotice removed = run(full(removal, Integer.toString(number), device.toString()));
          // One that the kernel never had cannot be removed, and need not be.
          if (removed.status() == KernelNotice.Status.BUSY) {
            busy.add(removed);
          }
        }
      }
      KernelNotice told = run(full(command, device.toString()));
      return busy.isEmpty() ? told : busy.get(0);
    } catch (IOException e) {
      return new KernelNotice(KernelNotice.Status.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static List<String> full(List<String> command, String... arguments) {
    List<String> full = new ArrayList<>(command);
    full.addAll(List.of(arguments));
    return full;
  }

  private KernelNotice run(List<String> full) throws IOException {
    // A file instead of a pipe: the program can write what it likes and never waits for a reader.
    Path output = Files.createTempFile("gantry-kernel", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(full);
      builder.environment().put("LC_ALL", "C");
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          return failed(full, "did not end in " + timeout);
        }
        if (process.exitValue() == 0) {
          return new KernelNotice(KernelNotice.Status.TOLD, String.join(" ", full));
        }
        String text = head(output);
        boolean busy = text.toLowerCase(Locale.ROOT).contains("device or resource busy");
        return busy
            ? new KernelNotice(KernelNotice.Status.BUSY, full.get(0) + ": " + text)
            : failed(full, "exit code " + process.exitValue() + ": " + text);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return failed(full, "interrupted");
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static KernelNotice failed(List<String> full, String why) {
    return new KernelNotice(KernelNotice.Status.FAILED, full.get(0) + ": " + why);
  }

  private static String head(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8).strip();
    }
  }
}
