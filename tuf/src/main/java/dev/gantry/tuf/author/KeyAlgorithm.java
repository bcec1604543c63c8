// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/** The kinds of key that can be made and signed with (TUF specification section 4.2). */
public enum KeyAlgorithm {
  /** Ed25519, RFC 8032; signatures are deterministic. */
  ED25519,
  /** ECDSA on NIST P-256 with SHA-256. */
  ECDSA_P256,
  /** ECDSA on NIST P-384 with SHA-384. */
  ECDSA_P384,
  /** ECDSA on NIST P-521 with SHA-512. */
  ECDSA_P521,
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes, modulus of 2048 bits. */
  RSA_PSS_2048,
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes, modulus of 3072 bits. */
  RSA_PSS_3072,
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes, modulus of 4096 bits. */
  RSA_PSS_4096
}
