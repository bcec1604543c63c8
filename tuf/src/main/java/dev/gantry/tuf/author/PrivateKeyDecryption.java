// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static dev.gantry.tuf.author.PrivateKeyReader.malformed;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMDecryptorProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * Opens encrypted private keys. The file itself says how much work that takes, so what it says is
 * bounded before any work is done.
 */
final class PrivateKeyDecryption {
  /** Ten seconds or so. */
  private static final int MAX_PBKDF2_ITERATIONS = 10_000_000;

  /** Memory that scrypt may take, 128 bytes times N times r; OpenSSL stops at half of this. */
  private static final long MAX_SCRYPT_BYTES = 64L << 20;

  /** Memory times p: the work that scrypt does. */
  private static final long MAX_SCRYPT_WORK = 1L << 30;

  private static final int MAX_SALT_BYTES = 1024;

  private static final Set<ASN1ObjectIdentifier> CIPHERS =
      Set.of(
          NISTObjectIdentifiers.id_aes128_CBC,
          NISTObjectIdentifiers.id_aes192_CBC,
          NISTObjectIdentifiers.id_aes256_CBC,
          PKCSObjectIdentifiers.des_EDE3_CBC);

  private static final Set<String> TRADITIONAL_CIPHERS =
      Set.of("AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC");

  private PrivateKeyDecryption() {}

  /** Decrypts PKCS#8 EncryptedPrivateKeyInfo (RFC 5958) with PBES2 (RFC 8018). */
  static byte[] pkcs8(byte[] content, String source, PassphraseSource passphrases)
      throws IOException {
    PKCS8EncryptedPrivateKeyInfo encrypted;
    try {
      encrypted = new PKCS8EncryptedPrivateKeyInfo(content);
      requireAffordable(encrypted.getEncryptionAlgorithm(), source);
    } catch (GantryException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw malformed(source, "no encrypted private key", e);
    }
    char[] passphrase = ask(source, passphrases);
    try {
      return encrypted
          .decryptPrivateKeyInfo(
              new JcePKCSPBEInputDecryptorProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(passphrase))
          .getEncoded();
    } catch (PKCSException | IOException | RuntimeException e) {
      throw malformed(source, "a key that cannot be decrypted, or a wrong passphrase", e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private static char[] ask(String source, PassphraseSource passphrases) throws IOException {
    char[] passphrase = passphrases.passphrase(source);
    if (passphrase.length == 0) {
      throw malformed(source, "an encrypted key, and no passphrase", null);
    }
    return passphrase;
  }

  private static void requireAffordable(AlgorithmIdentifier algorithm, String source)
      throws IOException {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      throw malformed(source, "an encryption other than PBES2 (RFC 8018)", null);
    }
    PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
    if (!CIPHERS.contains(parameters.getEncryptionScheme().getAlgorithm())) {
      throw malformed(source, "encrypted with neither AES-CBC nor DES-EDE3-CBC", null);
    }
    KeyDerivationFunc derivation = parameters.getKeyDerivationFunc();
    ASN1Encodable values = derivation.getParameters();
    if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(values);
      requireAtMost(source, "PBKDF2 iterations", MAX_PBKDF2_ITERATIONS, pbkdf2.getIterationCount());
      requireSalt(source, pbkdf2.getSalt());
    } else if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      ScryptParams scrypt = ScryptParams.getInstance(values);
      BigInteger memory =
          scrypt
              .getCostParameter()
              .multiply(scrypt.getBlockSize())
              .multiply(BigInteger.valueOf(128));
      requireAtMost(source, "bytes of memory for scrypt", MAX_SCRYPT_BYTES, memory);
      requireAtMost(
          source,
          "bytes of work for scrypt",
          MAX_SCRYPT_WORK,
          memory.multiply(scrypt.getParallelizationParameter()));
      requireSalt(source, scrypt.getSalt());
    } else {
      throw malformed(source, "a key derivation other than PBKDF2 and scrypt", null);
    }
  }

  private static void requireAtMost(String source, String what, long limit, BigInteger found)
      throws MalformedDataException {
    if (found.signum() <= 0 || found.compareTo(BigInteger.valueOf(limit)) > 0) {
      String value = found.bitLength() > 62 ? "far more" : found.toString();
      throw malformed(source, what + " " + value + ", where at most " + limit + " is read", null);
    }
  }

  private static void requireSalt(String source, byte[] salt) throws MalformedDataException {
    requireAtMost(source, "a salt of bytes", MAX_SALT_BYTES, BigInteger.valueOf(salt.length + 1L));
  }

  /** Decrypts a PEM block with a DEK-Info header (RFC 1421, as older OpenSSL writes it). */
  static byte[] traditional(PemObject block, String source, PassphraseSource passphrases)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (Object header : block.getHeaders()) {
      PemHeader named = (PemHeader) header;
      headers.put(named.getName(), named.getValue());
    }
    if (!headers.getOrDefault("Proc-Type", "").equals("4,ENCRYPTED")) {
      return block.getContent();
    }
    String info = headers.getOrDefault("DEK-Info", "");
    int comma = info.indexOf(',');
    if (comma < 0 || !TRADITIONAL_CIPHERS.contains(info.substring(0, comma))) {
      throw malformed(source, "encrypted with neither AES-CBC nor DES-EDE3-CBC", null);
    }
    char[] passphrase = ask(source, passphrases);
    try {
      PEMDecryptorProvider decryptor =
          new JcePEMDecryptorProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(passphrase);
      return decryptor
          .get(info.substring(0, comma))
          .decrypt(block.getContent(), HexFormat.of().parseHex(info.substring(comma + 1)));
    } catch (PEMException | OperatorCreationException | RuntimeException e) {
      throw malformed(source, "a key that cannot be decrypted, or a wrong passphrase", e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
