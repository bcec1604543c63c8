// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Text;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the repositories of a map file say of a target, and why. Only a {@link
 * MultiRepositoryClient} makes one.
 *
 * <p>Immutable.
 */
public final class MapAnswer {
  private final TargetPath path;
  private final List<MappingReport> reports;

  MapAnswer(TargetPath path, List<MappingReport> reports) {
    this.path = path;
    this.reports = List.copyOf(reports);
  }

  /**
   * Returns the target that was looked for.
   *
   * @return its path
   */
  public TargetPath path() {
    return path;
  }

  /**
   * Returns the mappings that match the target and were looked at.
   *
   * @return in the order of the map file; empty if none matches
   */
  public List<MappingReport> reports() {
    return reports;
  }

  /**
   * Says whether enough repositories agree on the target.
   *
   * @return true if {@link #targets} is not empty
   */
  public boolean isAgreed() {
    return !targets().isEmpty();
  }

  /**
   * Returns what each of the agreeing repositories says of the target: the same length, and no
   * digest that differs. Only the member {@code custom} may, which no agreement covers.
   *
   * @return by name of the repository, in the order of the mapping; empty if there is no agreement
   */
  public Map<String, Target> targets() {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (MappingReport report : reports) {
      for (RepositoryAnswer answer : report.answers()) {
        Optional<Target> target = answer.target();
        if (target.isPresent() && report.agreeing().contains(answer.repository())) {
          targets.put(answer.repository(), target.get());
        }
      }
    }
    return targets;
  }

  /**
   * Returns this if the repositories agree.
   *
   * @return this
   * @throws NoAgreementException if they do not
   */
  public MapAnswer require() throws NoAgreementException {
    if (!isAgreed()) {
      throw new NoAgreementException(this);
    }
    return this;
  }

  /** Returns the explanation for people, one line for each mapping and repository. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("target ").append(Text.quote(path.value()));
    if (reports.isEmpty()) {
      text.append(": no mapping matches");
    }
    reports.forEach(report -> text.append('\n').append(report));
    return text.toString();
  }
}
