// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.internal.model.TargetFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes targets without a repository. */
final class TestTargets {
  private TestTargets() {}

  static Target of(String path, Bytes content, DigestAlgorithm... algorithms) {
    List<Digest> digests = new ArrayList<>();
    for (DigestAlgorithm algorithm : algorithms) {
      digests.add(Digest.compute(algorithm, content));
    }
    return of(path, content.size(), digests, true);
  }

  static Target of(String path, Bytes content) {
    return of(path, content, DigestAlgorithm.SHA256);
  }

  static Target of(String path, long lengthBytes, List<Digest> digests, boolean mayFetch) {
    TargetFile file = new TargetFile(lengthBytes, digests, Optional.empty());
    return new Target(TargetPath.of(path), file, "targets", false, mayFetch);
  }

  static Bytes random(int size, long seed) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return Bytes.of(content);
  }

  static Bytes part(Bytes content, int offset, int size) {
    return Bytes.of(content.toByteArray(), offset, size);
  }
}
