// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.Partials;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.VerifiedTarget;
import dev.gantry.update.manifest.ManifestLimits;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.manifest.UpdateManifest;
import dev.gantry.update.plan.ImageTarget;
import dev.gantry.update.plan.ImageTargets;
import dev.gantry.update.plan.TargetCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One verified state of the repository, with its manifest. */
final class ReleaseRepository {
  private final TufClient client;
  private final UpdateManifest manifest;
  private final Map<String, Target> targets;

  private ReleaseRepository(
      TufClient client, UpdateManifest manifest, Map<String, Target> targets) {
    this.client = client;
    this.manifest = manifest;
    this.targets = targets;
  }

  /** Refreshes trusted metadata, reads the manifest, and looks up the images for one host. */
  static ReleaseRepository refresh(TufClient client, String variant, String arch)
      throws IOException {
    TrustedView view = client.refresh();
    Target manifestTarget = view.require(TargetPath.of(UpdateManifest.TARGET_NAME));
    Bytes content = client.read(manifestTarget, ManifestLimits.DEFAULT.maxBytes());
    UpdateManifest manifest = UpdateManifest.decode(content, UpdateManifest.TARGET_NAME);
    Map<String, Target> targets = new HashMap<>();
    for (UpdateEntry entry : manifest.updates()) {
      if (entry.variant().equals(variant) && entry.arch().equals(arch)) {
        for (String name :
            List.of(entry.images().boot(), entry.images().root(), entry.images().hash())) {
          Optional<TargetPath> path = TargetPath.tryParse(name);
          if (path.isPresent() && !targets.containsKey(name)) {
            view.find(path.get()).ifPresent(target -> targets.put(name, target));
          }
        }
      }
    }
    return new ReleaseRepository(client, manifest, targets);
  }

  UpdateManifest manifest() {
    return manifest;
  }

  /** The images as the planner sees them. */
  TargetCatalog catalog() {
    return name -> Optional.ofNullable(targets.get(name)).map(target -> image(name, target));
  }

  private static ImageTarget image(String name, Target target) {
    Digest digest =
        target.digests().stream()
            .filter(each -> each.algorithm() == DigestAlgorithm.SHA256)
            .findFirst()
            .orElse(target.digests().get(0));
    return new ImageTarget(name, target.lengthBytes(), digest);
  }

  /** Keeps what cut downloads of these images have left, deletes what others have; lists it. */
  List<Path> keepPartials(Path directory, ImageTargets images) throws IOException {
    Partials.collect(
        directory, List.of(listed(images.boot()), listed(images.root()), listed(images.hash())));
    return Partials.list(directory);
  }

  private Target listed(ImageTarget image) throws StateConflictException {
    Target target = targets.get(image.name());
    if (target == null) {
      throw new StateConflictException(
          "TARGET_NOT_PLANNED", "download of " + image.name(), "not listed", "a listed target");
    }
    return target;
  }

  /** Downloads an image; the proof is the client's. */
  VerifiedTarget download(ImageTarget image, Path file, String phase, WorkContext work)
      throws IOException {
    return client.download(
        listed(image),
        file,
        DownloadOptions.builder()
            .progress(work.renamed(phase))
            .cancellation(work.cancellation())
            .build());
  }
}
