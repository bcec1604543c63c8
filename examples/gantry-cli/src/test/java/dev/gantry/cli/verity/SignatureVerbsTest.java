// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import static dev.gantry.cli.JsonCli.refused;
import static dev.gantry.cli.JsonCli.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Root hashes signed and verified, with keys and signatures that openssl made or verifies. */
class SignatureVerbsTest {
  private static final String ROOT = "00112233445566778899aabbccddeeff".repeat(2);

  @TempDir static Path keys;
  @TempDir Path directory;
  private Path signature;

  @BeforeAll
  static void makeKeys() throws IOException {
    for (String name : new String[] {"rsa", "ec", "stranger"}) {
      String kind = name.equals("rsa") ? "rsa:2048" : "ec";
      Object[] words = {
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        kind,
        "-subj",
        "/CN=" + name,
        "-days",
        "36500",
        "-keyout",
        key(name),
        "-out",
        certificate(name)
      };
      Object[] curve = {"-pkeyopt", "ec_paramgen_curve:P-256"};
      openssl(name.equals("rsa") ? words : concat(words, curve));
    }
  }

  @BeforeEach
  void nameFiles() {
    signature = directory.resolve("root.p7s");
  }

  private static Object[] concat(Object[] first, Object... rest) {
    Object[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  private static Path key(String name) {
    return keys.resolve(name + ".key");
  }

  private static Path certificate(String name) {
    return keys.resolve(name + ".crt");
  }

  private static void openssl(Object... words) throws IOException {
    ExternalTool.run(
            ExternalTool.require("openssl"), Arrays.stream(words).map(Object::toString).toList())
        .orFail();
  }

  private JsonNode sign(String name, Object... more) {
    Object[] words = {
      "verity",
      "sign",
      ROOT,
      "--key=" + key(name),
      "--certificate=" + certificate(name),
      "--root-hash-signature=" + signature
    };
    return run(0, concat(words, more));
  }

  private Object[] verify(String name) {
    return new Object[] {
      "verity",
      "verify-signature",
      ROOT,
      "--certificate=" + certificate(name),
      "--root-hash-signature=" + signature
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ec"})
  void opensslTakesWhatWeSign(String name) throws IOException {
    JsonNode made = sign(name);
    assertEquals("CN=" + name, made.path("signers").get(0).asString());
    assertEquals(Files.size(signature) * 2, made.path("signature").asString().length());
    Path content = Files.writeString(directory.resolve("root"), ROOT);
    openssl(
        "smime",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        signature,
        "-content",
        content,
        "-certfile",
        certificate(name),
        "-nointern",
        "-noverify",
        "-out",
        directory.resolve("o"));
    JsonNode proof = run(0, verify(name));
    assertEquals("CN=" + name, proof.path("signer").asString());
    assertEquals("SHA256", proof.path("digest").asString());
    assertEquals("ROOT_HASH_SIGNATURE_UNKNOWN_SIGNER", refused(4, verify("stranger")));
  }

  @Test
  void weTakeWhatOpensslSigns() throws IOException {
    Path content = Files.writeString(directory.resolve("root"), ROOT);
    openssl(
        "cms",
        "-sign",
        "-nocerts",
        "-noattr",
        "-binary",
        "-in",
        content,
        "-inkey",
        key("rsa"),
        "-signer",
        certificate("rsa"),
        "-outform",
        "DER",
        "-out",
        signature);
    run(0, verify("rsa"));
    Object[] fromFile = {
      "verity",
      "verify-signature",
      "--root-hash-file=" + content,
      "--certificate=" + certificate("stranger"),
      "--certificate=" + certificate("rsa"),
      "--root-hash-signature=" + signature
    };
    run(0, fromFile);
    byte[] theirs = Files.readAllBytes(signature);
    sign("rsa", "--overwrite");
    assertArrayEquals(theirs, Files.readAllBytes(signature));
  }

  @Test
  void severalKeysAndOtherDigests() {
    JsonNode made =
        sign("rsa", "--key=" + key("ec"), "--certificate=" + certificate("ec"), "--digest=sha512");
    assertEquals(2, made.path("signers").size());
    assertEquals("SHA512", run(0, verify("rsa")).path("digest").asString());
    run(0, verify("ec"));
  }

  @Test
  void signaturePartition() throws IOException {
    Path partition = directory.resolve("partition");
    sign("ec", "--signature-partition=" + partition);
    assertEquals(0, Files.size(partition) % 4096);
    Object[] words = {
      "verity",
      "verify-signature",
      ROOT,
      "--certificate=" + certificate("ec"),
      "--signature-partition=" + partition
    };
    run(0, words);
    words[2] = "ff" + ROOT.substring(2);
    assertEquals("SIGNATURE_PARTITION_MALFORMED", refused(4, words));
    words[2] = ROOT;
    for (String bad : new String[] {"[]", "{", "{\"rootHash\": 1}", "{}"}) {
      Files.write(partition, Arrays.copyOf(bad.getBytes(StandardCharsets.US_ASCII), 4096));
      assertEquals("SIGNATURE_PARTITION_MALFORMED", refused(4, words), bad);
    }
  }

  @Test
  void refusesWhatIsBent() throws IOException {
    sign("rsa");
    byte[] good = Files.readAllBytes(signature);
    byte[] bent = good.clone();
    bent[bent.length - 1] ^= 1;
    Files.write(signature, bent);
    assertEquals("ROOT_HASH_SIGNATURE_WRONG_SIGNATURE", refused(4, verify("rsa")));
    Files.write(signature, good);
    Object[] other = verify("rsa");
    other[2] = "ff" + ROOT.substring(2);
    assertEquals("ROOT_HASH_SIGNATURE_WRONG_SIGNATURE", refused(4, other));
    Files.write(signature, new byte[] {1, 2, 3});
    run(4, verify("rsa"));
  }

  @Test
  void keepsFilesAndNamesWhatIsWrong() throws IOException {
    byte[] before = Files.readAllBytes(key("rsa"));
    Object[] base = {
      "verity", "sign", ROOT, "--key=" + key("rsa"), "--certificate=" + certificate("rsa")
    };
    assertEquals("BAD_ARGUMENT", refused(2, base));
    Object[] overKey = concat(base, "--root-hash-signature=" + key("rsa"));
    assertEquals("IO_ERROR", refused(1, overKey));
    assertEquals("IO_ERROR", refused(1, concat(overKey, "--overwrite")));
    assertArrayEquals(before, Files.readAllBytes(key("rsa")));
    Object[] out = {"--root-hash-signature=" + signature};
    assertEquals("BAD_ARGUMENT", refused(2, concat(concat(base, out), "--key=" + key("ec"))));
    Object[] mixed = {
      "verity", "sign", ROOT, "--key=" + key("ec"), "--certificate=" + certificate("rsa"), out[0]
    };
    assertEquals("ROOT_HASH_SIGNING", refused(4, mixed));
    Object[] noKey = {
      "verity",
      "sign",
      ROOT,
      "--key=" + certificate("rsa"),
      "--certificate=" + certificate("rsa"),
      out[0]
    };
    String code = refused(4, noKey);
    assertTrue(code.startsWith("SIGNING_FILE") || code.startsWith("UNSUPPORTED"), code);
    Object[] shortRoot = concat(base, out);
    shortRoot[2] = "abcd";
    assertEquals("BAD_ARGUMENT", refused(2, shortRoot));
    assertFalse(Files.exists(signature));
  }
}
