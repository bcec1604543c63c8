// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/** Keys and policies that are the same in every run. */
final class TestKeys {
  /** PKCS#8 of an Ed25519 key up to the seed, RFC 8410 section 7. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private TestKeys() {}

  /** Returns the key whose seed is 32 times one byte. */
  static SigningKey ed25519(int seed) throws IOException {
    byte[] pkcs8 = Arrays.copyOf(PREFIX, PREFIX.length + 32);
    Arrays.fill(pkcs8, PREFIX.length, pkcs8.length, (byte) seed);
    return PrivateKeys.fromPkcs8(pkcs8, "test key");
  }

  static KeyPolicy one(SigningKey key) {
    return KeyPolicy.of(1, key.publicKey());
  }

  static RepositoryPolicy policy(
      SigningKey root, SigningKey targets, SigningKey snapshot, SigningKey timestamp) {
    return new RepositoryPolicy(one(root), one(targets), one(snapshot), one(timestamp));
  }
}
