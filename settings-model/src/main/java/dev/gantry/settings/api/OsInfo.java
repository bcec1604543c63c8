// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.util.Objects;

/**
 * Which operating system a host runs; the answer of {@code GET /os}.
 *
 * @param prettyName name and version for people
 * @param variantId the variant, for example {@code aws-k8s-1.31}
 * @param versionId the version, for example {@code 1.26.1}
 * @param buildId what the image was built from
 * @param arch the processor, for example {@code x86_64}
 */
public record OsInfo(
    String prettyName, String variantId, String versionId, String buildId, String arch) {
  /** Creates the information. */
  public OsInfo {
    Objects.requireNonNull(prettyName, "prettyName");
    Objects.requireNonNull(variantId, "variantId");
    Objects.requireNonNull(versionId, "versionId");
    Objects.requireNonNull(buildId, "buildId");
    Objects.requireNonNull(arch, "arch");
  }
}
