// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.internal.model.MetaFile;

/**
 * Compares a metadata file with what its parent lists (TUF 5.5.1, 5.5.2, 5.6.1, 5.6.2), before
 * anything of the file is parsed. Stateless.
 */
final class ListedFile {
  private ListedFile() {}

  static void check(Bytes raw, MetaFile listed, String source) throws VerificationException {
    long expectedBytes = listed.lengthBytes().orElse(raw.size());
    if (raw.size() != expectedBytes) {
      throw new LengthMismatchException(source, expectedBytes, raw.size());
    }
    for (Digest expected : listed.digests()) {
      Digest actual = Digest.compute(expected.algorithm(), raw);
      if (!actual.equals(expected)) {
        throw new DigestMismatchException(source, expected, actual);
      }
    }
  }
}
