// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Tries a lock from another process. */
public final class LockProbe {
  private static final String SOURCE =
      """
      import java.nio.channels.FileChannel;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;

      class Probe {
        public static void main(String[] arguments) throws Exception {
          try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            System.out.print(channel.tryLock() == null ? "refused" : "locked");
          }
        }
      }
      """;

  private LockProbe() {}

  /** Returns {@code locked}, or {@code refused} if somebody has the lock. */
  public static String tryLock(Path file) throws IOException, InterruptedException {
    Path source = Files.createTempFile("Probe", ".java");
    try {
      Files.writeString(source, SOURCE);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  source.toString(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return answer;
    } finally {
      Files.delete(source);
    }
  }
}
