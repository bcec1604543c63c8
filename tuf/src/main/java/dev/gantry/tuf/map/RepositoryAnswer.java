// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Text;
import dev.gantry.tuf.Target;
import java.io.IOException;
import java.util.Optional;

/**
 * What one repository said of a target.
 *
 * @param repository its name in the map file
 * @param outcome the kind of answer
 * @param target what its trusted metadata says; present exactly if found
 * @param failure why there is no answer; present exactly if refused or unreachable
 */
public record RepositoryAnswer(
    String repository, Outcome outcome, Optional<Target> target, Optional<IOException> failure) {
  /** The kinds of answers. */
  public enum Outcome {
    /** Its trusted metadata lists the target. */
    FOUND,
    /** Its trusted metadata does not list the target. */
    NOT_FOUND,
    /** Its metadata was refused. */
    REFUSED,
    /** It could not be reached, or its metadata could not be kept. */
    UNREACHABLE
  }

  static RepositoryAnswer of(String repository, Optional<Target> target) {
    Outcome outcome = target.isPresent() ? Outcome.FOUND : Outcome.NOT_FOUND;
    return new RepositoryAnswer(repository, outcome, target, Optional.empty());
  }

  static RepositoryAnswer failed(String repository, Outcome outcome, IOException failure) {
    return new RepositoryAnswer(repository, outcome, Optional.empty(), Optional.of(failure));
  }

  /** Returns one line for people. */
  @Override
  public String toString() {
    String what =
        target
            .map(found -> "found, " + found.lengthBytes() + " bytes, " + found.digests())
            .or(() -> failure.map(reason -> outcome + " " + Text.clean(String.valueOf(reason))))
            .orElse("not found");
    return repository + ": " + what;
  }
}
