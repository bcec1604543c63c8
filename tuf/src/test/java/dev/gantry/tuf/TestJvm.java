// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** Starts programs of the tests in processes of their own. */
final class TestJvm {
  private TestJvm() {}

  /** Starts a class that has a main method; its errors go where those of the test go. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    Set<String> classPath = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            main,
            TufClient.class,
            Bytes.class,
            JsonNode.class,
            JsonParser.class,
            com.fasterxml.jackson.annotation.JsonFormat.class,
            Ed25519.class)) {
      classPath.add(location(type).toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Where a class comes from, on the class path or, patched into a module, on the module path. */
  private static Path location(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource("/" + file)).toString();
    String root = url.substring(0, url.length() - file.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.length() - "!/".length());
    }
    return Path.of(URI.create(root));
  }
}
