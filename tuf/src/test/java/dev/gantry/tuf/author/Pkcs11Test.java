// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.ExternalTool;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signs with a real PKCS#11 library, SoftHSM. Its configuration is named by an environment variable
 * that must be set before the library is loaded, so that each test runs in a process of its own.
 */
class Pkcs11Test {
  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib64/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so",
          "/opt/homebrew/lib/softhsm/libsofthsm2.so");

  @TempDir Path directory;

  @Test
  void keysStayInTheTokenAndSign() throws Exception {
    Path tool = ExternalTool.require("softhsm2-util");
    Path library = LIBRARIES.stream().map(Path::of).filter(Files::exists).findFirst().orElseThrow();
    Path tokens = Files.createDirectory(directory.resolve("tokens"));
    Path configuration =
        Files.writeString(
            directory.resolve("softhsm2.conf"),
            "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
    run(
        configuration,
        List.of(
            tool.toString(),
            "--init-token",
            "--free",
            "--label",
            "gantry",
            "--pin",
            "1234",
            "--so-pin",
            "5678"));
    String java = ProcessHandle.current().info().command().orElseThrow();
    run(
        configuration,
        List.of(java, "-cp", classPath(), Pkcs11Probe.class.getName(), library.toString()));
  }

  /** What the probe needs, found where this process has it, as modules or on a class path. */
  private static String classPath() throws Exception {
    Set<String> places = new LinkedHashSet<>();
    for (String name :
        List.of(
            "dev.gantry.tuf.author.Pkcs11Probe",
            "dev.gantry.tuf.author.Pkcs11",
            "dev.gantry.core.Bytes",
            "tools.jackson.databind.JsonNode",
            "tools.jackson.core.JsonParser",
            "com.fasterxml.jackson.annotation.JsonFormat",
            "org.bouncycastle.jce.provider.BouncyCastleProvider",
            "org.bouncycastle.operator.jcajce.JcaContentSignerBuilder",
            "org.bouncycastle.asn1.misc.ScryptParams")) {
      String file = name.replace('.', '/') + ".class";
      URL url = Class.forName(name).getResource(file.substring(file.lastIndexOf('/') + 1));
      String text = Objects.requireNonNull(url, name).toString();
      String place = text.substring(0, text.length() - file.length());
      place = place.startsWith("jar:") ? place.substring(4, place.length() - 2) : place;
      places.add(Path.of(URI.create(place)).toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private void run(Path configuration, List<String> command) throws Exception {
    Path output = Files.createTempFile(directory, "run", ".out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends in a minute");
      assertEquals(0, process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }
}
