// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A digest that a verity tree can be made of, by the name that superblock and table line record.
 *
 * <p>These are the digests that the kernel's crypto interface or {@code veritysetup} know. Two
 * names of one digest are two algorithms: what a superblock says is what a table line must say.
 * None but SHA-256 is likely to be in every kernel. The older ones are here to read what others
 * made: {@link #MD4}, {@link #MD5} and {@link #SHA1} no longer resist collisions.
 *
 * <p>Immutable and thread-safe; two are equal only if they are the same.
 */
public final class VerityAlgorithm {
  private static final Map<String, VerityAlgorithm> BY_ID = new LinkedHashMap<>();

  /** SHA-256, FIPS 180-4: the default of {@code veritysetup} and Bottlerocket. */
  public static final VerityAlgorithm SHA256 = jdk("sha256", "SHA-256", 32);

  /** SHA-224, FIPS 180-4. */
  public static final VerityAlgorithm SHA224 = jdk("sha224", "SHA-224", 28);

  /** SHA-384, FIPS 180-4. */
  public static final VerityAlgorithm SHA384 = jdk("sha384", "SHA-384", 48);

  /** SHA-512, FIPS 180-4. */
  public static final VerityAlgorithm SHA512 = jdk("sha512", "SHA-512", 64);

  /** SHA-512/224, FIPS 180-4; {@code veritysetup} has it, the kernel has not. */
  public static final VerityAlgorithm SHA512_224 = jdk("sha512-224", "SHA-512/224", 28);

  /** SHA-512/256, FIPS 180-4; {@code veritysetup} has it, the kernel has not. */
  public static final VerityAlgorithm SHA512_256 = jdk("sha512-256", "SHA-512/256", 32);

  /** SHA3-224, FIPS 202. */
  public static final VerityAlgorithm SHA3_224 = jdk("sha3-224", "SHA3-224", 28);

  /** SHA3-256, FIPS 202. */
  public static final VerityAlgorithm SHA3_256 = jdk("sha3-256", "SHA3-256", 32);

  /** SHA3-384, FIPS 202. */
  public static final VerityAlgorithm SHA3_384 = jdk("sha3-384", "SHA3-384", 48);

  /** SHA3-512, FIPS 202. */
  public static final VerityAlgorithm SHA3_512 = jdk("sha3-512", "SHA3-512", 64);

  /** BLAKE2b with 20 bytes, RFC 7693; the kernel has it, {@code veritysetup} may not. */
  public static final VerityAlgorithm BLAKE2B_160 = bouncyCastle("blake2b-160", 20);

  /** BLAKE2b with 32 bytes, RFC 7693; the kernel has it, {@code veritysetup} may not. */
  public static final VerityAlgorithm BLAKE2B_256 = bouncyCastle("blake2b-256", 32);

  /** BLAKE2b with 48 bytes, RFC 7693; the kernel has it, {@code veritysetup} may not. */
  public static final VerityAlgorithm BLAKE2B_384 = bouncyCastle("blake2b-384", 48);

  /** BLAKE2b with 64 bytes, RFC 7693. */
  public static final VerityAlgorithm BLAKE2B_512 = bouncyCastle("blake2b-512", 64);

  /** BLAKE2s with 16 bytes, RFC 7693; older kernels have it, {@code veritysetup} may not. */
  public static final VerityAlgorithm BLAKE2S_128 = bouncyCastle("blake2s-128", 16);

  /** BLAKE2s with 20 bytes, RFC 7693; older kernels have it, {@code veritysetup} may not. */
  public static final VerityAlgorithm BLAKE2S_160 = bouncyCastle("blake2s-160", 20);

  /** BLAKE2s with 28 bytes, RFC 7693; older kernels have it, {@code veritysetup} may not. */
  public static final VerityAlgorithm BLAKE2S_224 = bouncyCastle("blake2s-224", 28);

  /** BLAKE2s with 32 bytes, RFC 7693. */
  public static final VerityAlgorithm BLAKE2S_256 = bouncyCastle("blake2s-256", 32);

  /** SM3, GB/T 32905. */
  public static final VerityAlgorithm SM3 = bouncyCastle("sm3", 32);

  /** Streebog with 32 bytes, RFC 6986, by the kernel's name. */
  public static final VerityAlgorithm STREEBOG256 = bouncyCastle("streebog256", 32);

  /** Streebog with 64 bytes, RFC 6986, by the kernel's name. */
  public static final VerityAlgorithm STREEBOG512 = bouncyCastle("streebog512", 64);

  /** Whirlpool, ISO/IEC 10118-3, by the name that {@code veritysetup} knows. */
  public static final VerityAlgorithm WHIRLPOOL = bouncyCastle("whirlpool", 64);

  /** Whirlpool, ISO/IEC 10118-3, by the kernel's name. */
  public static final VerityAlgorithm WP512 = bouncyCastle("wp512", 64);

  /** The first 48 bytes of Whirlpool, by the kernel's name. */
  public static final VerityAlgorithm WP384 = bouncyCastle("wp384", 48);

  /** The first 32 bytes of Whirlpool, by the kernel's name. */
  public static final VerityAlgorithm WP256 = bouncyCastle("wp256", 32);

  /** RIPEMD-160, ISO/IEC 10118-3, by the name that {@code veritysetup} knows. */
  public static final VerityAlgorithm RIPEMD160 = bouncyCastle("ripemd160", 20);

  /** RIPEMD-160, ISO/IEC 10118-3, by the kernel's name. */
  public static final VerityAlgorithm RMD160 = bouncyCastle("rmd160", 20);

  /** SHA-1, FIPS 180-4: collisions are known. */
  public static final VerityAlgorithm SHA1 = jdk("sha1", "SHA-1", 20);

  /** MD5, RFC 1321: collisions cost seconds. */
  public static final VerityAlgorithm MD5 = jdk("md5", "MD5", 16);

  /** MD4, RFC 1320: collisions cost nothing. */
  public static final VerityAlgorithm MD4 = bouncyCastle("md4", 16);

  private final String id;
  private final int sizeBytes;
  private final @Nullable String jcaName;

  private VerityAlgorithm(String id, int sizeBytes, @Nullable String jcaName) {
    this.id = id;
    this.sizeBytes = sizeBytes;
    this.jcaName = jcaName;
  }

  private static VerityAlgorithm jdk(String id, String jcaName, int sizeBytes) {
    return register(new VerityAlgorithm(id, sizeBytes, jcaName));
  }

  private static VerityAlgorithm bouncyCastle(String id, int sizeBytes) {
    return register(new VerityAlgorithm(id, sizeBytes, null));
  }

  private static VerityAlgorithm register(VerityAlgorithm algorithm) {
    BY_ID.put(algorithm.id, algorithm);
    return algorithm;
  }

  /**
   * Finds an algorithm by its {@link #id()}.
   *
   * @param id the exact lower-case name
   * @return the algorithm, or empty if there is none of that name
   */
  public static Optional<VerityAlgorithm> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /**
   * Returns all algorithms.
   *
   * @return an immutable list, SHA-256 first
   */
  public static List<VerityAlgorithm> all() {
    return List.copyOf(BY_ID.values());
  }

  /**
   * Returns the name in superblocks and table lines.
   *
   * @return lower case, for example {@code sha256}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the size of a digest.
   *
   * @return bytes, 16 to 64
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * Returns a fresh digest engine.
   *
   * @return a new engine, not thread-safe
   * @throws IllegalStateException if the Java runtime lacks it; SHA-256 never does
   */
  public MessageDigest newMessageDigest() {
    if (jcaName == null) {
      return BouncyCastleDigests.create(id);
    }
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + jcaName, e);
    }
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id;
  }
}
