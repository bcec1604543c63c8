// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.util.Objects;

/**
 * A report that a host can make; one answer of {@code GET /report}.
 *
 * @param name its name, for example {@code cis}
 * @param description its name for people
 */
public record ReportInfo(String name, String description) {
  /** Creates the information. */
  public ReportInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
  }
}
