// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Downloads many targets of a view into one directory, keeping their directories. Each is verified,
 * then released, as by {@link TufClient#download}; what is there already is not fetched again.
 *
 * <p>Nobody else may be able to write to the directory meanwhile: directories below it that are
 * links are refused, but one that takes the place of a directory later is not noticed. Immutable
 * and thread-safe.
 */
public final class BulkDownload {
  private final TufClient client;
  private final TrustedView view;
  private final TargetNaming naming;

  private BulkDownload(TufClient client, TrustedView view, TargetNaming naming) {
    this.client = client;
    this.view = view;
    this.naming = naming;
  }

  /**
   * Creates a download.
   *
   * @param client fetches targets
   * @param view says which there are
   * @param naming how files are named
   * @return what downloads
   */
  public static BulkDownload of(TufClient client, TrustedView view, TargetNaming naming) {
    return new BulkDownload(
        Objects.requireNonNull(client, "client"),
        Objects.requireNonNull(view, "view"),
        Objects.requireNonNull(naming, "naming"));
  }

  /**
   * Downloads all targets that clients can find; all delegated roles are loaded for that.
   *
   * @param directory where files go; it must exist
   * @param options progress of all together, in bytes; cancellation; whether to resume
   * @return proof for each, in the order of the roles that list them
   * @throws StateConflictException {@code TARGET_DIRECTORY} if a link or a file is in the way, or,
   *     with plain names, {@code FILE_NAME} or {@code TARGET_COLLISION}
   * @throws IOException as for {@link TufClient#download}; targets before the one that failed are
   *     in place
   */
  public List<VerifiedTarget> all(Path directory, DownloadOptions options) throws IOException {
    return download(ViewContents.of(view).targets(view), directory, options);
  }

  /**
   * Downloads some targets.
   *
   * @param paths their paths
   * @param directory where files go; it must exist
   * @param options progress of all together, in bytes; cancellation; whether to resume
   * @return proof for each, in the same order
   * @throws TargetNotFoundException if one is not there; nothing is fetched then
   * @throws IOException as for {@link #all}
   */
  public List<VerifiedTarget> named(
      Collection<TargetPath> paths, Path directory, DownloadOptions options) throws IOException {
    return download(TargetCopies.require(view, paths), directory, options);
  }

  private List<VerifiedTarget> download(
      List<Target> targets, Path directory, DownloadOptions options) throws IOException {
    Path base = directory.toAbsolutePath();
    List<Path> files = new ArrayList<>();
    for (Target target : targets) {
      files.add(file(base, target.path()));
    }
    if (naming == TargetNaming.PLAIN) {
      requireDistinct(targets);
    }
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(),
            "download targets",
            TargetCopies.totalBytes(targets, Long.MAX_VALUE),
            Progress.Unit.BYTES);
    List<VerifiedTarget> verified = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      OwnDirectories.createAbove(base, files.get(i));
      PartProgress part = new PartProgress(meter, target.lengthBytes());
      verified.add(client.download(target, files.get(i), options.withProgress(part)));
      part.finish();
    }
    return List.copyOf(verified);
  }

  private Path file(Path base, TargetPath path) throws StateConflictException {
    return switch (naming) {
      case ENCODED -> path.localPath(base);
      case PLAIN -> RawNames.resolve(base, path.value());
    };
  }

  /** Looks at every leading part of the paths too: directories are merged as files are. */
  private static void requireDistinct(List<Target> targets) throws StateConflictException {
    Map<String, String> known = new HashMap<>();
    for (Target target : targets) {
      String path = target.path().value();
      for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
        requireDistinct(known, path.substring(0, end) + "/");
      }
      requireDistinct(known, path);
    }
  }

  private static void requireDistinct(Map<String, String> known, String path)
      throws StateConflictException {
    String folded = Normalizer.normalize(path, Normalizer.Form.NFKC);
    folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    String other = known.putIfAbsent(folded, path);
    if (other != null && !other.equals(path)) {
      throw new StateConflictException(
          "TARGET_COLLISION",
          "downloading target " + Text.quote(path),
          "where case and normalisation do not count, it has the name of " + Text.quote(other),
          "encoded names");
    }
  }
}
