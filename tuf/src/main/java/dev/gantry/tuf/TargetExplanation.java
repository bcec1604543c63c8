// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the search for a target went (TUF specification 5.6.7): every role that it came across, in
 * order, and why it did or did not decide. Only {@link TrustedView#explain} makes one.
 *
 * <p>Immutable.
 */
public final class TargetExplanation {
  private final TargetPath path;
  private final List<Step> steps;
  private final @Nullable Target target;
  private final @Nullable IOException failure;

  TargetExplanation(
      TargetPath path, List<Step> steps, @Nullable Target target, @Nullable IOException failure) {
    this.path = path;
    this.steps = List.copyOf(steps);
    this.target = target;
    this.failure = failure;
  }

  /** What became of a role in a search. */
  public enum Outcome {
    /** The role lists the target; the search ends. */
    LISTED,
    /** The role is trusted and does not list the target; roles that it delegates to come next. */
    NOT_LISTED,
    /** The delegator does not trust the role with the path, so that it is passed by. */
    PATH_NOT_DELEGATED,
    /** The snapshot does not list the role; the search ends with a failure. */
    NOT_IN_SNAPSHOT,
    /** The role cannot be had or does not hold; the search ends with a failure. */
    REFUSED,
    /** The search was at the role before, by way of another delegator or in a circle. */
    ALREADY_VISITED,
    /** The role comes after one that is terminating, so that its turn never comes. */
    CUT_OFF,
    /** The search has visited as many roles as allowed; it ends with a failure. */
    TOO_MANY_ROLES
  }

  /**
   * What became of one role.
   *
   * @param role the role, as foreign text
   * @param delegator the role that delegates to it, as foreign text; {@code root} for {@code
   *     targets}
   * @param outcome what became of it
   * @param detail more for people to read, cut and escaped; may be empty
   */
  public record Step(String role, String delegator, Outcome outcome, String detail) {
    /** Cuts and escapes the detail. */
    public Step {
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(delegator, "delegator");
      Objects.requireNonNull(outcome, "outcome");
      detail = Text.clean(detail);
    }

    /** Returns one line for people to read. */
    @Override
    public String toString() {
      return Text.quote(role)
          + " of "
          + Text.quote(delegator)
          + ": "
          + outcome
          + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
  }

  /**
   * Returns the path that was searched for.
   *
   * @return the path
   */
  public TargetPath path() {
    return path;
  }

  /**
   * Returns what became of every role that the search came across.
   *
   * @return steps in the order of the search; roles after the one that lists the target are left
   *     out
   */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Returns the target.
   *
   * @return what {@link TrustedView#find} returns
   */
  public Optional<Target> target() {
    return Optional.ofNullable(target);
  }

  /**
   * Returns what ended the search early.
   *
   * @return what {@link TrustedView#find} throws, or empty if it throws nothing
   */
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns the steps, one a line. */
  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
  }
}
