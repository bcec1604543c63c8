// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Version;
import java.util.Objects;

/** Which version a policy asks for. Immutable. */
public sealed interface VersionChoice {
  /** The newest release that the host may take. */
  record Latest() implements VersionChoice {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /**
   * One version and no other.
   *
   * @param version the version
   */
  record Exact(Version version) implements VersionChoice {
    /** Creates a choice. */
    public Exact {
      Objects.requireNonNull(version, "version");
    }

    @Override
    public String toString() {
      return version.toString();
    }
  }

  /**
   * Asks for the newest release that the host may take.
   *
   * @return the choice
   */
  static VersionChoice latest() {
    return new Latest();
  }

  /**
   * Asks for one version.
   *
   * @param version the version
   * @return the choice
   */
  static VersionChoice exact(Version version) {
    return new Exact(version);
  }
}
