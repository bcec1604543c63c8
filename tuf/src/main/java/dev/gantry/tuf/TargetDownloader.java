// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.client.ContentCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Fetches targets (TUF 5.7). Takes constant memory. Thread-safe if the fetcher is. */
final class TargetDownloader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Fetcher fetcher;
  private final TufLimits limits;

  TargetDownloader(Fetcher fetcher, TufLimits limits) {
    this.fetcher = fetcher;
    this.limits = limits;
  }

  static ContentCheck newCheck(Target target, String what) {
    return new ContentCheck(what, target.lengthBytes(), target.digests());
  }

  VerifiedTarget download(Target target, Path destination, DownloadOptions options)
      throws IOException {
    Path file = destination.toAbsolutePath();
    Path directory = file.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + " is not a file in a directory");
    }
    LimitExceededException.check(
        "length of " + describe(target) + " in bytes", limits.targetBytes(), target.lengthBytes());
    if (!isThere(target, file, options)) {
      // A name that nobody can foresee, and a new file: nobody's link is followed or file replaced.
      Path temporary = directory.resolve(".gantry-" + UUID.randomUUID() + ".part");
      try {
        fetchTo(target, temporary, options);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      SmallFiles.forceDirectory(directory);
    }
    return new VerifiedTarget(target, file);
  }

  Bytes read(Target target, int maxBytes) throws IOException {
    LimitExceededException.check(
        "length of " + describe(target) + " in bytes",
        Math.min(maxBytes, limits.targetBytes()),
        target.lengthBytes());
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) target.lengthBytes());
    fetch(target, out, DownloadOptions.defaults());
    return Bytes.of(out.toByteArray());
  }

  private void fetchTo(Target target, Path temporary, DownloadOptions options) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      fetch(target, Channels.newOutputStream(channel), options);
      channel.force(true);
    }
  }

  private void fetch(Target target, OutputStream out, DownloadOptions options) throws IOException {
    options.cancellation().throwIfCancelled();
    ContentCheck check = newCheck(target, describe(target));
    ProgressMeter meter = meter("fetch", target, options);
    try (FetchResponse response = fetcher.open(FetchRequest.of(target.servedPath()))) {
      copy(response.body(), out, check, meter, options.cancellation());
    }
    check.finish();
  }

  /** TUF 5.7.3 for a file that an earlier call may have left. */
  private static boolean isThere(Target target, Path file, DownloadOptions options)
      throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != target.lengthBytes()) {
      return false;
    }
    ContentCheck check = newCheck(target, file.toString());
    ProgressMeter meter = meter("check", target, options);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      copy(in, OutputStream.nullOutputStream(), check, meter, options.cancellation());
      check.finish();
      return true;
    } catch (VerificationException other) {
      return false;
    }
  }

  private static void copy(
      InputStream in,
      OutputStream out,
      ContentCheck check,
      ProgressMeter meter,
      CancellationToken cancellation)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      cancellation.throwIfCancelled();
      check.update(buffer, 0, count);
      out.write(buffer, 0, count);
      meter.advance(count);
    }
  }

  private static ProgressMeter meter(String verb, Target target, DownloadOptions options) {
    String phase = verb + " " + Text.clean(target.path().fileName());
    return new ProgressMeter(options.progress(), phase, target.lengthBytes(), Progress.Unit.BYTES);
  }

  private static String describe(Target target) {
    return "target " + Text.quote(target.path().value());
  }
}
