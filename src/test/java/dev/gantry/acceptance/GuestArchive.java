// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** The files that a guest starts with: an initramfs. */
final class GuestArchive {
  private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");
  private static final int PROGRAM = 0755;

  private static final List<String> SHELL_TOOLS =
      List.of(
          "sh",
          "cat",
          "cmp",
          "cut",
          "dd",
          "dmesg",
          "grep",
          "insmod",
          "mount",
          "poweroff",
          "sed",
          "sha256sum",
          "umount",
          "uname");

  private static final List<String> MODULES =
      List.of(
          "virtio_pci",
          "virtio_blk",
          "dm_mod",
          "dm_verity",
          "ext4",
          "sha256_generic",
          "sha512_generic",
          "sha3_generic",
          "sha256",
          "sha512",
          "sha3");

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Set<String> programs = new LinkedHashSet<>();

  /** Starts with a shell, its tools, {@code dmsetup} and the modules that the tests need. */
  static GuestArchive of(GuestKernel kernel) throws IOException {
    GuestArchive archive = new GuestArchive();
    archive.program("init", Files.readAllBytes(Reactor.root().resolve("src/test/kernel/init")));
    archive.tool("busybox");
    archive.tool("dmsetup");
    StringBuilder order = new StringBuilder();
    for (Path module : kernel.loadOrder(MODULES)) {
      archive.file("modules/" + module.getFileName(), Files.readAllBytes(module));
      order.append(module.getFileName()).append('\n');
    }
    return archive.text("modules/order", order.toString());
  }

  GuestArchive file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  GuestArchive text(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void program(String name, byte[] content) {
    file(name, content);
    programs.add(name);
  }

  /** Adds an installed program with the libraries that it is linked to. */
  GuestArchive tool(String name) throws IOException {
    Path tool = ExternalTool.require(name);
    program("bin/" + name, Files.readAllBytes(tool));
    ToolResult libraries = ExternalTool.run(ExternalTool.require("ldd"), tool.toString());
    Matcher matcher = LIBRARY.matcher(libraries.stdout());
    while (matcher.find()) {
      program(matcher.group(1).substring(1), Files.readAllBytes(Path.of(matcher.group(1))));
    }
    return this;
  }

  void write(Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW)) {
      Set<String> directories = new LinkedHashSet<>(List.of("proc", "sys", "dev", "mnt", "tmp"));
      for (String name : files.keySet()) {
        for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
          directories.add(name.substring(0, i));
        }
      }
      for (String name : directories) {
        put(cpio, name, CpioConstants.C_ISDIR | PROGRAM, new byte[0]);
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        int mode = programs.contains(file.getKey()) ? PROGRAM : 0644;
        put(cpio, file.getKey(), CpioConstants.C_ISREG | mode, file.getValue());
      }
      for (String tool : SHELL_TOOLS) {
        byte[] link = "busybox".getBytes(StandardCharsets.UTF_8);
        put(cpio, "bin/" + tool, CpioConstants.C_ISLNK | 0777, link);
      }
    }
  }

  private static void put(CpioArchiveOutputStream cpio, String name, long mode, byte[] content)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, content.length);
    entry.setMode(mode);
    entry.setTime(0);
    cpio.putArchiveEntry(entry);
    cpio.write(content);
    cpio.closeArchiveEntry();
  }
}
