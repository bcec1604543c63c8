// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Decodes and encodes private keys. The JDK reads neither PEM nor the PBES2 of other tools, and
 * cannot derive a public key; BouncyCastle does this here, while all signing is the JDK's.
 */
final class PrivateKeys {
  private static final int PBKDF2_ITERATIONS = 600_000;
  private static final int MAX_PBKDF2_ITERATIONS = 10_000_000;

  private PrivateKeys() {}

  static SigningKey fromPem(Bytes pem, String source, char[] passphrase) throws IOException {
    String text = new String(pem.toByteArray(), StandardCharsets.UTF_8);
    Object found;
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      found = parser.readObject();
      // The parameters of the curve, which some tools write before the key; the key has them too.
      while (found instanceof ASN1ObjectIdentifier) {
        found = parser.readObject();
      }
    } catch (IOException | RuntimeException e) {
      throw malformed(source, "unreadable PEM", e);
    }
    try {
      if (found instanceof PrivateKeyInfo info) {
        return fromPkcs8(info.getEncoded(), source);
      } else if (found instanceof PEMKeyPair pair) {
        return fromPkcs8(pair.getPrivateKeyInfo().getEncoded(), source);
      } else if (found instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        if (passphrase.length == 0) {
          throw malformed(source, "an encrypted key, and no passphrase", null);
        }
        if (!isAffordable(encrypted)) {
          throw malformed(source, "an encryption other than PBES2 with bounded PBKDF2", null);
        }
        return fromPkcs8(decrypt(encrypted, passphrase).getEncoded(), source);
      }
    } catch (PKCSException | RuntimeException e) {
      throw malformed(source, "a key that cannot be decrypted, or a wrong passphrase", e);
    }
    throw malformed(
        source,
        found == null ? "no PEM block" : "PEM of " + found.getClass().getSimpleName(),
        null);
  }

  /** The file says how much work opening it takes; it must not say years. */
  private static boolean isAffordable(PKCS8EncryptedPrivateKeyInfo encrypted) {
    AlgorithmIdentifier algorithm = encrypted.getEncryptionAlgorithm();
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return false;
    }
    KeyDerivationFunc derivation =
        PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
    if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      return false;
    }
    BigInteger iterations =
        PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount();
    return iterations.compareTo(BigInteger.valueOf(MAX_PBKDF2_ITERATIONS)) <= 0;
  }

  private static PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, char[] passphrase)
      throws PKCSException {
    return encrypted.decryptPrivateKeyInfo(
        new JcePKCSPBEInputDecryptorProviderBuilder()
            .setProvider(new BouncyCastleProvider())
            .build(passphrase));
  }

  static SigningKey fromPkcs8(byte[] encoded, String source) throws IOException {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
      AsymmetricKeyParameter secret = PrivateKeyFactory.createKey(info);
      AsymmetricKeyParameter open;
      String algorithm;
      if (secret instanceof Ed25519PrivateKeyParameters edwards) {
        open = edwards.generatePublicKey();
        algorithm = "Ed25519";
      } else if (secret instanceof ECPrivateKeyParameters elliptic) {
        open =
            new ECPublicKeyParameters(
                elliptic.getParameters().getG().multiply(elliptic.getD()).normalize(),
                elliptic.getParameters());
        algorithm = "EC";
      } else if (secret instanceof RSAPrivateCrtKeyParameters rsa) {
        open = new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
        algorithm = "RSA";
      } else {
        throw malformed(source, secret.getClass().getSimpleName(), null);
      }
      KeyFactory factory = KeyFactory.getInstance(algorithm);
      byte[] spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded();
      PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(spki));
      // Without the optional attributes and public key, which some releases of the JDK refuse.
      byte[] pkcs8 =
          new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey()).getEncoded();
      PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return SigningKey.of(privateKey, TufPublicKey.of(publicKey));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw malformed(source, "no key that the JDK takes", e);
    }
  }

  static Bytes toPem(PrivateKey key) throws IOException {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static Bytes toEncryptedPem(PrivateKey key, char[] passphrase, SecureRandom random)
      throws IOException {
    try {
      OutputEncryptor encryptor =
          new JcePKCSPBEOutputEncryptorBuilder(
                  new PBKDF2Config.Builder()
                      .withIterationCount(PBKDF2_ITERATIONS)
                      .withPRF(PBKDF2Config.PRF_SHA256)
                      .withSaltLength(16)
                      .build(),
                  NISTObjectIdentifiers.id_aes256_CBC)
              .setProvider(new BouncyCastleProvider())
              .setRandom(random)
              .build(passphrase);
      PKCS8EncryptedPrivateKeyInfo encrypted =
          new PKCS8EncryptedPrivateKeyInfoBuilder(key.getEncoded()).build(encryptor);
      return pem("ENCRYPTED PRIVATE KEY", encrypted.getEncoded());
    } catch (OperatorCreationException e) {
      throw new IOException("the key cannot be encrypted", e);
    }
  }

  private static Bytes pem(String label, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(label, content));
    }
    // The writer takes the platform's line separator; key files are the same everywhere.
    String lines = text.toString().replace("\r\n", "\n");
    return Bytes.of(lines.getBytes(StandardCharsets.US_ASCII));
  }

  private static MalformedDataException malformed(
      String source, String found, @org.jspecify.annotations.Nullable Exception cause) {
    return new MalformedDataException(
        "PRIVATE_KEY",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        "private key",
        found,
        "PEM with an Ed25519, ECDSA (P-256, P-384, P-521) or RSA private key of 2048 bits or more",
        cause);
  }
}
