// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A private key file: the first byte chooses the form, the rest is the content. Encrypted keys are
 * opened with a passphrase where that is quick.
 */
public class PrivateKeyFuzzTest {
  private static final PassphraseSource PASSPHRASE = PassphraseSource.of("fuzz".toCharArray());
  private static final BigInteger QUICK_ITERATIONS = BigInteger.valueOf(1000);
  private static final BigInteger QUICK_SCRYPT = BigInteger.valueOf(1 << 12);

  /** A provider of BouncyCastle and the tables of a curve. */
  private static final long FREE_BYTES = 32 << 20;

  private static final List<String> LABELS =
      List.of(
          "PRIVATE KEY",
          "ENCRYPTED PRIVATE KEY",
          "RSA PRIVATE KEY",
          "EC PRIVATE KEY",
          "EC PARAMETERS");

  PrivateKeyFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(PrivateKeyFuzzTest.class);
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
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    int form = (input[0] & 0xff) % (LABELS.size() + 2);
    byte[] file;
    if (form == 0) {
      file = rest;
    } else if (form == 1) {
      file = HexFormat.of().formatHex(rest).getBytes(StandardCharsets.US_ASCII);
    } else {
      file = pem(LABELS.get(form - 2), rest);
    }
    // A file as it is may be PEM with anything in it.
    boolean text = form == 0 && rest.length > 0 && rest[0] != 0x30;
    PassphraseSource passphrases = text || !isQuick(rest) ? PassphraseSource.none() : PASSPHRASE;
    FuzzHarness.run(input, FREE_BYTES, () -> read(Bytes.of(file), passphrases));
  }

  private static void read(Bytes file, PassphraseSource passphrases) throws IOException {
    SigningKey key = SigningKey.decode(file, "fuzz", passphrases);
    // A signer verifies its own signatures: this fails if the halves do not belong together.
    key.sign(Bytes.of((byte) 1));
    assertEquals(key.publicKey(), TufPublicKey.parse(key.publicKey().toJson()));
  }

  private static byte[] pem(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** What may take ten seconds is not worth them here. */
  private static boolean isQuick(byte[] encrypted) {
    try {
      KeyDerivationFunc derivation =
          PBES2Parameters.getInstance(
                  EncryptedPrivateKeyInfo.getInstance(encrypted)
                      .getEncryptionAlgorithm()
                      .getParameters())
              .getKeyDerivationFunc();
      if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
        ScryptParams scrypt = ScryptParams.getInstance(derivation.getParameters());
        return scrypt
                .getCostParameter()
                .multiply(scrypt.getBlockSize())
                .multiply(scrypt.getParallelizationParameter())
                .compareTo(QUICK_SCRYPT)
            <= 0;
      }
      BigInteger iterations =
          PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount();
      return iterations.compareTo(QUICK_ITERATIONS) <= 0;
    } catch (RuntimeException notEncrypted) {
      return true;
    }
  }
}
