// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.model.MetaFile;
import java.io.IOException;

/**
 * Fetches metadata files of bounded size. As thread-safe as its fetcher.
 *
 * @param fetcher where files come from
 */
public record MetadataSource(Fetcher fetcher) {
  /** Fetches a file of which nothing is known. */
  Bytes fetch(String fileName, int maxBytes) throws IOException {
    Bytes raw = read(fileName, maxBytes);
    LimitExceededException.check("size of " + fileName + " in bytes", maxBytes, raw.size());
    return raw;
  }

  /** Fetches a file that its parent lists, and compares it with that. */
  Bytes fetch(String fileName, MetaFile listed, int maxBytes) throws IOException {
    if (listed.lengthBytes().isEmpty()) {
      Bytes raw = fetch(fileName, maxBytes);
      ListedFile.check(raw, listed, fileName);
      return raw;
    }
    long length = listed.lengthBytes().getAsLong();
    LimitExceededException.check("listed size of " + fileName + " in bytes", maxBytes, length);
    Bytes raw = read(fileName, (int) length);
    if (raw.size() > length) {
      throw new LengthMismatchException(fileName, length, raw.size());
    }
    ListedFile.check(raw, listed, fileName);
    return raw;
  }

  /** Reads one byte more than allowed, if there is one, so that the caller sees it. */
  private Bytes read(String fileName, int maxBytes) throws IOException {
    try (FetchResponse response = fetcher.open(FetchRequest.of(fileName))) {
      return Bytes.of(response.body().readNBytes(maxBytes + 1));
    }
  }
}
