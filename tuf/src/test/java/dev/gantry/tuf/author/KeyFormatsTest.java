// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in all the forms that OpenSSL writes, and ours as OpenSSL reads them. */
class KeyFormatsTest {
  private static final Bytes MESSAGE = Bytes.of((byte) 1, (byte) 2);
  private static final String PASSPHRASE = "correct horse";

  @TempDir Path directory;

  private Path openssl(String... arguments) throws Exception {
    return openssl(List.of(arguments));
  }

  /** Runs OpenSSL with its output in a new file. */
  private Path openssl(List<String> arguments) throws Exception {
    Path out = Files.createTempFile(directory, "key", ".out");
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("-out", out.toString()));
    ToolResult result = ExternalTool.run(ExternalTool.require("openssl"), all);
    assertEquals(0, result.exitCode(), () -> arguments + ": " + result.stderr());
    return out;
  }

  private Path generate(String kind) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("genpkey", "-algorithm"));
    if (kind.startsWith("RSA")) {
      arguments.addAll(List.of("RSA", "-pkeyopt", "rsa_keygen_bits:" + kind.substring(3)));
    } else if (kind.startsWith("P-")) {
      arguments.addAll(List.of("EC", "-pkeyopt", "ec_paramgen_curve:" + kind));
    } else {
      arguments.add(kind);
    }
    return openssl(arguments);
  }

  private SigningKey load(Path file) throws Exception {
    SigningKey key = SigningKey.load(file, PASSPHRASE.toCharArray());
    assertTrue(key.publicKey().key().verifies(MESSAGE, key.sign(MESSAGE)));
    return key;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ED25519", "P-256", "P-384", "P-521", "RSA2048", "RSA3072"})
  void formsOfOpensslLoad(String kind) throws Exception {
    Path pem = generate(kind);
    String in = pem.toString();
    TufPublicKey expected = load(pem).publicKey();

    List<Path> forms = new ArrayList<>();
    forms.add(openssl("pkcs8", "-topk8", "-nocrypt", "-in", in, "-outform", "DER"));
    String pass = "pass:" + PASSPHRASE;
    for (String cipher : List.of("-aes256", "-aes128")) {
      forms.add(
          openssl("pkcs8", "-topk8", "-in", in, "-v2", cipher.substring(1), "-passout", pass));
    }
    forms.add(openssl("pkcs8", "-topk8", "-in", in, "-scrypt", "-passout", pass));
    forms.add(
        openssl(
            "pkcs8",
            "-topk8",
            "-in",
            in,
            "-v2",
            "aes-256-cbc",
            "-v2prf",
            "hmacWithSHA512",
            "-outform",
            "DER",
            "-passout",
            pass));
    if (!kind.equals("ED25519")) {
      String tool = kind.startsWith("RSA") ? "rsa" : "ec";
      List<String> traditional =
          new ArrayList<>(tool.equals("rsa") ? List.of("rsa", "-traditional") : List.of("ec"));
      traditional.addAll(List.of("-in", in));
      forms.add(openssl(traditional));
      for (String option : List.of("-aes256", "-des3")) {
        List<String> encrypted = new ArrayList<>(traditional);
        encrypted.addAll(List.of(option, "-passout", pass));
        forms.add(openssl(encrypted));
      }
      traditional.addAll(List.of("-outform", "DER"));
      forms.add(openssl(traditional));
    }
    for (Path form : forms) {
      assertEquals(
          expected, load(form).publicKey(), Files.readString(form, StandardCharsets.ISO_8859_1));
    }
    Bytes der = Bytes.of(Files.readAllBytes(forms.get(0)));
    assertEquals(
        expected,
        load(Files.writeString(directory.resolve("hex"), der.toHex() + "\n")).publicKey());

    assertEquals(expected, TufPublicKey.load(openssl("pkey", "-in", in, "-pubout")));
    Path spki = openssl("pkey", "-in", in, "-pubout", "-outform", "DER");
    assertEquals(expected, TufPublicKey.load(spki));
    String hex = Bytes.of(Files.readAllBytes(spki)).toHex();
    assertEquals(expected, TufPublicKey.decode(ascii(hex), "hex"));
    if (kind.equals("ED25519")) {
      assertEquals(expected, TufPublicKey.decode(ascii(hex.substring(24)), "hex"));
    } else if (kind.equals("P-256")) {
      assertEquals(expected, TufPublicKey.decode(ascii(hex.substring(52)), "hex"));
    } else if (kind.startsWith("RSA")) {
      assertEquals(expected, TufPublicKey.load(openssl("rsa", "-in", in, "-RSAPublicKey_out")));
      assertEquals(
          expected,
          TufPublicKey.load(openssl("rsa", "-in", in, "-RSAPublicKey_out", "-outform", "DER")));
    }
    String[] request = {"req", "-x509", "-new", "-key", in, "-subj", "/CN=x"};
    assertEquals(expected, TufPublicKey.load(openssl(request)));
    List<String> binary = new ArrayList<>(Arrays.asList(request));
    binary.addAll(List.of("-outform", "DER"));
    assertEquals(expected, TufPublicKey.load(openssl(binary)));
    assertEquals(expected, TufPublicKey.decode(ascii(expected.toJson()), "json"));
  }

  private static Bytes ascii(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource(KeyEncryption.class)
  void opensslReadsOurs(KeyEncryption encryption) throws Exception {
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.ED25519, KeyAlgorithm.ECDSA_P521, KeyAlgorithm.RSA_PSS_2048)) {
      SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
      Path file = directory.resolve(algorithm + ".pem");
      key.saveEncrypted(
          file, PASSPHRASE.toCharArray(), encryption, new SecureRandom(), KeyFileMode.CREATE_NEW);
      Path open =
          openssl("pkey", "-in", file.toString(), "-passin", "pass:" + PASSPHRASE, "-pubout");
      assertEquals(key.publicKey(), TufPublicKey.load(open));
      assertEquals(key.publicKey(), load(file).publicKey());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ECDSA_P384", "ECDSA_P521"})
  void largerCurvesSign(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    assertTrue(key.publicKey().key().verifies(MESSAGE, key.sign(MESSAGE)));
    assertEquals("ecdsa", key.publicKey().keyType());
  }

  @Test
  void rsaKeysTakeAnySizeExponentAndDigest() throws Exception {
    SigningKey key = SigningKey.generateRsa(2056, 65539, new SecureRandom());
    assertTrue(key.publicKey().key().verifies(MESSAGE, key.sign(MESSAGE)));
    assertEquals(257, key.sign(MESSAGE).size());
    for (String scheme : List.of("rsassa-pss-sha384", "rsassa-pss-sha512")) {
      TufPublicKey declared =
          TufPublicKey.parse(key.publicKey().toJson().replace("rsassa-pss-sha256", scheme));
      assertTrue(declared.key().verifies(MESSAGE, key.in(declared).sign(MESSAGE)));
    }
    TufPublicKey old =
        TufPublicKey.parse(
            key.publicKey().toJson().replace("rsassa-pss-sha256", "rsa-pkcs1v15-sha256"));
    assertThrows(UnsupportedFormatException.class, () -> key.in(old));
    assertThrows(MalformedDataException.class, () -> key.in(TestKeys.ed25519(1).publicKey()));
    SecureRandom random = new SecureRandom();
    assertThrows(IllegalArgumentException.class, () -> SigningKey.generateRsa(2047, 65537, random));
    assertThrows(
        IllegalArgumentException.class, () -> SigningKey.generateRsa(16385, 65537, random));
    assertThrows(IllegalArgumentException.class, () -> SigningKey.generateRsa(2048, 65536, random));
    assertThrows(IllegalArgumentException.class, () -> SigningKey.generateRsa(2048, 3, random));
  }

  @Test
  void seedsAndSecuresystemslibObjectsLoad() throws Exception {
    String seed = "01".repeat(32);
    TufPublicKey expected = TestKeys.ed25519(1).publicKey();
    assertEquals(
        expected, SigningKey.decode(ascii(seed), "seed", PassphraseSource.none()).publicKey());
    String json =
        expected.toJson().replace("\"public\"", "\"private\":\"" + seed + "\",\"public\"");
    assertEquals(
        expected, SigningKey.decode(ascii(json), "json", PassphraseSource.none()).publicKey());
    String other = json.replace(seed, "02".repeat(32));
    assertThrows(
        MalformedDataException.class,
        () -> SigningKey.decode(ascii(other), "json", PassphraseSource.none()));
  }

  @Test
  void passphrasesAreAskedForOnlyWhenNeededAndWiped() throws Exception {
    SigningKey key = TestKeys.ed25519(1);
    Path plain = directory.resolve("plain.pem");
    key.save(plain, KeyFileMode.CREATE_NEW);
    SigningKey.load(
        plain,
        source -> {
          throw new AssertionError("not encrypted");
        });
    Path file = directory.resolve("encrypted.pem");
    key.saveEncrypted(
        file,
        PASSPHRASE.toCharArray(),
        KeyEncryption.SCRYPT,
        new SecureRandom(),
        KeyFileMode.CREATE_NEW);
    char[] given = PASSPHRASE.toCharArray();
    SigningKey.load(
        file,
        source -> {
          assertEquals(file.toString(), source);
          return given;
        });
    assertEquals(-1, new String(given).trim().indexOf('o'), "wiped");
  }

  /** Each names a curve, a size or an algorithm that nothing here signs with. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-224",
        "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit",
        "-algorithm RSA -pkeyopt rsa_keygen_bits:1024",
        "-algorithm X25519",
        "-algorithm ED448"
      })
  void otherKeysAreTyped(String arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("genpkey"));
    all.addAll(Arrays.asList(arguments.split(" ", -1)));
    Path file = openssl(all);
    assertThrows(MalformedDataException.class, () -> SigningKey.load(file));
    Path open = openssl("pkey", "-in", file.toString(), "-pubout");
    assertThrows(GantryException.class, () -> TufPublicKey.load(open));
  }

  /** PBES2 whose scrypt asks for N = 2^24, r = 8: 16 GiB. */
  @Test
  void scryptThatTakesTooMuchMemoryIsRefused() throws Exception {
    String numbers = "0410" + "00".repeat(16) + "020401000000" + "020108" + "020101";
    String scrypt = sequence("06092b06010401da47040b" + sequence(numbers));
    String cipher = sequence("060960864801650304012a" + "0410" + "00".repeat(16));
    String pbes2 = sequence("06092a864886f70d01050d" + sequence(scrypt + cipher));
    Bytes file = Bytes.parseHex(sequence(pbes2 + "0410" + "00".repeat(16)));
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class,
            () ->
                SigningKey.decode(
                    file,
                    "key",
                    source -> {
                      throw new AssertionError("asked for a passphrase");
                    }));
    assertTrue(e.found().contains(Long.toString((128L * 8) << 24)), e.found());
  }

  private static String sequence(String hex) {
    int length = hex.length() / 2;
    String prefix = length < 128 ? "" : "81";
    return "30" + prefix + Bytes.of((byte) length).toHex() + hex;
  }

  /** Nested far deeper than any parser should follow. */
  @ParameterizedTest
  @ValueSource(strings = {"3080", "3082", "a080", "2480"})
  void deepStructuresAreTyped(String head) throws Exception {
    StringBuilder hex = new StringBuilder();
    if (head.equals("3082")) {
      for (int left = 60_000; left > 4; left -= 4) {
        hex.append("3082").append(Bytes.of((byte) (left >> 8), (byte) left).toHex());
      }
    } else {
      hex.append("3080").append(head.repeat(20_000));
    }
    Bytes deep = Bytes.parseHex(hex);
    assertThrows(
        GantryException.class, () -> SigningKey.decode(deep, "deep", PassphraseSource.none()));
    assertThrows(GantryException.class, () -> TufPublicKey.decode(deep, "deep"));
  }
}
