// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.tuf.fetch.FetchRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names of roles and of the files that hold them. Stateless.
 *
 * <p>A delegated role may have any name, so names are percent-encoded (RFC 3986, unreserved
 * characters stay) before they become part of a URL or of a local file name: {@code ../x} becomes
 * {@code ..%2Fx}.
 */
public final class RoleNames {
  /** The root role. */
  public static final String ROOT = "root";

  /** The timestamp role. */
  public static final String TIMESTAMP = "timestamp";

  /** The snapshot role. */
  public static final String SNAPSHOT = "snapshot";

  /** The top-level targets role. */
  public static final String TARGETS = "targets";

  /** All roles that root names. */
  public static final List<String> TOP_LEVEL = List.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS);

  /** Longest encoded name; version and extension must fit in a file name of 255 bytes too. */
  static final int MAX_ENCODED_LENGTH = LocalNames.MAX_LENGTH;

  private RoleNames() {}

  /**
   * Returns the name of a served file.
   *
   * @param roleName the role
   * @param version the version that prefixes the name, or 0 for none
   * @return for example {@code 3.root.json}
   */
  public static String served(String roleName, long version) {
    return (version == 0 ? "" : version + ".") + FetchRequest.encodeSegment(roleName) + ".json";
  }

  /**
   * Returns the name of a local file ({@link LocalNames}); distinct roles have distinct names even
   * where the file system ignores case, so that no delegated role can overwrite a top-level one.
   *
   * @param roleName the role
   * @return for example {@code snapshot.json}
   */
  public static String local(String roleName) {
    return LocalNames.stem(roleName) + ".json";
  }

  /**
   * Percent-encodes a path: slashes stay.
   *
   * @param path the path
   * @return the encoded path
   */
  public static String encodePath(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (String segment : path.split("/", -1)) {
      out.append(out.isEmpty() ? "" : "/").append(FetchRequest.encodeSegment(segment));
    }
    return out.toString();
  }

  /** Says whether a delegated role may have a name: encodable, bounded, not a top-level role. */
  static boolean isValidDelegated(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_ENCODED_LENGTH
        && !TOP_LEVEL.contains(name)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && local(name).length() <= MAX_ENCODED_LENGTH;
  }
}
