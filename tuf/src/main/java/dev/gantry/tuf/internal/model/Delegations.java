// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import dev.gantry.tuf.KeyIdPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The delegations of a targets role, in order of priority (TUF 4.5): a list of roles, or succinct
 * hash bins (TAP 15). Immutable.
 */
public final class Delegations {
  /** No delegations. */
  static final Delegations NONE = new Delegations(Optional.empty(), List.of(), Optional.empty());

  private final Optional<Keyring> keys;
  private final List<DelegatedRole> roles;
  private final Optional<SuccinctRoles> bins;

  private Delegations(
      Optional<Keyring> keys, List<DelegatedRole> roles, Optional<SuccinctRoles> bins) {
    this.keys = keys;
    this.roles = roles;
    this.bins = bins;
  }

  static Delegations parse(Fields fields, KeyIdPolicy policy) throws GantryException {
    Optional<Keyring> keys =
        Optional.of(Keyring.parse(fields.object("keys"), policy, Optional.empty()));
    if (fields.has("succinct_roles")) {
      if (fields.has("roles")) {
        throw fields.malformed("roles", "present", "no roles beside succinct_roles (TAP 15)");
      }
      SuccinctRoles bins = SuccinctRoles.parse(fields.object("succinct_roles"));
      return new Delegations(keys, List.of(), Optional.of(bins));
    }
    List<DelegatedRole> roles = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : fields.array("roles")) {
      Fields entry = Fields.of(node, fields.source(), fields.path("roles") + "[]");
      DelegatedRole role = DelegatedRole.parse(entry);
      if (!names.add(role.name())) {
        throw entry.malformed("name", role.name(), "role names that are distinct (TUF 4.5)");
      }
      roles.add(role);
    }
    return new Delegations(keys, List.copyOf(roles), Optional.empty());
  }

  /** Returns the keys of all delegated roles; empty if nothing is delegated. */
  public Optional<Keyring> keys() {
    return keys;
  }

  /** Returns all roles in order of priority; none if they are succinct bins. */
  public List<DelegatedRole> roles() {
    return roles;
  }

  /**
   * Returns the roles that are trusted with a path.
   *
   * @param path a target path
   * @return roles in order of priority
   */
  public List<DelegatedRole> rolesFor(String path) {
    if (bins.isPresent()) {
      return List.of(bins.get().binFor(path));
    }
    return roles.stream().filter(role -> role.paths().matches(path)).toList();
  }

  /**
   * Returns the delegated roles that are among some names, whatever paths they are trusted with.
   *
   * @param names names of roles, of which there may be far fewer than bins
   * @return roles in order of priority, bins in the order of the names
   */
  public List<DelegatedRole> rolesAmong(Set<String> names) {
    if (bins.isPresent()) {
      return names.stream().flatMap(name -> bins.get().bin(name).stream()).toList();
    }
    return roles.stream().filter(role -> names.contains(role.name())).toList();
  }
}
