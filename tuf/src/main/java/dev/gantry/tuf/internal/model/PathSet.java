// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The target paths that a role is trusted with (TUF 4.5). */
public sealed interface PathSet {
  /**
   * Says whether a path is in the set.
   *
   * @param path a target path
   */
  boolean matches(String path);

  /**
   * Paths that match one of several shell patterns.
   *
   * @param patterns the patterns; a malformed one matches nothing
   */
  record Patterns(List<String> patterns) implements PathSet {
    @Override
    public boolean matches(String path) {
      return patterns.stream().anyMatch(pattern -> PathPattern.matches(pattern, path));
    }
  }

  /**
   * Paths whose SHA-256 digest starts with one of several prefixes.
   *
   * @param prefixes lower-case hexadecimal digits
   */
  record HashPrefixes(List<String> prefixes) implements PathSet {
    @Override
    public boolean matches(String path) {
      String hash = hash(path).hex();
      return prefixes.stream().anyMatch(hash::startsWith);
    }
  }

  /** Returns the SHA-256 digest of a path. */
  static Digest hash(String path) {
    return Digest.compute(DigestAlgorithm.SHA256, Bytes.of(path.getBytes(StandardCharsets.UTF_8)));
  }
}
