// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;

/**
 * The metadata that a repository serves. As thread-safe as its fetcher.
 *
 * @param fetcher where files come from
 */
record ServedMetadata(Fetcher fetcher) implements MetadataSource {
  @Override
  public String describe(String roleName, long version) {
    return RoleNames.served(roleName, version);
  }

  @Override
  public Bytes read(String roleName, long version, int maxBytes) throws IOException {
    FetchRequest request = FetchRequest.of(describe(roleName, version));
    try (FetchResponse response = fetcher.open(request)) {
      return Bytes.of(response.body().readNBytes(maxBytes + 1));
    }
  }
}
