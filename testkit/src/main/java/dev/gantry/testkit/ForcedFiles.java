// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Tells which files and directories a piece of code forced to their medium, as the JDK's flight
 * recorder sees them. Nothing else about a file system shows whether what was written would outlive
 * a power cut: without one, a file that was never forced reads the same.
 *
 * <p>The recorder sees the whole process, so tests that force files below the same directory at the
 * same time must not run in parallel.
 */
public final class ForcedFiles {
  private static final String EVENT = "jdk.FileForce";

  private ForcedFiles() {}

  /**
   * Code that may fail.
   *
   * @param <X> how it may fail
   */
  @FunctionalInterface
  public interface Action<X extends Exception> {
    /**
     * Runs.
     *
     * @throws X if it fails
     */
    void run() throws X;
  }

  /**
   * Runs an action and returns what was forced meanwhile.
   *
   * @param <X> how the action may fail
   * @param directory only this directory and what is below it counts
   * @param action what to run
   * @return the forced paths in the order of time, relative to the directory, by the names that
   *     they had then; the directory itself is the empty path
   * @throws X if the action fails
   * @throws IOException if the recording cannot be written or read
   */
  public static <X extends Exception> List<Path> during(Path directory, Action<X> action)
      throws X, IOException {
    Path root = directory.toRealPath();
    Path file = Files.createTempFile("gantry-forced-", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
      return read(file, root);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static List<Path> read(Path file, Path root) throws IOException {
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.sort(Comparator.comparing(RecordedEvent::getStartTime));
    List<Path> forced = new ArrayList<>();
    for (RecordedEvent event : events) {
      String text = event.getString("path");
      if (text != null) {
        Path path = Path.of(text).toAbsolutePath();
        if (path.startsWith(root)) {
          forced.add(root.relativize(path));
        }
      }
    }
    return List.copyOf(forced);
  }
}
