// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import dev.gantry.tuf.author.PublishedRepository;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.manifest.UpdateManifest;
import java.util.Objects;

/**
 * A release that hosts can see.
 *
 * @param entry the release in the manifest
 * @param manifest the whole manifest
 * @param repository the versions of the metadata
 */
public record PublishedRelease(
    UpdateEntry entry, UpdateManifest manifest, PublishedRepository repository) {
  /** Creates a description. */
  public PublishedRelease {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(repository, "repository");
  }
}
