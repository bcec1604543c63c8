// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/** How the key of an encrypted key file is derived from its passphrase; the cipher is AES-256. */
public enum KeyEncryption {
  /** PBKDF2 with HMAC-SHA-256 and 600,000 iterations (RFC 8018); every tool reads it. */
  PBKDF2,
  /** Scrypt with N = 16,384, r = 8 and p = 1 (RFC 7914), which takes 16 MiB for each guess. */
  SCRYPT
}
