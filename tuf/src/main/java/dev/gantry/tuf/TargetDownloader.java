// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.client.ContentCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Fetches targets (TUF 5.7). Takes constant memory. Thread-safe if the fetcher is. */
final class TargetDownloader {
  private final TargetSource source;
  private final TufLimits limits;

  TargetDownloader(Fetcher fetcher, TufLimits limits) {
    this.source = new TargetSource(fetcher);
    this.limits = limits;
  }

  static ContentCheck newCheck(Target target, String what) {
    return new ContentCheck(what, target.lengthBytes(), target.digests());
  }

  /** Verify, then release. */
  VerifiedTarget download(Target target, Path destination, DownloadOptions options)
      throws IOException {
    Path file = destination.toAbsolutePath();
    Path directory = file.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + " is not a file in a directory");
    }
    checkLimit(target, limits.targetBytes());
    if (!isThere(target, file, options)) {
      requireOnline(target);
      options.cancellation().throwIfCancelled();
      try (PartialFile partial = PartialFile.open(directory, target, options.resume())) {
        fill(target, partial, options);
        partial.release(file);
      }
      SmallFiles.forceDirectory(directory);
    }
    return new VerifiedTarget(target, file);
  }

  /** Stream, fail at the end. */
  TargetStream stream(Target target, DownloadOptions options) throws IOException {
    checkLimit(target, limits.targetBytes());
    requireOnline(target);
    options.cancellation().throwIfCancelled();
    FetchResponse response = source.open(target, 0, options.cancellation());
    return new TargetStream(
        target,
        new VerifyingStream(response.body(), newCheck(target, describe(target))),
        meter("fetch", target, options),
        options.cancellation());
  }

  Bytes read(Target target, int maxBytes) throws IOException {
    checkLimit(target, Math.min(maxBytes, limits.targetBytes()));
    requireOnline(target);
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) target.lengthBytes());
    DownloadOptions options = DownloadOptions.defaults();
    source.fetch(
        target,
        options.cancellation(),
        (response, attempt) -> {
          out.reset();
          ContentCheck check = newCheck(target, describe(target));
          CheckedCopy copy =
              new CheckedCopy(check, meter("fetch", target, options), options.cancellation());
          copy.copy(response.body(), out);
          check.finish();
        });
    return Bytes.of(out.toByteArray());
  }

  private void fill(Target target, PartialFile partial, DownloadOptions options)
      throws IOException {
    if (partial.foundBytes() == 0) {
      fillFromStart("fetch", target, partial, options);
      return;
    }
    try {
      fillOn(target, partial, options);
    } catch (VerificationException | FetchFailedException wrong) {
      // What was found may be another's, or damaged by a crash; a source may not like the offset.
      if (wrong instanceof FetchFailedException failure && failure.retryable()) {
        throw wrong;
      }
      if (wrong instanceof VerificationException) {
        partial.discard();
      }
      try {
        fillFromStart("fetch anew", target, partial, options);
      } catch (IOException e) {
        e.addSuppressed(wrong);
        throw e;
      }
    }
  }

  private void fillFromStart(
      String verb, Target target, PartialFile partial, DownloadOptions options) throws IOException {
    source.fetch(
        target,
        options.cancellation(),
        (response, attempt) -> {
          ContentCheck check = newCheck(target, describe(target));
          ProgressMeter meter = meter(attempt == 1 ? verb : "fetch anew", target, options);
          partial.restart();
          try {
            new CheckedCopy(check, meter, options.cancellation())
                .copy(response.body(), partial.output());
            check.finish();
          } catch (VerificationException e) {
            partial.discard();
            throw e;
          }
        });
  }

  /** Hashes what an earlier download has left, and fetches the rest. */
  private void fillOn(Target target, PartialFile partial, DownloadOptions options)
      throws IOException {
    ContentCheck check = newCheck(target, describe(target));
    CheckedCopy copy =
        new CheckedCopy(check, meter("fetch", target, options), options.cancellation());
    copy.copy(partial.found(), OutputStream.nullOutputStream());
    if (!check.isComplete()) {
      options.cancellation().throwIfCancelled();
      long offset = check.seenBytes();
      try (FetchResponse response = source.open(target, offset, options.cancellation())) {
        if (response.offsetBytes() != offset) {
          copy.skip(response.body(), offset);
        }
        copy.copy(response.body(), partial.output());
      }
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
    CheckedCopy copy =
        new CheckedCopy(check, meter("check", target, options), options.cancellation());
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      copy.copy(in, OutputStream.nullOutputStream());
      check.finish();
      return true;
    } catch (VerificationException other) {
      return false;
    }
  }

  private static void checkLimit(Target target, long maxBytes) throws LimitExceededException {
    LimitExceededException.check(
        "length of " + describe(target) + " in bytes", maxBytes, target.lengthBytes());
  }

  private static void requireOnline(Target target) throws StateConflictException {
    if (!target.mayFetch()) {
      throw new StateConflictException(
          "VIEW_OFFLINE",
          "fetching " + describe(target),
          "it was found in a view that must not use the network",
          "a destination that holds the target already, or a view of an online refresh");
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
