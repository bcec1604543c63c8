// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.internal.model.MetaFile;
import java.io.IOException;

/** Where a cycle gets metadata files of bounded size: a repository, or what is kept of it. */
public sealed interface MetadataSource permits ServedMetadata, KeptMetadata {
  /** Names a file for messages; version 0 stands for a name without one. */
  String describe(String roleName, long version);

  /** Decides on a file that was fetched; keeps nothing. */
  @FunctionalInterface
  interface Verifier<T> {
    /**
     * Verifies a file.
     *
     * @param raw the file, one byte more than allowed if it has more
     * @return what was verified
     * @throws GantryException if the file is refused; it may then be had elsewhere
     */
    T verify(Bytes raw) throws GantryException;
  }

  /** Reads a file, or at least one byte more than allowed if it has more, until one is accepted. */
  <T> T read(String roleName, long version, int maxBytes, Verifier<T> verifier) throws IOException;

  /** Fetches a file of which nothing is known. */
  default <T> T fetch(String roleName, long version, int maxBytes, Verifier<T> verifier)
      throws IOException {
    return read(
        roleName,
        version,
        maxBytes,
        raw -> {
          LimitExceededException.check(
              "size of " + describe(roleName, version) + " in bytes", maxBytes, raw.size());
          return verifier.verify(raw);
        });
  }

  /** Fetches a file that its parent lists, and compares it with that (TUF 5.5.1, 5.6.1). */
  default <T> T fetch(
      String roleName, long version, MetaFile listed, int maxBytes, Verifier<T> verifier)
      throws IOException {
    String name = describe(roleName, version);
    Verifier<T> comparing =
        raw -> {
          ListedFile.check(raw, listed, name);
          return verifier.verify(raw);
        };
    if (listed.lengthBytes().isEmpty()) {
      return fetch(roleName, version, maxBytes, comparing);
    }
    long length = listed.lengthBytes().getAsLong();
    LimitExceededException.check("listed size of " + name + " in bytes", maxBytes, length);
    // A file that is too long is read by one byte too many, which the comparison finds.
    return read(roleName, version, (int) length, comparing);
  }
}
