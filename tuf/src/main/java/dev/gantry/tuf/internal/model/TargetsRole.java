// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.KeyIdPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Content of the metadata of the targets role or of a delegated one (TUF 4.5). Immutable.
 *
 * <p>Targets stay in the canonical form of the file; one becomes an object, and is checked, when it
 * is asked for.
 */
public final class TargetsRole {
  private final String name;
  private final CommonFields common;
  private final Entries targets;
  private final Delegations delegations;

  private TargetsRole(String name, CommonFields common, Entries targets, Delegations delegations) {
    this.name = name;
    this.common = common;
    this.targets = targets;
    this.delegations = delegations;
  }

  /**
   * Reads the content of a file with any key ids.
   *
   * @param envelope the file
   * @param roleName the role whose metadata it is
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no targets metadata
   */
  public static TargetsRole parse(Envelope envelope, String roleName) throws GantryException {
    return parse(envelope, roleName, KeyIdPolicy.DECLARED);
  }

  /**
   * Reads the content of a file.
   *
   * @param envelope the file
   * @param roleName the role whose metadata it is
   * @param policy what key ids have to be
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no targets metadata
   */
  public static TargetsRole parse(Envelope envelope, String roleName, KeyIdPolicy policy)
      throws GantryException {
    Fields signed = envelope.requireType(RoleNames.TARGETS).signed(CommonFields.and("delegations"));
    CommonFields common = CommonFields.parse(signed);
    Delegations delegations =
        signed.has("delegations")
            ? Delegations.parse(signed.object("delegations"), policy)
            : Delegations.NONE;
    return new TargetsRole(roleName, common, envelope.entries("targets"), delegations);
  }

  /** Returns the name of the role. */
  public String name() {
    return name;
  }

  /** Returns the version. */
  public long version() {
    return common.version();
  }

  /** Returns when the metadata expires. */
  public Instant expires() {
    return common.expires();
  }

  /** Returns the delegations; none if the file has none. */
  public Delegations delegations() {
    return delegations;
  }

  /** Returns every path listed, as foreign text, sorted by its bytes. */
  public Collection<String> paths() {
    return targets.names();
  }

  /**
   * Finds a target.
   *
   * @param path its path
   * @return what the role says of it, or empty if it does not list it
   * @throws GantryException if its entry is malformed, or has too many parts
   */
  public Optional<TargetFile> find(String path) throws GantryException {
    Optional<Fields> entry = targets.find(path);
    return entry.isEmpty() ? Optional.empty() : Optional.of(target(entry.get()));
  }

  private static TargetFile target(Fields entry) throws MalformedDataException {
    return new TargetFile(
        entry.integer("length", 0, Long.MAX_VALUE),
        Hashes.parse(entry.object("hashes")),
        entry.optional("custom").map(JsonNode::toString));
  }
}
