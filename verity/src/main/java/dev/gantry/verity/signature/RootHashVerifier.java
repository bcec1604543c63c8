// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import dev.gantry.core.Text;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.signature.RootHashSignatureException.Reason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * Verifies signatures of root hashes against trusted certificates.
 *
 * <p>The rule is the kernel's: one trusted signer is enough, signers that are not known are passed
 * over, and a trusted signer whose signature is wrong spoils all. It is stricter than the kernel in
 * that the signer must itself be trusted: there are no chains, and certificates in the signature
 * are not used. As in the kernel, dates and uses in certificates do not count; a machine must boot
 * when its clock is wrong. Immutable and thread-safe.
 */
public final class RootHashVerifier {
  private final List<Trusted> trusted;
  private final Set<SignatureDigest> digests;

  private RootHashVerifier(List<Trusted> trusted, Set<SignatureDigest> digests) {
    this.trusted = List.copyOf(trusted);
    this.digests = digests;
  }

  private record Trusted(X509Certificate certificate, Certificate parsed, KeyKind kind) {
    static Trusted of(X509Certificate certificate) {
      KeyKind kind =
          KeyKind.of(certificate.getPublicKey())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "key of "
                              + Text.clean(certificate.getSubjectX500Principal().toString())
                              + " is not "
                              + KeyKind.expected()));
      try {
        return new Trusted(certificate, Certificate.getInstance(certificate.getEncoded()), kind);
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException("a trusted certificate cannot be encoded", e);
      }
    }

    boolean isNamedBy(SignerInfo info) {
      if (info.getSID().isTagged()) {
        Extensions extensions = parsed.getTBSCertificate().getExtensions();
        SubjectKeyIdentifier own =
            extensions == null ? null : SubjectKeyIdentifier.fromExtensions(extensions);
        Bytes named = Bytes.of(ASN1OctetString.getInstance(info.getSID().getId()).getOctets());
        return own != null && Bytes.of(own.getKeyIdentifier()).equals(named);
      }
      return new IssuerAndSerialNumber(parsed)
          .toASN1Primitive()
          .equals(IssuerAndSerialNumber.getInstance(info.getSID().getId()).toASN1Primitive());
    }
  }

  /**
   * Makes a verifier that takes any {@link SignatureDigest}.
   *
   * @param certificates the certificates of all trusted signers, one or more
   * @return a verifier
   * @throws IllegalArgumentException if there is none, or the kernel cannot use the kind or size of
   *     a key
   */
  public static RootHashVerifier of(Collection<X509Certificate> certificates) {
    return of(certificates, EnumSet.allOf(SignatureDigest.class));
  }

  /**
   * Makes a verifier.
   *
   * @param certificates the certificates of all trusted signers, one or more
   * @param digests what they may have used, one or more
   * @return a verifier
   * @throws IllegalArgumentException if there is none of either, or the kernel cannot use the kind
   *     or size of a key
   */
  public static RootHashVerifier of(
      Collection<X509Certificate> certificates, Set<SignatureDigest> digests) {
    if (certificates.isEmpty() || digests.isEmpty()) {
      throw new IllegalArgumentException("no trusted certificate or no digest");
    }
    return new RootHashVerifier(
        certificates.stream().map(Trusted::of).toList(), Set.copyOf(digests));
  }

  /**
   * Verifies that a trusted signer signed a root hash.
   *
   * @param rootHash the root hash to be trusted
   * @param signature the signature
   * @return the proof
   * @throws RootHashSignatureException if nobody who is trusted signed this root hash
   */
  public VerifiedRootHash verify(RootHash rootHash, RootHashSignature signature)
      throws RootHashSignatureException {
    Bytes message = RootHashSignature.message(rootHash);
    Optional<VerifiedRootHash> proof = Optional.empty();
    for (SignerInfo info : signature.signerInfos()) {
      List<Trusted> named = trusted.stream().filter(t -> t.isNamedBy(info)).toList();
      if (!named.isEmpty()) {
        VerifiedRootHash found = verify(rootHash, message, info, named);
        proof = Optional.of(proof.orElse(found));
      }
    }
    return proof.orElseThrow(
        () ->
            new RootHashSignatureException(
                Reason.UNKNOWN_SIGNER,
                "root hash "
                    + rootHash
                    + ": none of the trusted certificates is that of a signer: "
                    + Text.clean(signature.signers().toString())));
  }

  private VerifiedRootHash verify(
      RootHash rootHash, Bytes message, SignerInfo info, List<Trusted> named)
      throws RootHashSignatureException {
    SignerInformation signer = SignedDataCodec.describe(info);
    SignatureDigest digest =
        SignatureDigest.find(info.getDigestAlgorithm().getAlgorithm())
            .filter(digests::contains)
            .orElseThrow(
                () ->
                    new RootHashSignatureException(
                        Reason.DIGEST_NOT_ALLOWED,
                        "root hash "
                            + rootHash
                            + ": digest not in "
                            + digests
                            + ": "
                            + Text.clean(signer.toString())));
    Bytes value = Bytes.of(info.getEncryptedDigest().getOctets());
    boolean algorithmFits = false;
    for (Trusted candidate : named) {
      if (candidate.kind().isNamedBy(info.getDigestEncryptionAlgorithm().getAlgorithm(), digest)) {
        algorithmFits = true;
        if (SignatureCheck.holds(
            candidate.kind(), digest, candidate.certificate(), message, value)) {
          return new VerifiedRootHash(rootHash, candidate.certificate(), digest);
        }
      }
    }
    throw algorithmFits
        ? new RootHashSignatureException(
            Reason.WRONG_SIGNATURE,
            "root hash "
                + rootHash
                + ": the signature is not one of it by "
                + Text.clean(signer.toString()))
        : new RootHashSignatureException(
            Reason.ALGORITHM_NOT_ALLOWED,
            "root hash "
                + rootHash
                + ": the algorithm is not that of the key: "
                + Text.clean(signer.toString()));
  }
}
