// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.Digest;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.ProgressMeter;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Downloads many targets under the names by which a repository serves them. Not thread-safe. */
final class TargetCopies {
  private final TufClient client;
  private final boolean consistentSnapshot;
  private final CancellationToken cancellation;
  private int count;
  private long bytes;

  TargetCopies(TufClient client, boolean consistentSnapshot, CancellationToken cancellation) {
    this.client = client;
    this.consistentSnapshot = consistentSnapshot;
    this.cancellation = cancellation;
  }

  static List<Target> require(TrustedView view, Collection<TargetPath> paths) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (TargetPath path : paths) {
      targets.add(view.require(path));
    }
    return targets;
  }

  /** Returns the length of all targets together, if that is not too much. */
  static long totalBytes(List<Target> targets, long maxBytes) throws LimitExceededException {
    long total = 0;
    for (Target target : targets) {
      long left = maxBytes - total;
      LimitExceededException.check(
          "length of all targets up to " + target.path() + " in bytes", left, target.lengthBytes());
      total += target.lengthBytes();
    }
    return total;
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  void copy(List<Target> targets, Path directory, long maxBytes, ProgressListener progress)
      throws IOException {
    ProgressMeter meter =
        new ProgressMeter(
            progress, "copy targets", totalBytes(targets, maxBytes), Progress.Unit.BYTES);
    for (Target target : targets) {
      copy(target, directory, meter);
      count++;
      bytes += target.lengthBytes();
    }
  }

  private void copy(Target target, Path directory, ProgressMeter meter) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : names(target)) {
      Path file = RawNames.resolve(directory, name);
      OwnDirectories.createAbove(directory, file);
      files.add(file);
    }
    Path first = files.get(0);
    if (!consistentSnapshot && Files.exists(first, LinkOption.NOFOLLOW_LINKS)) {
      throw collision(target, first);
    }
    PartProgress part = new PartProgress(meter, target.lengthBytes());
    DownloadOptions options =
        DownloadOptions.builder().resume(false).cancellation(cancellation).progress(part).build();
    client.download(target, first, options);
    part.finish();
    for (Path other : files.subList(1, files.size())) {
      duplicate(target, first, other);
    }
  }

  /** Clients may ask for a target under any of its digests. */
  private List<String> names(Target target) {
    String path = target.path().value();
    if (!consistentSnapshot) {
      return List.of(path);
    }
    String directory = path.substring(0, path.length() - target.path().fileName().length());
    List<String> names = new ArrayList<>();
    for (Digest digest : target.digests()) {
      names.add(directory + digest.hex() + "." + target.path().fileName());
    }
    return names;
  }

  private static void duplicate(Target target, Path first, Path other) throws IOException {
    if (Files.exists(other, LinkOption.NOFOLLOW_LINKS)) {
      throw collision(target, other);
    }
    try {
      Files.createLink(other, first);
    } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
      Files.copy(first, other);
      try (FileChannel channel = FileChannel.open(other, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static StateConflictException collision(Target target, Path file) {
    return new StateConflictException(
        "TARGET_COLLISION",
        "copying target " + Text.quote(target.path().value()),
        file + " is there already, where case or normalisation do not count",
        "a file system on which all names are distinct");
  }
}
