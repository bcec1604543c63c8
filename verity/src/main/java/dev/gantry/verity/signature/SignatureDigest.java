// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The digests with which a root hash is signed. Weaker ones, which the kernel may still take, are
 * neither made nor accepted.
 */
public enum SignatureDigest {
  /** SHA-256. */
  SHA256(NISTObjectIdentifiers.id_sha256, X9ObjectIdentifiers.ecdsa_with_SHA256),
  /** SHA-384. */
  SHA384(NISTObjectIdentifiers.id_sha384, X9ObjectIdentifiers.ecdsa_with_SHA384),
  /** SHA-512. */
  SHA512(NISTObjectIdentifiers.id_sha512, X9ObjectIdentifiers.ecdsa_with_SHA512);

  private final String oid;
  private final String ecdsaOid;

  SignatureDigest(ASN1ObjectIdentifier oid, ASN1ObjectIdentifier ecdsaOid) {
    this.oid = oid.getId();
    this.ecdsaOid = ecdsaOid.getId();
  }

  ASN1ObjectIdentifier oid() {
    return new ASN1ObjectIdentifier(oid);
  }

  ASN1ObjectIdentifier ecdsaOid() {
    return new ASN1ObjectIdentifier(ecdsaOid);
  }

  static Optional<SignatureDigest> find(ASN1ObjectIdentifier oid) {
    for (SignatureDigest digest : values()) {
      if (digest.oid.equals(oid.getId())) {
        return Optional.of(digest);
      }
    }
    return Optional.empty();
  }
}
