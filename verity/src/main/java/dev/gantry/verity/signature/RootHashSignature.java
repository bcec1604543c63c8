// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.verity.RootHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.cms.SignerInfo;

/**
 * A detached signature of a root hash, as the option {@code root_hash_sig_key_desc} of the kernel's
 * verity target wants it, and {@code veritysetup --root-hash-signature}.
 *
 * <p>It is a PKCS #7 SignedData (RFC 2315; CMS, RFC 5652) in DER, without content and without
 * signed attributes. What is signed are the characters of the root hash in lower-case hexadecimal,
 * not its bytes. Decoding says nothing about who signed what; {@link RootHashVerifier} does.
 * Immutable and thread-safe; equal if the bytes are.
 */
public final class RootHashSignature {
  /** Size of the largest signature that is read. */
  public static final int MAX_SIZE_BYTES = 32 * 1024;

  /** How many signers a signature has at most. */
  public static final int MAX_SIGNERS = 8;

  private final Bytes encoded;
  private final List<SignerInfo> signerInfos;

  RootHashSignature(Bytes encoded, List<SignerInfo> signerInfos) {
    this.encoded = encoded;
    this.signerInfos = List.copyOf(signerInfos);
  }

  /**
   * Reads a signature strictly: DER, no byte behind it, and nothing that the kernel would refuse
   * for every root hash. Certificates and unsigned attributes in it are allowed and not looked at.
   *
   * @param der the signature
   * @param source where it comes from, for messages
   * @return the signature; nothing of it is verified
   * @throws MalformedDataException if it is not the DER of a SignedData
   * @throws UnsupportedFormatException if it has content, signed attributes, no signer, or another
   *     version
   * @throws LimitExceededException if it is larger than {@link #MAX_SIZE_BYTES} or has more signers
   *     than {@link #MAX_SIGNERS}
   * @throws GantryException never any other
   */
  public static RootHashSignature decode(Bytes der, String source) throws GantryException {
    return SignedDataCodec.decode(der, source);
  }

  /**
   * Returns the signature as it is given to the kernel.
   *
   * @return DER
   */
  public Bytes encoded() {
    return encoded;
  }

  /**
   * Returns who signed, as the signature says itself.
   *
   * @return one signer or more, none verified
   */
  public List<SignerInformation> signers() {
    return signerInfos.stream().map(SignedDataCodec::describe).toList();
  }

  List<SignerInfo> signerInfos() {
    return signerInfos;
  }

  /** Returns what is signed. */
  static Bytes message(RootHash rootHash) {
    return Bytes.of(rootHash.hex().getBytes(StandardCharsets.US_ASCII));
  }

  /** Compares the bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RootHashSignature signature && encoded.equals(signature.encoded);
  }

  /** Returns the hash code of the bytes. */
  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** Returns the size and the signers. */
  @Override
  public String toString() {
    return "RootHashSignature[" + encoded.size() + " bytes, " + signers() + "]";
  }
}
