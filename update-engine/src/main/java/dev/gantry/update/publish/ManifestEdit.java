// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.update.image.ReleaseIdentity;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.manifest.UpdateManifest;

/** Adds a release to a manifest. */
final class ManifestEdit {
  private ManifestEdit() {}

  static UpdateManifest add(UpdateManifest before, ReleaseIdentity identity, ReleaseTerms terms)
      throws StateConflictException {
    Version newest = identity.version();
    for (UpdateEntry entry : before.updates()) {
      if (isSameKind(entry, identity)) {
        if (entry.version().equals(identity.version())) {
          throw new StateConflictException(
              "RELEASE_EXISTS",
              "publishing " + entry,
              "the manifest has this version",
              "a version that was never published; hosts may have it already");
        }
        newest = entry.maxVersion().compareTo(newest) > 0 ? entry.maxVersion() : newest;
      }
    }
    newest = terms.maxVersion().orElse(newest);
    if (identity.version().compareTo(newest) > 0) {
      throw new StateConflictException(
          "RELEASE_ABOVE_MAX_VERSION",
          "publishing version " + identity.version(),
          "newest version that hosts may run is " + newest,
          "a newest version that is not below the release, which no host could take");
    }
    UpdateEntry entry =
        UpdateEntry.builder(
                identity.variant(), identity.arch(), identity.version(), identity.targetNames())
            .waves(terms.waves())
            .build();
    UpdateManifest.Builder after = before.toBuilder().addUpdate(entry);
    after.maxVersion(identity.variant(), identity.arch(), newest);
    terms.migrations().forEach(after::migrations);
    return after.build();
  }

  private static boolean isSameKind(UpdateEntry entry, ReleaseIdentity identity) {
    return entry.variant().equals(identity.variant()) && entry.arch().equals(identity.arch());
  }
}
