// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.security.MessageDigest;
import org.bouncycastle.jcajce.provider.digest.Blake2b;
import org.bouncycastle.jcajce.provider.digest.Blake2s;
import org.bouncycastle.jcajce.provider.digest.GOST3411;
import org.bouncycastle.jcajce.provider.digest.MD4;
import org.bouncycastle.jcajce.provider.digest.RIPEMD160;
import org.bouncycastle.jcajce.provider.digest.SM3;
import org.bouncycastle.jcajce.provider.digest.Whirlpool;

/**
 * Digests that the JDK lacks, made directly: no security provider is registered or looked up.
 *
 * <p>Apart from {@link VerityAlgorithm}, so that the library is only loaded for one of these.
 */
final class BouncyCastleDigests {
  private BouncyCastleDigests() {}

  static MessageDigest create(String id) {
    return switch (id) {
      case "blake2b-160" -> new Blake2b.Blake2b160();
      case "blake2b-256" -> new Blake2b.Blake2b256();
      case "blake2b-384" -> new Blake2b.Blake2b384();
      case "blake2b-512" -> new Blake2b.Blake2b512();
      case "blake2s-128" -> new Blake2s.Blake2s128();
      case "blake2s-160" -> new Blake2s.Blake2s160();
      case "blake2s-224" -> new Blake2s.Blake2s224();
      case "blake2s-256" -> new Blake2s.Blake2s256();
      case "sm3" -> new SM3.Digest();
      case "streebog256" -> new GOST3411.Digest2012_256();
      case "streebog512" -> new GOST3411.Digest2012_512();
      case "whirlpool", "wp512" -> new Whirlpool.Digest();
      case "wp384" -> new TruncatedDigest(new Whirlpool.Digest(), 48);
      case "wp256" -> new TruncatedDigest(new Whirlpool.Digest(), 32);
      case "ripemd160", "rmd160" -> new RIPEMD160.Digest();
      case "md4" -> new MD4.Digest();
      default -> throw new IllegalArgumentException("unknown digest " + id);
    };
  }
}
