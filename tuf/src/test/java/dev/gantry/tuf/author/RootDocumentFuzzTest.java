// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A root file in the hands of its authors: read, changed, signed and written. */
public class RootDocumentFuzzTest {
  private static final SigningKey KEY = key();
  private static final List<String> ROLES = List.of("root", "targets", "snapshot", "timestamp");
  private static final Instant EXPIRES = Instant.parse("2031-01-01T00:00:00Z");

  RootDocumentFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(RootDocumentFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static SigningKey key() {
    try {
      return TestKeys.ed25519(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzHarness.run(
        input,
        () -> {
          RootDocument root = RootDocument.parse(Bytes.of(input));
          assertEquals(root, RootDocument.parse(root.toBytes()));
          root.issues();
          RootDocument next = edited(root);
          assertEquals(next, RootDocument.parse(next.toBytes()));
          RootDocument signed = next.sign(List.of(KEY), root);
          assertEquals(signed, RootDocument.parse(signed.toBytes()));
          signed.inspect(root);
        });
  }

  private static RootDocument edited(RootDocument root) throws IOException {
    RootDocument next = root.withNextVersion().withExpiry(EXPIRES);
    for (String keyId : root.keys().keySet()) {
      next = next.withoutKey(keyId);
    }
    for (String role : ROLES) {
      next = next.withKey(role, KEY.publicKey()).withThreshold(role, 1);
    }
    return next;
  }
}
