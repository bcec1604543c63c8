// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Compares target files with what metadata lists. */
final class TargetVerifier {
  private final TargetStore targets;

  TargetVerifier(TargetStore targets) {
    this.targets = targets;
  }

  void verify(TargetsDraft draft) throws IOException {
    for (TargetPath path : draft.paths()) {
      verify(draft, path);
    }
  }

  void verify(TargetsDraft draft, TargetPath path) throws IOException {
    verify(draft, path, true);
  }

  /** Compares length and, if the file is to be read, digests. */
  void verify(TargetsDraft draft, TargetPath path, boolean read) throws IOException {
    Fields entry = Fields.of(draft.entry(path).orElse(null), draft.role(), path.value());
    long length = entry.integer("length", 0, Long.MAX_VALUE);
    for (Digest digest : Hashes.parse(entry.object("hashes"))) {
      verify(path, length, digest, read);
    }
  }

  /** Stores a file under the digests that are listed, if it has them. */
  void store(TargetsDraft draft, TargetPath path, Path file) throws IOException {
    Fields entry = Fields.of(draft.entry(path).orElse(null), draft.role(), path.value());
    long length = entry.integer("length", 0, Long.MAX_VALUE);
    if (Files.size(file) != length) {
      throw new LengthMismatchException(path.value(), length, Files.size(file));
    }
    Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
    for (Digest digest : Hashes.parse(entry.object("hashes"))) {
      Digest found = TargetStore.digest(file, EnumSet.of(digest.algorithm())).digests().get(0);
      if (!found.equals(digest)) {
        throw new DigestMismatchException(path.value(), digest, found);
      }
      algorithms.add(digest.algorithm());
    }
    targets.with(algorithms).add(path, file, TargetPlacement.COPY);
  }

  private void verify(TargetPath path, long length, Digest digest, boolean read)
      throws IOException {
    Optional<Path> file = targets.find(path, digest);
    if (file.isEmpty()) {
      throw new StateConflictException(
          "TARGET_FILE_MISSING",
          "verifying the targets",
          "there is no file for " + path.value() + " with " + digest,
          "a plain file");
    }
    if (Files.size(file.get()) != length) {
      throw new LengthMismatchException(path.value(), length, Files.size(file.get()));
    }
    if (!read) {
      return;
    }
    try (InputStream in = Files.newInputStream(file.get());
        DigestInputStream hashing =
            new DigestInputStream(in, digest.algorithm().newMessageDigest())) {
      hashing.transferTo(OutputStream.nullOutputStream());
      Digest found = new Digest(digest.algorithm(), Bytes.of(hashing.getMessageDigest().digest()));
      if (!found.equals(digest)) {
        throw new DigestMismatchException(path.value(), digest, found);
      }
    }
  }
}
