// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import java.util.Optional;

/**
 * Looks up targets in trusted metadata. It must answer the same all the time, or plans are no pure
 * function any more.
 */
@FunctionalInterface
public interface TargetCatalog {
  /**
   * Finds a target.
   *
   * @param name the name that the manifest has
   * @return what trusted metadata says of it, or empty if it lists no such target
   */
  Optional<ImageTarget> find(String name);
}
