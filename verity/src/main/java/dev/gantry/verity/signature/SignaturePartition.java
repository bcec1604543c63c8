// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a verity signature partition holds (UAPI group, Discoverable Partitions Specification): a
 * JSON object with root hash, signature and fingerprint, padded with zeros to a multiple of 4 KiB.
 *
 * <p>This module has no JSON library. It writes the object, whose values are hexadecimal and base64
 * and need no escapes; to read, parse the {@linkplain #readText text} with the library of your
 * choice and hand the {@linkplain #ofFields fields} back. Nothing here is verified; {@link
 * RootHashVerifier} does. Immutable.
 *
 * @param rootHash the root hash
 * @param signature the signature of it
 * @param certificateFingerprint SHA-256 of the signer's certificate; a hint, never a proof
 */
public record SignaturePartition(
    RootHash rootHash, RootHashSignature signature, Optional<Bytes> certificateFingerprint) {
  /** The size is a multiple of this. */
  public static final int UNIT_BYTES = 4096;

  /** Size of the largest text that is read. */
  public static final int MAX_TEXT_BYTES = 256 * 1024;

  /** Size of the largest partition that is read. */
  public static final long MAX_PARTITION_BYTES = 64L << 20;

  private static final String ROOT_HASH = "rootHash";
  private static final String SIGNATURE = "signature";
  private static final String FINGERPRINT = "certificateFingerprint";
  private static final int FINGERPRINT_BYTES = 32;

  /**
   * Creates the content.
   *
   * @throws IllegalArgumentException if the fingerprint is not one of SHA-256
   */
  public SignaturePartition {
    Objects.requireNonNull(rootHash, "rootHash");
    Objects.requireNonNull(signature, "signature");
    certificateFingerprint.ifPresent(
        f -> {
          if (f.size() != FINGERPRINT_BYTES) {
            throw new IllegalArgumentException("fingerprint has " + f.size() + " bytes");
          }
        });
  }

  /**
   * Makes the content with the fingerprint of a certificate.
   *
   * @param rootHash the root hash
   * @param signature the signature of it
   * @param signer the certificate of the signer
   * @return the content
   */
  public static SignaturePartition of(
      RootHash rootHash, RootHashSignature signature, X509Certificate signer) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(signer.getEncoded());
      return new SignaturePartition(rootHash, signature, Optional.of(Bytes.of(digest)));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalArgumentException("the certificate has no fingerprint", e);
    }
  }

  /**
   * Returns the fields of the JSON object; all values are strings.
   *
   * @return names and values, in the order in which they are written
   */
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ROOT_HASH, rootHash.hex());
    byte[] der = signature.encoded().toByteArray();
    fields.put(SIGNATURE, Base64.getEncoder().encodeToString(der));
    certificateFingerprint.ifPresent(f -> fields.put(FINGERPRINT, f.toHex()));
    return fields;
  }

  /**
   * Returns the content of the partition; zeros may follow. The partition itself should have 16 KiB
   * if {@code systemd-repart} may meet it, which makes all of that size and grows smaller ones.
   *
   * @return JSON and zeros, a multiple of {@value #UNIT_BYTES} bytes
   */
  public Bytes encode() {
    StringBuilder text = new StringBuilder("{");
    fields()
        .forEach(
            (name, value) ->
                text.append(text.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":\"")
                    .append(value)
                    .append('"'));
    byte[] json = text.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    int size = (json.length + UNIT_BYTES) / UNIT_BYTES * UNIT_BYTES;
    return Bytes.of(Arrays.copyOf(json, size));
  }

  /**
   * Reads the text of a partition: UTF-8 up to the first zero byte or the end, and nothing but
   * zeros behind.
   *
   * @param partition the partition; stays open
   * @return the JSON text
   * @throws MalformedDataException if the size is not a multiple of {@value #UNIT_BYTES}, if there
   *     is no text, or anything but zeros behind it
   * @throws LimitExceededException if partition or text are too large
   * @throws IOException if the partition cannot be read
   */
  public static String readText(BlockSource partition) throws IOException {
    String source = partition.description();
    long size = partition.sizeBytes();
    LimitExceededException.check("bytes of " + source, MAX_PARTITION_BYTES, size);
    if (size == 0 || size % UNIT_BYTES != 0) {
      throw malformed(source, size, "size", size + " bytes", "a multiple of 4096");
    }
    byte[] text = new byte[(int) Math.min(size, MAX_TEXT_BYTES)];
    partition.readFully(0, ByteBuffer.wrap(text));
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    if (length == text.length && size > text.length) {
      throw new LimitExceededException("bytes of text in " + source, MAX_TEXT_BYTES, length + 1L);
    }
    if (length == 0) {
      throw malformed(source, 0, "text", "empty", "a JSON object");
    }
    checkZeros(source, text, length, 0);
    byte[] more = new byte[UNIT_BYTES];
    for (long offset = text.length; offset < size; offset += UNIT_BYTES) {
      partition.readFully(offset, ByteBuffer.wrap(more));
      checkZeros(source, more, 0, offset);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(source, 0, "text", "not UTF-8", "UTF-8");
    }
  }

  private static void checkZeros(String source, byte[] bytes, int from, long offset)
      throws MalformedDataException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        throw malformed(source, offset + i, "byte behind the text", "" + bytes[i], "0");
      }
    }
  }

  /**
   * Makes the content of the fields of the JSON object. Fields of other names are passed over.
   *
   * @param fields names and values, as the object has them
   * @param algorithm digest of the hash tree, which the partition does not say
   * @param source where it comes from, for messages
   * @return the content
   * @throws MalformedDataException if root hash or signature is missing, or a value has another
   *     form
   * @throws GantryException if the signature {@linkplain RootHashSignature#decode is not one}
   */
  public static SignaturePartition ofFields(
      Map<String, String> fields, VerityAlgorithm algorithm, String source) throws GantryException {
    Bytes root = hex(source, ROOT_HASH, required(fields, ROOT_HASH, source), algorithm.sizeBytes());
    String encoded = required(fields, SIGNATURE, source);
    LimitExceededException.check(
        "characters of the signature in " + source,
        2L * RootHashSignature.MAX_SIZE_BYTES,
        encoded.length());
    Bytes der;
    try {
      der = Bytes.of(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException e) {
      throw malformed(source, -1, SIGNATURE, Text.quote(encoded), "base64");
    }
    String fingerprint = fields.get(FINGERPRINT);
    Optional<Bytes> hint =
        fingerprint == null
            ? Optional.empty()
            : Optional.of(hex(source, FINGERPRINT, fingerprint, FINGERPRINT_BYTES));
    return new SignaturePartition(
        new RootHash(algorithm, root), RootHashSignature.decode(der, source), hint);
  }

  private static String required(Map<String, String> fields, String name, String source)
      throws MalformedDataException {
    String value = fields.get(name);
    if (value == null) {
      throw malformed(source, -1, name, "missing", "a string");
    }
    return value;
  }

  private static Bytes hex(String source, String name, String text, int size)
      throws MalformedDataException {
    try {
      if (text.length() == 2 * size) {
        return Bytes.parseHex(text);
      }
    } catch (IllegalArgumentException e) {
      // Falls through: a wrong character is as bad as a wrong length.
    }
    throw malformed(source, -1, name, Text.quote(text), 2 * size + " hexadecimal digits");
  }

  private static MalformedDataException malformed(
      String source, long offset, String field, String found, String expected) {
    return new MalformedDataException(
        "SIGNATURE_PARTITION_MALFORMED", source, offset, field, found, expected);
  }
}
