// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.partition.disk.KernelNotice.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTableNotifierTest {
  private static final TableChange CHANGE =
      new TableChange(TableChange.Kind.PARTITIONS, List.of(3), List.of(3));

  private static KernelNotice run(String script) {
    return CommandTableNotifier.of(List.of("sh", "-c", script), Duration.ofSeconds(20))
        .tableChanged(Path.of("/dev/none"), CHANGE);
  }

  @Test
  void reportsWhatTheProgramSays() {
    assertEquals(Status.TOLD, run("exit 0").status());
    KernelNotice busy = run("echo 'BLKRRPART failed: Device or resource busy' >&2; exit 1");
    assertEquals(Status.BUSY, busy.status());
    KernelNotice failed = run("echo no; exit 3");
    assertEquals(Status.FAILED, failed.status());
    assertTrue(failed.detail().contains("3"), failed.detail());
    // What it writes is bounded in the notice, and it never waits for a reader or for input.
    KernelNotice much = run("cat; head -c 1000000 /dev/zero; exit 1");
    assertEquals(Status.FAILED, much.status());
    assertTrue(much.detail().length() < 10_000, "length " + much.detail().length());
  }

  @Test
  void reportsAProgramThatIsMissingOrHangs() {
    KernelTableNotifier none =
        CommandTableNotifier.of(List.of("no-such-program-of-gantry"), Duration.ofSeconds(1));
    assertEquals(Status.FAILED, none.tableChanged(Path.of("/dev/none"), CHANGE).status());
    KernelTableNotifier slow =
        CommandTableNotifier.of(List.of("sh", "-c", "sleep 60"), Duration.ofMillis(50));
    assertEquals(Status.FAILED, slow.tableChanged(Path.of("/dev/none"), CHANGE).status());
    assertEquals(
        Status.NOT_TOLD,
        KernelTableNotifier.NONE.tableChanged(Path.of("/dev/none"), CHANGE).status());
    assertThrows(
        IllegalArgumentException.class, () -> CommandTableNotifier.of(List.of(), Duration.ZERO));
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertEquals(Status.FAILED, run("sleep 60").status());
    assertTrue(Thread.interrupted());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
