// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.internal.model.Fields;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the forms of private key files apart: PEM, DER, hexadecimal digits, and the JSON of
 * securesystemslib. The JDK reads none of these but DER.
 */
final class PrivateKeyReader {
  /** An Ed25519 seed in hexadecimal digits. */
  private static final int SEED_DIGITS = 64;

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]++");

  /** PKCS#8 of an Ed25519 key up to the seed, RFC 8410 section 7. */
  private static final byte[] ED25519_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final String source;
  private final PassphraseSource passphrases;

  PrivateKeyReader(String source, PassphraseSource passphrases) {
    this.source = source;
    this.passphrases = passphrases;
  }

  SigningKey read(Bytes content) throws IOException {
    byte[] raw = content.toByteArray();
    try {
      // An ASN.1 SEQUENCE starts like the hexadecimal digit 0, but goes on as no text does.
      if (raw.length > 0 && raw[0] == 0x30 && !isText(raw)) {
        return der(raw);
      }
      String text = new String(raw, StandardCharsets.UTF_8).strip();
      if (text.startsWith("{")) {
        return json(content);
      }
      if (text.length() % 2 == 0 && HEX.matcher(text).matches()) {
        byte[] decoded = HexFormat.of().parseHex(text);
        return text.length() == SEED_DIGITS ? seed(decoded) : der(decoded);
      }
      return pem(text);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private static boolean isText(byte[] raw) {
    for (byte b : raw) {
      if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private SigningKey seed(byte[] seed) throws IOException {
    byte[] pkcs8 = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + seed.length);
    System.arraycopy(seed, 0, pkcs8, ED25519_PREFIX.length, seed.length);
    return PrivateKeys.fromPkcs8(pkcs8, source);
  }

  private SigningKey pem(String text) throws IOException {
    PemObject block;
    try (PemReader reader = new PemReader(new StringReader(text))) {
      block = reader.readPemObject();
      // The parameters of the curve, which some tools write before the key; the key has them too.
      while (block != null && block.getType().equals("EC PARAMETERS")) {
        block = reader.readPemObject();
      }
    } catch (IOException | RuntimeException e) {
      throw malformed(source, "unreadable PEM", e);
    }
    if (block == null) {
      throw malformed(source, "no PEM block", null);
    }
    byte[] content = PrivateKeyDecryption.traditional(block, source, passphrases);
    return switch (block.getType()) {
      case "PRIVATE KEY" -> PrivateKeys.fromPkcs8(content, source);
      case "ENCRYPTED PRIVATE KEY" ->
          PrivateKeys.fromPkcs8(PrivateKeyDecryption.pkcs8(content, source, passphrases), source);
      case "RSA PRIVATE KEY" -> pkcs1(content);
      case "EC PRIVATE KEY" -> sec1(content);
      default -> throw malformed(source, "PEM of type " + block.getType(), null);
    };
  }

  /** Tells the structures apart by their second element. */
  private SigningKey der(byte[] content) throws IOException {
    for (Form form : Form.values()) {
      if (form.fits(content)) {
        return switch (form) {
          case PKCS8 -> PrivateKeys.fromPkcs8(content, source);
          case ENCRYPTED ->
              PrivateKeys.fromPkcs8(
                  PrivateKeyDecryption.pkcs8(content, source, passphrases), source);
          case PKCS1 -> pkcs1(content);
          case SEC1 -> sec1(content);
        };
      }
    }
    throw malformed(source, "no DER of a private key", null);
  }

  private enum Form {
    PKCS8,
    ENCRYPTED,
    PKCS1,
    SEC1;

    boolean fits(byte[] content) {
      try {
        ASN1Object parsed =
            switch (this) {
              case PKCS8 -> PrivateKeyInfo.getInstance(content);
              case ENCRYPTED -> EncryptedPrivateKeyInfo.getInstance(content);
              case PKCS1 -> RSAPrivateKey.getInstance(content);
              case SEC1 -> ECPrivateKey.getInstance(content);
            };
        return parsed != null;
      } catch (RuntimeException another) {
        return false;
      }
    }
  }

  private SigningKey pkcs1(byte[] content) throws IOException {
    return wrapped(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), content);
  }

  private SigningKey sec1(byte[] content) throws IOException {
    ASN1Object parameters;
    try {
      parameters = ECPrivateKey.getInstance(content).getParametersObject();
    } catch (RuntimeException e) {
      throw malformed(source, "no EC private key (RFC 5915)", e);
    }
    return wrapped(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), content);
  }

  private SigningKey wrapped(AlgorithmIdentifier algorithm, byte[] content) throws IOException {
    byte[] pkcs8;
    try {
      pkcs8 =
          new PrivateKeyInfo(algorithm, ASN1Primitive.fromByteArray(content), null).getEncoded();
    } catch (IOException | RuntimeException e) {
      throw malformed(source, "no DER of a private key", e);
    }
    return PrivateKeys.fromPkcs8(pkcs8, source);
  }

  /** The unencrypted key objects of securesystemslib: a public key with its private half. */
  private SigningKey json(Bytes content) throws IOException {
    Fields key = Fields.of(StrictJson.parse(content, source), source, "");
    Fields value = key.object("keyval");
    String secret = value.string("private");
    SigningKey signingKey =
        new PrivateKeyReader(source, passphrases)
            .read(Bytes.of(secret.getBytes(StandardCharsets.UTF_8)));
    ((ObjectNode) value.node()).remove("private");
    TufPublicKey declared = TufPublicKey.parse(MetadataJson.text(key.node()));
    return signingKey.in(declared);
  }

  static MalformedDataException malformed(String source, String found, @Nullable Exception cause) {
    return new MalformedDataException(
        "PRIVATE_KEY",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        "private key",
        found,
        "an Ed25519, ECDSA (P-256, P-384, P-521) or RSA private key of 2048 to 16384 bits",
        cause);
  }
}
