// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;

/** Input that asks for more than the configured limit, refused before anything is allocated. */
public final class LimitExceededException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** What was limited. */
  private final String what;

  /** The limit. */
  private final long limit;

  /** What was asked for. */
  private final long requested;

  /**
   * Creates a failure.
   *
   * @param what what is limited, with its unit; foreign text is cut and escaped here
   * @param limit the largest value allowed
   * @param requested the value found; where reading stopped early, a lower bound
   */
  public LimitExceededException(String what, long limit, long requested) {
    super(
        "LIMIT_EXCEEDED",
        Text.clean(what) + ": at least " + requested + ", the limit is " + limit,
        null);
    this.what = Text.clean(what);
    this.limit = limit;
    this.requested = requested;
  }

  /**
   * Throws unless a request is within its limit.
   *
   * @param what what is limited, with its unit
   * @param limit the largest value allowed
   * @param requested the value asked for
   * @throws LimitExceededException if {@code requested} is larger than {@code limit}
   */
  public static void check(String what, long limit, long requested) throws LimitExceededException {
    if (requested > limit) {
      throw new LimitExceededException(what, limit, requested);
    }
  }

  /**
   * Returns what is limited.
   *
   * @return a description with its unit
   */
  public String what() {
    return what;
  }

  /**
   * Returns the largest value allowed.
   *
   * @return the limit
   */
  public long limit() {
    return limit;
  }

  /**
   * Returns the value asked for.
   *
   * @return the value; a lower bound where reading stopped early
   */
  public long requested() {
    return requested;
  }
}
