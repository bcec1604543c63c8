// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import java.util.Locale;

/** The roles that a root names. */
enum TopLevelRole {
  ROOT,
  TARGETS,
  SNAPSHOT,
  TIMESTAMP;

  /** Returns the name that metadata has for it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
