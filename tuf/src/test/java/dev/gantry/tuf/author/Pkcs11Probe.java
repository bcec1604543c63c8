// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys in a token, signs a root with them, and ends with status 0 if all is as it should. */
public final class Pkcs11Probe {
  private static final char[] PIN = "1234".toCharArray();

  private static final Map<String, AlgorithmParameterSpec> KINDS =
      Map.of(
          "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4),
          "P256", new ECGenParameterSpec("secp256r1"),
          "P384", new ECGenParameterSpec("secp384r1"),
          "P521", new ECGenParameterSpec("secp521r1"));

  private Pkcs11Probe() {}

  public static void main(String[] arguments) throws Exception {
    Path library = Path.of(arguments[0]);
    KeyStore token = Pkcs11.openSlotAt(library, 0, source -> PIN.clone());
    for (Map.Entry<String, AlgorithmParameterSpec> kind : KINDS.entrySet()) {
      String algorithm = kind.getKey().equals("RSA") ? "RSA" : "EC";
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, token.getProvider());
      generator.initialize(kind.getValue());
      KeyPair pair = generator.generateKeyPair();
      check(pair.getPrivate().getEncoded() == null, "the private key stays in the token");
      token.setKeyEntry(
          kind.getKey(), pair.getPrivate(), null, new X509Certificate[] {certificate(pair, token)});
    }

    RootDocument root = RootDocument.initial(1, Instant.parse("2100-01-01T00:00:00Z"));
    List<KeyStoreSigner> signers = new ArrayList<>();
    for (String alias : KINDS.keySet()) {
      KeyStoreSigner signer = KeyStoreSigner.of(token, alias, PassphraseSource.none());
      signers.add(signer);
      for (String role : List.of("root", "targets", "snapshot", "timestamp")) {
        root = root.withKey(role, signer.publicKey()).withThreshold(role, KINDS.size());
      }
    }
    CompletedRoot done = root.sign(signers).verify(Instant.parse("2026-01-01T00:00:00Z"));
    check(done.file().signatures().size() == 4, "four signatures");

    try {
      KeyStoreSigner.of(token, "nobody", PassphraseSource.none());
      throw new AssertionError("there is nobody");
    } catch (MalformedDataException expected) {
      check(expected.code().equals("KEY_STORE"), expected.code());
    }
    // A key under the name of another one: its signature is refused before anybody sees it.
    SigningKey other = SigningKey.generate(KeyAlgorithm.ECDSA_P256, new SecureRandom());
    KeyStoreSigner wrong =
        KeyStoreSigner.of(token, "P256", PassphraseSource.none(), other.publicKey());
    try {
      wrong.sign(Bytes.of((byte) 1));
      throw new AssertionError("another key");
    } catch (InvalidSignatureException expected) {
      check(expected.keyId().equals(wrong.publicKey().keyId()), expected.keyId());
    }
    refused(() -> Pkcs11.openSlotAt(library, 99, source -> PIN.clone()));
    refused(() -> Pkcs11.openSlotAt(Path.of("/nonexistent.so"), 0, source -> PIN.clone()));
  }

  private interface Opening {
    KeyStore open() throws IOException;
  }

  private static void refused(Opening opening) throws IOException {
    try {
      opening.open();
    } catch (SigningFailedException expected) {
      return;
    }
    throw new AssertionError("opened");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static X509Certificate certificate(KeyPair pair, KeyStore token) throws Exception {
    X500Principal name = new X500Principal("CN=gantry");
    String algorithm =
        pair.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                    Date.from(Instant.parse("2100-01-01T00:00:00Z")),
                    name,
                    pair.getPublic())
                .build(
                    new JcaContentSignerBuilder(algorithm)
                        .setProvider(token.getProvider())
                        .build(pair.getPrivate())));
  }
}
