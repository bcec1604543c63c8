// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.FuzzHarness;
import dev.gantry.tuf.KeyIdPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file, read as each role. */
public class EnvelopeFuzzTest {
  static List<Path> seeds() {
    return FuzzHarness.seeds(EnvelopeFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** One way to read a file. */
  private interface Reading {
    void of(Envelope envelope) throws GantryException;
  }

  private static final List<Reading> READINGS =
      List.of(
          envelope -> RootRole.parse(envelope, KeyIdPolicy.DECLARED, Optional.empty()),
          envelope -> RootRole.parse(envelope, KeyIdPolicy.ENFORCE, Optional.empty()),
          TimestampRole::parse,
          EnvelopeFuzzTest::snapshot,
          EnvelopeFuzzTest::targets);

  public static void fuzzerTestOneInput(byte[] input) {
    for (Reading reading : READINGS) {
      FuzzHarness.run(
          input, () -> reading.of(Envelope.parse(Bytes.of(input), "fuzz", 1 << 20, 64)));
    }
  }

  private static void snapshot(Envelope envelope) throws GantryException {
    SnapshotRole snapshot = SnapshotRole.parse(envelope);
    if (snapshot.regressionFrom(snapshot).isPresent()) {
      throw new AssertionError("a snapshot that takes back itself");
    }
    for (String name : snapshot.fileNames()) {
      if (name.endsWith(".json") && snapshot.role(name.substring(0, name.length() - 5)).isEmpty()) {
        throw new AssertionError("lost " + name);
      }
    }
  }

  private static void targets(Envelope envelope) throws GantryException {
    TargetsRole role = TargetsRole.parse(envelope, "targets");
    role.delegations().rolesFor("a/b");
    for (String path : role.paths()) {
      role.delegations().rolesFor(path);
      if (role.find(path).isEmpty()) {
        throw new AssertionError("lost " + path);
      }
    }
  }
}
