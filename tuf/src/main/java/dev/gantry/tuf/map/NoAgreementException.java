// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.Serial;

/**
 * The repositories of a map file do not agree on a target; what each of them said is in {@link
 * #explanation()}, and the failures of those that failed are suppressed exceptions of this one.
 */
public final class NoAgreementException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The target. */
  private final String path;

  /** Each mapping and repository. */
  private final String explanation;

  /** Whether two groups were large enough. */
  private final boolean conflict;

  NoAgreementException(MapAnswer answer) {
    super(
        "MAP_NO_AGREEMENT",
        "repositories do not agree on target "
            + Text.quote(answer.path().value())
            + (answer.reports().isEmpty() ? ": no mapping matches it (TAP 4)" : " (TAP 4)"),
        null);
    this.path = answer.path().value();
    this.explanation = answer.toString();
    this.conflict =
        answer.reports().stream()
            .anyMatch(report -> report.outcome() == MappingReport.Outcome.CONFLICT);
    for (MappingReport report : answer.reports()) {
      for (RepositoryAnswer each : report.answers()) {
        each.failure().ifPresent(this::suppress);
      }
    }
  }

  private void suppress(IOException failure) {
    addSuppressed(failure);
  }

  /**
   * Returns the target that was looked for.
   *
   * @return its path
   */
  public TargetPath path() {
    return TargetPath.of(path);
  }

  /**
   * Returns what each mapping and repository came to.
   *
   * @return several lines; foreign text is cut and escaped
   */
  public String explanation() {
    return explanation;
  }

  /**
   * Says whether two groups of repositories were large enough and disagreed.
   *
   * @return false if too few agreed
   */
  public boolean conflict() {
    return conflict;
  }
}
