// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A public key: the first byte chooses scheme and encoding, the rest is the key. */
public class PublicKeyFuzzTest {
  private static final List<String> LABELS = List.of("PUBLIC KEY", "RSA PUBLIC KEY");

  static List<Path> seeds() {
    return FuzzHarness.seeds(PublicKeyFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    SignatureScheme[] schemes = SignatureScheme.values();
    SignatureScheme scheme = schemes[(input[0] & 0x0f) % schemes.length];
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("keytype", scheme.keyType()).put("scheme", scheme.id());
    json.putObject("keyval").put("public", text(input[0] >> 4 & 3, rest));
    FuzzHarness.run(
        input,
        () -> {
          TufKey key = TufKey.parse(json, "fuzz");
          assertTrue(key.isSupported());
          assertTrue(key.hasId(key.keyId()));
          assertFalse(key.verifies(Bytes.of((byte) 1), Bytes.of(rest)));
        });
  }

  private static String text(int encoding, byte[] content) {
    return switch (encoding) {
      case 0 -> new String(content, StandardCharsets.UTF_8);
      case 1 -> HexFormat.of().formatHex(content);
      default -> {
        String label = LABELS.get(encoding - 2);
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        yield "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
      }
    };
  }
}
