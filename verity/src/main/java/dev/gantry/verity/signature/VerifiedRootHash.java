// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.verity.RootHash;
import java.security.cert.X509Certificate;

/**
 * Proof that a trusted signer signed a root hash; only {@link RootHashVerifier} makes it.
 *
 * <p>Immutable and thread-safe.
 */
public final class VerifiedRootHash {
  private final RootHash rootHash;
  private final X509Certificate signer;
  private final SignatureDigest digest;

  VerifiedRootHash(RootHash rootHash, X509Certificate signer, SignatureDigest digest) {
    this.rootHash = rootHash;
    this.signer = signer;
    this.digest = digest;
  }

  /**
   * Returns what was signed.
   *
   * @return the root hash
   */
  public RootHash rootHash() {
    return rootHash;
  }

  /**
   * Returns the trusted certificate of the signer.
   *
   * @return the first one in the signature that is trusted
   */
  public X509Certificate signer() {
    return signer;
  }

  /**
   * Returns the digest that was signed.
   *
   * @return the digest
   */
  public SignatureDigest digest() {
    return digest;
  }

  /** Returns the root hash and the subject of the certificate. */
  @Override
  public String toString() {
    return rootHash + " signed by " + signer.getSubjectX500Principal();
  }
}
