// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Reads the files that people sign with: private keys and certificates, as PEM or DER.
 *
 * <p>Stateless and thread-safe.
 */
public final class SigningFiles {
  /** Size of the largest file. */
  public static final int MAX_SIZE_BYTES = 256 * 1024;

  /** How many certificates a file has at most. */
  public static final int MAX_CERTIFICATES = 64;

  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          X9ObjectIdentifiers.prime256v1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private SigningFiles() {}

  /**
   * Reads a private key: PKCS #8, or OpenSSL's older forms for RSA and EC. Keys with a passphrase
   * are not read; keep them in a key store or a token and use its {@link PrivateKey}.
   *
   * @param file PEM with one key, or the DER of PKCS #8
   * @param source where it comes from, for messages; the key never appears in one
   * @return the key
   * @throws MalformedDataException if it is not a private key
   * @throws UnsupportedFormatException if it is encrypted, or neither RSA nor EC on P-256, P-384 or
   *     P-521
   * @throws LimitExceededException if it is larger than {@link #MAX_SIZE_BYTES}
   * @throws GantryException never any other
   */
  public static PrivateKey readPrivateKey(Bytes file, String source) throws GantryException {
    LimitExceededException.check("bytes of " + source, MAX_SIZE_BYTES, file.size());
    try {
      PrivateKeyInfo info =
          isDer(file) ? PrivateKeyInfo.getInstance(file.toByteArray()) : pemKey(file, source);
      ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
      String name;
      if (PKCSObjectIdentifiers.rsaEncryption.equals((Object) algorithm)) {
        name = "RSA";
      } else if (X9ObjectIdentifiers.id_ecPublicKey.equals((Object) algorithm)) {
        ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
        // Explicit parameters are a way to make a reader compute for ever.
        if (!(curve instanceof ASN1ObjectIdentifier oid) || !CURVES.contains(oid)) {
          throw new UnsupportedFormatException(
              source, "curve", Text.clean(String.valueOf(curve)), "P-256, P-384 or P-521 by name");
        }
        name = "EC";
      } else {
        throw new UnsupportedFormatException(source, "kind of key", algorithm.getId(), "RSA or EC");
      }
      return KeyFactory.getInstance(name)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GantryException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The cause is left out: it may quote the key.
      throw malformed(source, "private key", "PKCS #8 or PEM");
    }
  }

  private static PrivateKeyInfo pemKey(Bytes file, String source) throws IOException {
    try (PEMParser parser = parser(file)) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PrivateKeyInfo info) {
          return info;
        }
        if (next instanceof PEMKeyPair pair && pair.getPrivateKeyInfo() != null) {
          return pair.getPrivateKeyInfo();
        }
        // OpenSSL writes the name of the curve in front of its older form.
        if (!(next instanceof ASN1ObjectIdentifier)) {
          throw new UnsupportedFormatException(
              source, "kind of PEM", next.getClass().getSimpleName(), "a key without passphrase");
        }
      }
    }
    throw malformed(source, "private key", "one in PEM");
  }

  /**
   * Reads certificates.
   *
   * @param file PEM with 1 to {@link #MAX_CERTIFICATES} certificates, or the DER of one
   * @param source where it comes from, for messages
   * @return the certificates in the order of the file
   * @throws MalformedDataException if it is anything else
   * @throws LimitExceededException if it is larger than {@link #MAX_SIZE_BYTES} or has too many
   *     certificates
   * @throws GantryException never any other
   */
  public static List<X509Certificate> readCertificates(Bytes file, String source)
      throws GantryException {
    LimitExceededException.check("bytes of " + source, MAX_SIZE_BYTES, file.size());
    List<byte[]> encoded = new ArrayList<>();
    try {
      if (isDer(file)) {
        encoded.add(new X509CertificateHolder(file.toByteArray()).getEncoded());
      } else {
        try (PEMParser parser = parser(file)) {
          for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
            if (!(next instanceof X509CertificateHolder holder)) {
              throw malformed(source, "PEM", "certificates alone");
            }
            LimitExceededException.check(
                "certificates in " + source, MAX_CERTIFICATES, encoded.size() + 1);
            encoded.add(holder.getEncoded());
          }
        }
      }
      if (encoded.isEmpty()) {
        throw malformed(source, "certificate", "one at least");
      }
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> certificates = new ArrayList<>();
      for (byte[] der : encoded) {
        X509Certificate certificate =
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        certificate.getPublicKey();
        certificates.add(certificate);
      }
      return List.copyOf(certificates);
    } catch (GantryException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw malformed(source, "certificate", "X.509 as PEM or DER");
    }
  }

  private static boolean isDer(Bytes file) {
    return file.size() > 0 && file.get(0) == 0x30;
  }

  private static PEMParser parser(Bytes file) {
    return new PEMParser(
        new StringReader(new String(file.toByteArray(), StandardCharsets.ISO_8859_1)));
  }

  private static MalformedDataException malformed(String source, String field, String expected) {
    return new MalformedDataException(
        "SIGNING_FILE_MALFORMED",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        "something else",
        expected);
  }
}
