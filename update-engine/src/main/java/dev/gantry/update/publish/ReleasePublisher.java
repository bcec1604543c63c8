// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import dev.gantry.core.StateConflictException;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.TargetOptions;
import dev.gantry.tuf.author.TargetPlacement;
import dev.gantry.update.codec.Lz4EncodeOptions;
import dev.gantry.update.image.ImageSizes;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.manifest.ImageNames;
import dev.gantry.update.manifest.UpdateManifest;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Publishes releases into a repository, as a Bottlerocket host expects to find them: three LZ4
 * targets and an entry in {@code manifest.json}.
 *
 * <p>Before anything is signed: the images belong together and hold what the root hash in the boot
 * image stands for, they fit the partitions of the layout, the version was never published, and
 * each target unpacks to the image that went into it.
 *
 * <p>Equal releases, terms, times and deterministic signers give equal repositories. Not
 * thread-safe.
 */
public final class ReleasePublisher {
  private static final String TARGETS_ROLE = "targets";

  private final RepositoryEditor editor;
  private final ImageSizes sizes;
  private Lz4EncodeOptions encoding = Lz4EncodeOptions.defaults();
  private VerityOptions options = VerityOptions.defaults();

  /**
   * Starts a publisher.
   *
   * @param editor the repository
   * @param layout the disks that its releases are for
   * @throws IllegalArgumentException if the layout has no slot
   */
  public ReleasePublisher(RepositoryEditor editor, SlotLayout layout) {
    this.editor = Objects.requireNonNull(editor, "editor");
    this.sizes = ImageSizes.of(layout);
  }

  /**
   * Sets how targets are packed.
   *
   * @param value the options
   * @return this publisher
   */
  public ReleasePublisher encoding(Lz4EncodeOptions value) {
    this.encoding = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Sets how images are verified, and who hears of progress.
   *
   * @param value the options
   * @return this publisher
   */
  public ReleasePublisher options(VerityOptions value) {
    this.options = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Publishes a release. Packed targets are made in a directory beside the repository's own, which
   * is removed at the end. After a failure the editor may hold part of the release: it must not be
   * used any more, and the repository be opened again.
   *
   * @param images the release; verified again here
   * @param terms who may take it, and when
   * @param now the time of signing
   * @return what hosts see from now on
   * @throws StateConflictException if the version was published before ({@code RELEASE_EXISTS}) or
   *     is above the newest that its terms allow ({@code RELEASE_ABOVE_MAX_VERSION}), a migration's
   *     target is not in the repository ({@code RELEASE_MIGRATION_MISSING}), or somebody else
   *     publishes
   * @throws dev.gantry.core.LimitExceededException if an image does not fit its partition
   * @throws dev.gantry.core.VerificationException if the root image is not what the root hash
   *     stands for, or the repository's own metadata cannot be trusted
   * @throws dev.gantry.core.MalformedDataException if the images are not a release, or the manifest
   *     is none
   * @throws dev.gantry.tuf.author.InsufficientSignersException if the threshold of a role cannot be
   *     met
   * @throws IOException if a file cannot be read or written
   * @throws java.util.concurrent.CancellationException if a token of the options says so
   */
  public PublishedRelease publish(ReleaseImages images, ReleaseTerms terms, Instant now)
      throws IOException {
    images.checkFits(sizes);
    try (WorkDirectory work = WorkDirectory.in(editor.directory())) {
      UpdateManifest before = new CurrentManifest(editor).read(work.path());
      UpdateManifest after = ManifestEdit.add(before, images.identity(), terms);
      ImageNames names = images.identity().targetNames();
      checkTargets(names, terms);
      ReleaseImages verified = images.verifyAgain(options);

      Map<String, Path> packed = pack(verified, names, work);
      TargetOptions linked = TargetOptions.builder().placement(TargetPlacement.HARD_LINK).build();
      for (Map.Entry<String, Path> target : packed.entrySet()) {
        editor.addTarget(TargetPath.of(target.getKey()), target.getValue(), linked);
      }
      editor.addTarget(TargetPath.of(UpdateManifest.TARGET_NAME), after.encode());
      return new PublishedRelease(
          after.updates().get(after.updates().size() - 1), after, editor.publish(now));
    }
  }

  private void checkTargets(ImageNames names, ReleaseTerms terms) throws StateConflictException {
    Set<TargetPath> there = Set.copyOf(editor.targetPaths(TARGETS_ROLE));
    for (String name : List.of(names.boot(), names.root(), names.hash())) {
      if (there.contains(TargetPath.of(name))) {
        throw new StateConflictException(
            "RELEASE_EXISTS",
            "publishing target " + name,
            "the repository has this target",
            "a name that was never published");
      }
    }
    for (List<String> migrations : terms.migrations().values()) {
      for (String name : migrations) {
        if (TargetPath.tryParse(name).filter(there::contains).isEmpty()) {
          throw new StateConflictException(
              "RELEASE_MIGRATION_MISSING",
              "publishing migration " + name,
              "the repository has no such target",
              "migrations that were added as targets before");
        }
      }
    }
  }

  private Map<String, Path> pack(ReleaseImages images, ImageNames names, WorkDirectory work)
      throws IOException {
    Map<String, Path> result = new LinkedHashMap<>();
    result.put(names.boot(), images.boot());
    result.put(names.root(), images.root());
    result.put(names.hash(), images.hash());
    TargetPacker packer = new TargetPacker(encoding, options.progress());
    for (Map.Entry<String, Path> target : result.entrySet()) {
      Path frame = work.path().resolve(target.getKey());
      packer.pack(target.getValue(), frame);
      target.setValue(frame);
    }
    return result;
  }
}
