// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** Tells the forms of public key files apart: PEM, DER, hexadecimal digits, TUF key objects. */
final class PublicKeyReader {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]++");

  private static final int ED25519_BYTES = 32;

  /** Uncompressed points by their length. */
  private static final Map<Integer, ASN1ObjectIdentifier> POINTS =
      Map.of(
          65, SECObjectIdentifiers.secp256r1,
          97, SECObjectIdentifiers.secp384r1,
          133, SECObjectIdentifiers.secp521r1);

  private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS =
      Map.of(
          EdECObjectIdentifiers.id_Ed25519, "Ed25519",
          X9ObjectIdentifiers.id_ecPublicKey, "EC",
          PKCSObjectIdentifiers.rsaEncryption, "RSA");

  private final String source;

  PublicKeyReader(String source) {
    this.source = source;
  }

  TufPublicKey read(Bytes content) throws IOException {
    byte[] raw = content.toByteArray();
    String text = new String(raw, StandardCharsets.UTF_8).strip();
    try {
      if (text.startsWith("{")) {
        return TufPublicKey.parse(text);
      }
      if (text.length() % 2 == 0 && HEX.matcher(text).matches()) {
        return bare(HexFormat.of().parseHex(text));
      }
      if (raw.length > 0 && raw[0] == 0x30) {
        return der(raw);
      }
      return pem(text);
    } catch (GantryException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw malformed("no readable public key", e);
    }
  }

  private TufPublicKey pem(String text) throws IOException, GeneralSecurityException {
    PemObject block;
    try (PemReader reader = new PemReader(new StringReader(text))) {
      block = reader.readPemObject();
    } catch (IOException e) {
      throw malformed("unreadable PEM", e);
    }
    if (block == null) {
      throw malformed("no PEM block", null);
    }
    return switch (block.getType()) {
      case "PUBLIC KEY", "CERTIFICATE" -> der(block.getContent());
      case "RSA PUBLIC KEY" -> pkcs1(block.getContent());
      default -> throw malformed("PEM of type " + block.getType(), null);
    };
  }

  private TufPublicKey bare(byte[] decoded) throws IOException, GeneralSecurityException {
    if (decoded.length == ED25519_BYTES) {
      return key(
          new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), decoded));
    }
    ASN1ObjectIdentifier curve = POINTS.get(decoded.length);
    if (curve != null && decoded[0] == 4) {
      return key(
          new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), decoded));
    }
    return der(decoded);
  }

  private TufPublicKey der(byte[] content) throws IOException, GeneralSecurityException {
    SubjectPublicKeyInfo info = null;
    try {
      info = SubjectPublicKeyInfo.getInstance(content);
    } catch (RuntimeException another) {
      // A certificate or a bare RSA key is another structure.
    }
    if (info != null) {
      return key(info);
    }
    try {
      info = Certificate.getInstance(content).getSubjectPublicKeyInfo();
    } catch (RuntimeException another) {
      return pkcs1(content);
    }
    return key(info);
  }

  private TufPublicKey pkcs1(byte[] content) throws IOException, GeneralSecurityException {
    return key(
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            content));
  }

  private TufPublicKey key(SubjectPublicKeyInfo info) throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier oid = info.getAlgorithm().getAlgorithm();
    String algorithm = ALGORITHMS.get(oid);
    if (algorithm == null) {
      throw malformed("a key of algorithm " + oid, null);
    }
    return TufPublicKey.of(
        KeyFactory.getInstance(algorithm)
            .generatePublic(new X509EncodedKeySpec(info.getEncoded())));
  }

  private MalformedDataException malformed(String found, @Nullable Exception cause) {
    return new MalformedDataException(
        "TUF_KEY",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        "public key",
        found,
        "an Ed25519, ECDSA (P-256, P-384, P-521) or RSA public key as PEM, DER, hexadecimal digits,"
            + " certificate or TUF key object",
        cause);
  }
}
