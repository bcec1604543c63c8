// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.update.manifest.ManifestLimits;
import dev.gantry.update.manifest.UpdateManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** Reads the manifest that a repository has now, the way a host would. */
final class CurrentManifest {
  /** Expired metadata is no reason to refuse a publisher its own manifest: it is about to sign. */
  private static final InstantSource BEFORE_ANY_EXPIRY = InstantSource.fixed(Instant.EPOCH);

  private static final TargetPath PATH = TargetPath.of(UpdateManifest.TARGET_NAME);

  private final RepositoryEditor editor;

  CurrentManifest(RepositoryEditor editor) {
    this.editor = editor;
  }

  /** Returns an empty manifest if there is none yet. */
  UpdateManifest read(Path work) throws IOException {
    if (!editor.targetPaths("targets").contains(PATH)) {
      return UpdateManifest.builder().build();
    }
    Path repository = editor.directory();
    Path trusted = Files.createDirectory(work.resolve("trusted"));
    TufClient client =
        TufClient.builder(
                editor.rootFile(),
                TrustedStore.open(trusted),
                FileFetcher.of(repository.resolve("metadata")),
                FileFetcher.of(repository.resolve("targets")))
            .clock(BEFORE_ANY_EXPIRY)
            .build();
    Bytes content = client.read(client.refresh().require(PATH), ManifestLimits.DEFAULT.maxBytes());
    return UpdateManifest.decode(content, PATH.value());
  }
}
