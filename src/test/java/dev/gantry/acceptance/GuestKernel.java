// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Linux kernel that guests run.
 *
 * @param image what QEMU starts
 * @param modules its modules by name, with those each needs; empty if it has none
 */
record GuestKernel(Path image, Map<String, Module> modules) {
  /**
   * A loadable module.
   *
   * @param file the module
   * @param needs names of the modules that must be loaded before it, the first to load last
   */
  record Module(Path file, List<String> needs) {}

  /**
   * Finds the kernel of a distribution, unpacked from its package, with the modules listed by
   * {@code depmod}.
   */
  static GuestKernel require() throws IOException {
    String architecture = System.getProperty("os.arch");
    Assumptions.assumeTrue("amd64".equals(architecture), "guests run amd64, not " + architecture);
    String directory = System.getenv("GANTRY_KERNEL");
    if (directory == null) {
      String message = "GANTRY_KERNEL does not name an unpacked kernel package";
      return "true".equals(System.getenv("CI"))
          ? Assertions.fail(message)
          : Assumptions.abort(message);
    }
    Path root = Path.of(directory);
    Path modules = one(root.resolve("lib/modules"), "");
    return new GuestKernel(
        one(root.resolve("boot"), "vmlinuz-"),
        readModules(modules, modules.resolve("modules.dep")));
  }

  /**
   * Finds the kernel that {@code src/test/kernel/build-signed-kernel.sh} made. It takes minutes to
   * build, so tests of it are skipped where it is missing, under {@code CI} too.
   */
  static Optional<Path> signedKernelDirectory() {
    return Optional.ofNullable(System.getenv("GANTRY_SIGNED_KERNEL")).map(Path::of);
  }

  /** Lists modules so that each comes after what it needs; those built in or unknown are left. */
  List<Path> loadOrder(Collection<String> wanted) {
    Set<Path> order = new LinkedHashSet<>();
    for (String name : wanted) {
      Module module = modules.get(name);
      if (module != null) {
        List<String> needs = new ArrayList<>(module.needs());
        Collections.reverse(needs);
        order.addAll(loadOrder(needs));
        order.add(module.file());
      }
    }
    return List.copyOf(order);
  }

  private static Map<String, Module> readModules(Path directory, Path list) throws IOException {
    Map<String, Module> modules = new HashMap<>();
    for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
      int colon = line.indexOf(':');
      List<String> needs =
          Stream.of(line.substring(colon + 1).trim().split(" "))
              .filter(s -> !s.isEmpty())
              .map(GuestKernel::name)
              .toList();
      String file = line.substring(0, colon);
      modules.put(name(file), new Module(directory.resolve(file), needs));
    }
    return modules;
  }

  private static String name(String file) {
    String base = file.substring(file.lastIndexOf('/') + 1);
    return base.substring(0, base.indexOf('.')).replace('-', '_');
  }

  private static Path one(Path directory, String prefix) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      List<Path> matches =
          found.filter(p -> p.getFileName().toString().startsWith(prefix)).toList();
      Assertions.assertEquals(1, matches.size(), () -> directory + " has " + matches);
      return matches.get(0);
    }
  }
}
