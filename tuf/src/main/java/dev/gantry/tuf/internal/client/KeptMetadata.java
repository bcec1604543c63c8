// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.tuf.MetadataNotKeptException;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;

/**
 * The metadata that is kept, in place of what a repository would serve: it goes through the same
 * workflow. As thread-safe as the store.
 *
 * @param store where files are kept
 */
record KeptMetadata(RoleStore store) implements MetadataSource {
  @Override
  public String describe(String roleName, long version) {
    return "kept " + RoleNames.local(roleName);
  }

  @Override
  public <T> T read(String roleName, long version, int maxBytes, Verifier<T> verifier)
      throws IOException {
    return verifier.verify(
        store
            .load(roleName, maxBytes + 1)
            .orElseThrow(() -> new MetadataNotKeptException(roleName)));
  }
}
