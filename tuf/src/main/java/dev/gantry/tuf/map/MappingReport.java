// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import java.util.List;

/**
 * How a mapping that matches a target came out.
 *
 * @param index its place in the map file, from 0
 * @param mapping the mapping
 * @param outcome how it came out
 * @param answers what each of its repositories said, in the order of the mapping
 * @param agreeing names of the repositories that agree; empty unless agreed
 */
public record MappingReport(
    int index,
    Mapping mapping,
    Outcome outcome,
    List<RepositoryAnswer> answers,
    List<String> agreeing) {
  /** How mappings come out. */
  public enum Outcome {
    /** Enough repositories agree: the search ends here with the target. */
    AGREED,
    /** Too few agree: the search goes on unless the mapping is terminating. */
    TOO_FEW,
    /** Two groups that are large enough disagree: the search ends here without a target. */
    CONFLICT
  }

  /** Creates a report. */
  public MappingReport {
    answers = List.copyOf(answers);
    agreeing = List.copyOf(agreeing);
  }

  /** Returns some lines for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("mapping ")
        .append(index)
        .append(": ")
        .append(outcome)
        .append(", threshold ")
        .append(mapping.threshold())
        .append(mapping.terminating() ? ", terminating" : "");
    answers.forEach(answer -> text.append("\n  ").append(answer));
    return text.toString();
  }
}
