// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.StateConflictException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLockTest {
  private static final String HOLDER =
      """
      import java.nio.channels.FileChannel;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;

      public class Holder {
        public static void main(String[] args) throws Exception {
          try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
            channel.lock();
            System.out.println("locked");
            System.in.read();
          }
        }
      }
      """;

  @TempDir private Path directory;

  private void assertBusy(Path file) {
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> EngineLock.acquire(file, "test"));
    assertEquals("ENGINE_BUSY", e.code());
    assertEquals("test", e.operation());
  }

  @Test
  void oneAtATimeInThisProcess() throws IOException {
    Path file = directory.resolve("lock");
    EngineLock lock = EngineLock.acquire(file, "first");
    try (lock) {
      assertBusy(file);
    }
    EngineLock.acquire(file, "second").close();
  }

  @Test
  void oneAtATimeInAllProcesses() throws Exception {
    Path file = Files.createFile(directory.resolve("lock"));
    Path source = Files.writeString(directory.resolve("Holder.java"), HOLDER);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process holder =
        new ProcessBuilder(java.toString(), source.toString(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = holder.inputReader()) {
      assertEquals("locked", output.readLine());
      assertBusy(file);
      holder.outputWriter().close();
      assertEquals(0, holder.waitFor());
    } finally {
      holder.destroyForcibly();
    }
    EngineLock.acquire(file, "afterwards").close();
  }
}
