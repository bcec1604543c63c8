// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** A source of randomness that costs nothing until a pause needs it. Thread-safe. */
enum LazyRandom implements RandomGenerator {
  /** The only one. */
  INSTANCE;

  private static final class Holder {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  @Override
  public long nextLong() {
    return Holder.RANDOM.nextLong();
  }
}
