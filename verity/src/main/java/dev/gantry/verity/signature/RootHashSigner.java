// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import dev.gantry.verity.RootHash;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Signs root hashes with one key: RSA (PKCS #1 v1.5) or ECDSA on P-256, P-384 or P-521.
 *
 * <p>The signature names the certificate by issuer and serial number and does not hold it: the
 * kernel has it among its trusted keys. With an RSA key the same root hash always gives the same
 * bytes, those of {@code openssl cms -sign -binary -noattr -nocerts}. Thread-safe if the key is.
 */
public final class RootHashSigner {
  private final RootHashSigningKey key;
  private final X509Certificate certificate;
  private final KeyKind kind;
  private final SignatureDigest digest;

  private RootHashSigner(
      RootHashSigningKey key, X509Certificate certificate, SignatureDigest digest) {
    this.key = Objects.requireNonNull(key, "key");
    this.certificate = Objects.requireNonNull(certificate, "certificate");
    this.digest = Objects.requireNonNull(digest, "digest");
    this.kind =
        KeyKind.of(certificate.getPublicKey())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "key of the certificate is "
                            + certificate.getPublicKey().getAlgorithm()
                            + ", expected "
                            + KeyKind.expected()));
  }

  /**
   * Makes a signer of a key in memory, or of a token that a provider of the JDK shows as a key.
   *
   * @param key the private key
   * @param certificate the certificate of its public key, which verifiers trust
   * @return a signer that uses SHA-256
   * @throws IllegalArgumentException if the kernel cannot use the kind or size of key
   */
  public static RootHashSigner of(PrivateKey key, X509Certificate certificate) {
    Objects.requireNonNull(key, "key");
    return of((algorithm, message) -> sign(key, algorithm, message), certificate);
  }

  /**
   * Makes a signer of a key that is elsewhere.
   *
   * @param key signs for the private key
   * @param certificate the certificate of its public key, which verifiers trust
   * @return a signer that uses SHA-256
   * @throws IllegalArgumentException if the kernel cannot use the kind or size of key
   */
  public static RootHashSigner of(RootHashSigningKey key, X509Certificate certificate) {
    return new RootHashSigner(key, certificate, SignatureDigest.SHA256);
  }

  /**
   * Changes the digest.
   *
   * @param newDigest what is signed
   * @return a signer with the same key
   */
  public RootHashSigner withDigest(SignatureDigest newDigest) {
    return new RootHashSigner(key, certificate, newDigest);
  }

  /**
   * Signs a root hash. The new signature is verified before it is returned.
   *
   * @param rootHash what to sign
   * @return the signature
   * @throws RootHashSigningException if the key fails, or does not belong to the certificate
   */
  public RootHashSignature sign(RootHash rootHash) throws RootHashSigningException {
    return sign(rootHash, List.of(this));
  }

  /**
   * Signs a root hash with several keys, so that each of them is enough: a fleet accepts the old
   * key and the new while one replaces the other.
   *
   * @param rootHash what to sign
   * @param signers 1 to {@link RootHashSignature#MAX_SIGNERS} signers
   * @return one signature for all
   * @throws RootHashSigningException if a key fails, or does not belong to its certificate
   * @throws IllegalArgumentException if there are none or too many signers
   */
  public static RootHashSignature sign(RootHash rootHash, List<RootHashSigner> signers)
      throws RootHashSigningException {
    if (signers.isEmpty() || signers.size() > RootHashSignature.MAX_SIGNERS) {
      throw new IllegalArgumentException(
          signers.size() + " signers, expected 1 to " + RootHashSignature.MAX_SIGNERS);
    }
    List<SignerInfo> infos = new ArrayList<>();
    for (RootHashSigner signer : signers) {
      infos.add(signer.signerInfo(RootHashSignature.message(rootHash)));
    }
    return SignedDataCodec.encode(infos);
  }

  private SignerInfo signerInfo(Bytes message) throws RootHashSigningException {
    String subject = certificate.getSubjectX500Principal().toString();
    try {
      Bytes signature = key.sign(kind.jcaName(digest), message);
      if (!SignatureCheck.holds(kind, digest, certificate, message, signature)) {
        throw new RootHashSigningException(
            "the key does not belong to the certificate of " + subject, null);
      }
      Certificate parsed = Certificate.getInstance(certificate.getEncoded());
      return new SignerInfo(
          new SignerIdentifier(new IssuerAndSerialNumber(parsed)),
          new AlgorithmIdentifier(digest.oid()),
          (ASN1Set) null,
          kind.identifier(digest),
          new DEROctetString(signature.toByteArray()),
          null);
    } catch (RootHashSigningException e) {
      throw e;
    } catch (IOException | CertificateEncodingException e) {
      throw new RootHashSigningException("the key of " + subject + " did not sign", e);
    }
  }

  private static Bytes sign(PrivateKey key, String algorithm, Bytes message) throws IOException {
    try {
      // No provider is named, so the one that has the key is found.
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message.asByteBuffer());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IOException("signing with " + algorithm + " failed", e);
    }
  }
}
