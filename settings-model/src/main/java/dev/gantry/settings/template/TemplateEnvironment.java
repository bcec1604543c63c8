// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import java.util.Objects;
import java.util.Set;

/**
 * What helpers may know of the host. Implementations are safe for use by many threads.
 *
 * <p>Rendering a plan on another machine than the host needs the host's answers: {@link #of} makes
 * an environment of them, so that the same settings always give the same files.
 */
public interface TemplateEnvironment {
  /**
   * Returns how many CPUs the host has.
   *
   * @return at least 1
   */
  int cpuCount();

  /**
   * Tells whether the kernel is in FIPS mode.
   *
   * @return whether {@code crypto.fips_enabled} is 1
   */
  boolean isFipsEnabled();

  /**
   * Tells whether the host has an Elastic Fabric Adapter.
   *
   * @return whether one is attached
   * @throws GantryException if that cannot be found out
   */
  boolean hasFabricAdapter() throws GantryException;

  /**
   * Tells whether the name service knows a host name.
   *
   * @param name the host name
   * @return whether it has addresses and none of them is 127.0.0.1 or ::1; false if the name
   *     service does not answer
   */
  boolean resolves(String name);

  /**
   * Returns where regions keep their registries and updates.
   *
   * @return the table
   */
  RegionTable regions();

  /**
   * Returns an environment with fixed answers and the regions of Bottlerocket.
   *
   * @param cpuCount how many CPUs the host has
   * @param fipsEnabled whether the kernel is in FIPS mode
   * @param fabricAdapter whether the host has an Elastic Fabric Adapter
   * @param resolvable the host names that the name service knows
   * @return the environment
   * @throws IllegalArgumentException if {@code cpuCount} is less than 1
   */
  static TemplateEnvironment of(
      int cpuCount, boolean fipsEnabled, boolean fabricAdapter, Set<String> resolvable) {
    if (cpuCount < 1) {
      throw new IllegalArgumentException(cpuCount + " CPUs");
    }
    return new Fixed(cpuCount, fipsEnabled, fabricAdapter, resolvable, RegionTable.bottlerocket());
  }

  /**
   * Fixed answers.
   *
   * @param cpuCount how many CPUs the host has
   * @param isFipsEnabled whether the kernel is in FIPS mode
   * @param hasFabricAdapter whether the host has an Elastic Fabric Adapter
   * @param resolvable the host names that the name service knows
   * @param regions where regions keep their registries and updates
   */
  record Fixed(
      int cpuCount,
      boolean isFipsEnabled,
      boolean hasFabricAdapter,
      Set<String> resolvable,
      RegionTable regions)
      implements TemplateEnvironment {
    /** Creates an environment. */
    public Fixed {
      resolvable = Set.copyOf(resolvable);
      Objects.requireNonNull(regions, "regions");
    }

    @Override
    public boolean resolves(String name) {
      return resolvable.contains(name);
    }
  }
}
