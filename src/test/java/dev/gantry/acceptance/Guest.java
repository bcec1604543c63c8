// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boots virtual machines on an emulated processor, so that no test depends on the host's. */
final class Guest {
  private static final String CONSOLE = "console=ttyS0 panic=-1 ";

  /** QEMU 7.2 emulates cmpxchg16b so that newer kernels crash now and then. */
  private static final String PROCESSOR = "max,-cx16";

  private Guest() {}

  /** Boots with an initramfs and returns when the guest is off, or resets itself. */
  static GuestRun boot(GuestKernel kernel, Path initramfs, Path disk) throws IOException {
    return boot(kernel.image(), Optional.of(initramfs), disk, "quiet");
  }

  static GuestRun boot(Path image, Optional<Path> initramfs, Path disk, String commandLine)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-accel", "tcg", "-cpu", PROCESSOR, "-smp", "1", "-m", "256", "-nodefaults"));
    arguments.addAll(List.of("-display", "none", "-serial", "stdio", "-monitor", "none"));
    arguments.addAll(List.of("-no-reboot", "-kernel", image.toString()));
    initramfs.ifPresent(file -> arguments.addAll(List.of("-initrd", file.toString())));
    arguments.addAll(List.of("-drive", "format=raw,if=virtio,readonly=on,file=" + disk.toString()));
    arguments.addAll(List.of("-append", CONSOLE + commandLine));
    ToolResult result = ExternalTool.run(ExternalTool.require("qemu-system-x86_64"), arguments);
    assertEquals(0, result.exitCode(), result.stderr());
    return new GuestRun(result.stdout());
  }
}
