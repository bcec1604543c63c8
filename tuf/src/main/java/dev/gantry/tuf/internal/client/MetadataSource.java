// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.internal.model.MetaFile;
import java.io.IOException;

/** Where a cycle gets metadata files of bounded size: a repository, or what is kept of it. */
public sealed interface MetadataSource permits ServedMetadata, KeptMetadata {
  /** Names a file for messages; version 0 stands for a name without one. */
  String describe(String roleName, long version);

  /** Reads a file, or at least one byte more than allowed if it has more. */
  Bytes read(String roleName, long version, int maxBytes) throws IOException;

  /** Fetches a file of which nothing is known. */
  default Bytes fetch(String roleName, long version, int maxBytes) throws IOException {
    Bytes raw = read(roleName, version, maxBytes);
    LimitExceededException.check(
        "size of " + describe(roleName, version) + " in bytes", maxBytes, raw.size());
    return raw;
  }

  /** Fetches a file that its parent lists, and compares it with that (TUF 5.5.1, 5.6.1). */
  default Bytes fetch(String roleName, long version, MetaFile listed, int maxBytes)
      throws IOException {
    String name = describe(roleName, version);
    if (listed.lengthBytes().isEmpty()) {
      Bytes raw = fetch(roleName, version, maxBytes);
      ListedFile.check(raw, listed, name);
      return raw;
    }
    long length = listed.lengthBytes().getAsLong();
    LimitExceededException.check("listed size of " + name + " in bytes", maxBytes, length);
    Bytes raw = read(roleName, version, (int) length);
    if (raw.size() > length) {
      throw new LengthMismatchException(name, length, raw.size());
    }
    ListedFile.check(raw, listed, name);
    return raw;
  }
}
