// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.TargetFile;
import java.util.List;
import java.util.Optional;

/**
 * What trusted metadata says of a target, TUF specification section 4.5. Only a {@link TrustedView}
 * makes one.
 *
 * <p>Immutable.
 */
public final class Target {
  private final TargetPath path;
  private final TargetFile file;
  private final String roleName;
  private final boolean consistentSnapshot;
  private final boolean mayFetch;

  Target(
      TargetPath path,
      TargetFile file,
      String roleName,
      boolean consistentSnapshot,
      boolean mayFetch) {
    this.path = path;
    this.file = file;
    this.roleName = roleName;
    this.consistentSnapshot = consistentSnapshot;
    this.mayFetch = mayFetch;
  }

  /**
   * Returns the path.
   *
   * @return the path by which it was found
   */
  public TargetPath path() {
    return path;
  }

  /**
   * Returns the exact length.
   *
   * @return bytes, 0 or more
   */
  public long lengthBytes() {
    return file.lengthBytes();
  }

  /**
   * Returns the digests that its content must have, all of them.
   *
   * @return at least one; digests of algorithms that this release does not know are left out
   */
  public List<Digest> digests() {
    return file.digests();
  }

  /**
   * Returns the member {@code custom}, which only the application understands.
   *
   * @return JSON without white space, its members sorted, or empty if there is none
   */
  public Optional<String> customJson() {
    return file.customJson();
  }

  /**
   * Returns the role that vouches for the target.
   *
   * @return {@code targets} or the name of a delegated role, as foreign text
   */
  public String roleName() {
    return roleName;
  }

  /** Says whether the network may be used to get it. */
  boolean mayFetch() {
    return mayFetch;
  }

  /** Returns where it is served: with consistent snapshots its digest is part of the name. */
  String servedPath() {
    if (!consistentSnapshot) {
      return RoleNames.encodePath(path.value());
    }
    int name = path.value().length() - path.fileName().length();
    String prefixed = path.value().substring(0, name) + preferredDigest().hex() + ".";
    return RoleNames.encodePath(prefixed + path.fileName());
  }

  /** A repository serves the file under each of its digests; one that all know is preferred. */
  private Digest preferredDigest() {
    return digests().stream()
        .filter(digest -> digest.algorithm() == DigestAlgorithm.SHA256)
        .findFirst()
        .orElse(digests().get(0));
  }

  /** Returns the path and the role. */
  @Override
  public String toString() {
    return path + " of role " + dev.gantry.core.Text.quote(roleName);
  }
}
