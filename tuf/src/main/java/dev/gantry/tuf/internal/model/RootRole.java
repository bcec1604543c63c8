// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import dev.gantry.tuf.KeyIdPolicy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Content of root metadata (TUF 4.3). Immutable. */
public final class RootRole {
  private static final Set<String> FIELDS =
      CommonFields.and("consistent_snapshot", "keys", "roles");

  private final CommonFields common;
  private final boolean consistentSnapshot;
  private final Keyring keys;
  private final Map<String, RoleKeys> roles;

  private RootRole(
      CommonFields common, boolean consistentSnapshot, Keyring keys, Map<String, RoleKeys> roles) {
    this.common = common;
    this.consistentSnapshot = consistentSnapshot;
    this.keys = keys;
    this.roles = roles;
  }

  /**
   * Reads the content of a file with any key ids.
   *
   * @param envelope the file
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no root metadata
   */
  public static RootRole parse(Envelope envelope) throws GantryException {
    return parse(envelope, KeyIdPolicy.DECLARED, Optional.empty());
  }

  /**
   * Reads the content of a file.
   *
   * @param envelope the file
   * @param policy what key ids have to be
   * @param before an earlier root; keys that it holds, too, are not decoded again
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no root metadata
   */
  public static RootRole parse(Envelope envelope, KeyIdPolicy policy, Optional<RootRole> before)
      throws GantryException {
    Fields signed = envelope.requireType(RoleNames.ROOT).signed(FIELDS);
    CommonFields common = CommonFields.parse(signed);
    Fields roleFields = signed.object("roles");
    Map<String, RoleKeys> roles = new LinkedHashMap<>();
    for (String name : RoleNames.TOP_LEVEL) {
      roles.put(name, RoleKeys.parse(roleFields.object(name)));
    }
    boolean consistent = signed.has("consistent_snapshot") && signed.bool("consistent_snapshot");
    Keyring keys = Keyring.parse(signed.object("keys"), policy, before.map(RootRole::keys));
    return new RootRole(common, consistent, keys, roles);
  }

  /** Returns the version. */
  public long version() {
    return common.version();
  }

  /** Returns when the metadata expires. */
  public Instant expires() {
    return common.expires();
  }

  /** Says whether files are named after their version or digest (TUF 6.2). */
  public boolean consistentSnapshot() {
    return consistentSnapshot;
  }

  /** Returns all keys. */
  public Keyring keys() {
    return keys;
  }

  /**
   * Returns the keys of a top-level role.
   *
   * @param name one of {@link RoleNames#TOP_LEVEL}
   */
  public RoleKeys role(String name) {
    return Objects.requireNonNull(roles.get(name), name);
  }
}
