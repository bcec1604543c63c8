// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link GptVerifier} says about a disk.
 *
 * <p>Immutable.
 *
 * @param table the table, or nothing if there is none that {@link GptReader} reads
 * @param mbr what sector 0 says
 * @param findings everything that was found, in the order of the structures on the disk
 */
public record GptReport(Optional<GptTable> table, MasterBootRecord mbr, List<GptFinding> findings) {
  /** Creates a report. */
  public GptReport {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(mbr, "mbr");
    findings = List.copyOf(findings);
  }

  /**
   * Says whether something was found.
   *
   * @param kind a kind of finding
   * @return true if it is among the findings
   */
  public boolean has(GptFinding.Kind kind) {
    return findings.stream().anyMatch(finding -> finding.kind() == kind);
  }

  /**
   * Returns the findings that are at least so bad.
   *
   * @param severity the least severity
   * @return an immutable list
   */
  public List<GptFinding> atLeast(GptFinding.Severity severity) {
    return findings.stream().filter(f -> f.severity().compareTo(severity) >= 0).toList();
  }
}
