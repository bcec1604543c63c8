// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static dev.gantry.tuf.author.PrivateKeyReader.malformed;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.crypto.util.PBKDFConfig;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and encodes private keys. The JDK cannot derive a public key; BouncyCastle does this
 * here, while all signing is the JDK's.
 *
 * <p>Only keys of three kinds on named curves are looked at, and everything in them is checked
 * before it is computed with: a hostile file could name a curve that takes forever.
 */
final class PrivateKeys {
  private static final int PBKDF2_ITERATIONS = 600_000;

  private static final int MIN_RSA_BITS = 2048;

  private static final int MAX_RSA_BITS = 16384;

  private static final Map<ASN1ObjectIdentifier, String> CURVES =
      Map.of(
          SECObjectIdentifiers.secp256r1, "P-256",
          SECObjectIdentifiers.secp384r1, "P-384",
          SECObjectIdentifiers.secp521r1, "P-521");

  private PrivateKeys() {}

  static SigningKey fromPkcs8(byte[] encoded, String source) throws IOException {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
      ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
      if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
        return edwards(info, source);
      } else if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return elliptic(info, source);
      } else if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        return rsa(info, source);
      }
      throw malformed(source, "a key of algorithm " + algorithm, null);
    } catch (GantryException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw malformed(source, "no key that the JDK takes", e);
    }
  }

  private static SigningKey edwards(PrivateKeyInfo info, String source)
      throws IOException, GeneralSecurityException {
    byte[] seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
    if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
      throw malformed(source, "an Ed25519 key of " + seed.length + " bytes", null);
    }
    byte[] open = new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
    Arrays.fill(seed, (byte) 0);
    requireSame(info.getPublicKeyData(), open, source);
    return key("Ed25519", info, new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), open));
  }

  private static SigningKey elliptic(PrivateKeyInfo info, String source)
      throws IOException, GeneralSecurityException {
    Object parameters = info.getPrivateKeyAlgorithm().getParameters();
    String curve = parameters instanceof ASN1ObjectIdentifier name ? CURVES.get(name) : null;
    if (curve == null) {
      throw malformed(source, "an EC key that names none of the three curves", null);
    }
    X9ECParameters domain = NISTNamedCurves.getByName(curve);
    ECPrivateKey secret = ECPrivateKey.getInstance(info.parsePrivateKey());
    BigInteger d = secret.getKey();
    if (d.signum() <= 0 || d.compareTo(domain.getN()) >= 0) {
      throw malformed(source, "an EC key out of the range of its curve", null);
    }
    byte[] open = domain.getG().multiply(d).normalize().getEncoded(false);
    requireSame(secret.getPublicKey(), open, source);
    return key("EC", info, new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), open));
  }

  /** A public half that does not fit means a damaged file, not a key that nobody has heard of. */
  private static void requireSame(@Nullable ASN1BitString declared, byte[] derived, String source)
      throws IOException {
    if (declared == null) {
      return;
    }
    byte[] found = declared.getOctets();
    boolean compressed = found.length > 0 && (found[0] == 2 || found[0] == 3) && derived[0] == 4;
    if (!compressed && !Arrays.equals(found, derived)) {
      throw malformed(source, "a private and a public key that do not belong together", null);
    }
  }

  private static SigningKey key(String algorithm, PrivateKeyInfo info, SubjectPublicKeyInfo open)
      throws IOException, GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance(algorithm);
    // Without the optional attributes and public key, which some releases of the JDK refuse.
    byte[] pkcs8 =
        new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey()).getEncoded();
    PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    Arrays.fill(pkcs8, (byte) 0);
    return SigningKey.of(
        privateKey,
        TufPublicKey.of(factory.generatePublic(new X509EncodedKeySpec(open.getEncoded()))));
  }

  private static SigningKey rsa(PrivateKeyInfo info, String source)
      throws IOException, GeneralSecurityException {
    RSAPrivateKey key = RSAPrivateKey.getInstance(info.parsePrivateKey());
    BigInteger n = key.getModulus();
    BigInteger e = key.getPublicExponent();
    BigInteger d = key.getPrivateExponent();
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    BigInteger one = BigInteger.ONE;
    if (n.signum() <= 0 || n.bitLength() < MIN_RSA_BITS || n.bitLength() > MAX_RSA_BITS) {
      throw malformed(source, "an RSA key of " + n.bitLength() + " bits", null);
    }
    boolean plausible =
        p.compareTo(one) > 0
            && q.compareTo(one) > 0
            && e.bitLength() <= 64
            && e.compareTo(one) > 0
            && d.signum() > 0
            && d.compareTo(n) < 0
            && p.bitLength() <= n.bitLength()
            && q.bitLength() <= n.bitLength()
            && p.multiply(q).equals(n)
            && e.multiply(d).mod(p.subtract(one)).equals(one)
            && e.multiply(d).mod(q.subtract(one)).equals(one);
    if (!plausible) {
      throw malformed(source, "RSA numbers that do not belong together", null);
    }
    KeyFactory factory = KeyFactory.getInstance("RSA");
    return SigningKey.of(
        factory.generatePrivate(
            new RSAPrivateCrtKeySpec(
                n, e, d, p, q, d.mod(p.subtract(one)), d.mod(q.subtract(one)), q.modInverse(p))),
        TufPublicKey.of(factory.generatePublic(new RSAPublicKeySpec(n, e))));
  }

  static Bytes toPem(PrivateKey key) throws IOException {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static Bytes toEncryptedPem(
      PrivateKey key, char[] passphrase, SecureRandom random, KeyEncryption encryption)
      throws IOException {
    PBKDFConfig derivation =
        switch (encryption) {
          case PBKDF2 ->
              new PBKDF2Config.Builder()
                  .withIterationCount(PBKDF2_ITERATIONS)
                  .withPRF(PBKDF2Config.PRF_SHA256)
                  .withSaltLength(16)
                  .build();
          case SCRYPT -> new ScryptConfig.Builder(1 << 14, 8, 1).withSaltLength(16).build();
        };
    try {
      OutputEncryptor encryptor =
          new JcePKCSPBEOutputEncryptorBuilder(derivation, NISTObjectIdentifiers.id_aes256_CBC)
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
}
