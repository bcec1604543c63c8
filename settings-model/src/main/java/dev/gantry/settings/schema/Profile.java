// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

/** How strictly values are checked. */
public enum Profile {
  /** Accepts and rejects exactly what Bottlerocket does; for settings that exist already. */
  COMPAT,
  /**
   * Rejects also what Bottlerocket accepts but no program that reads the setting can use; for new
   * input.
   */
  STRICT
}
