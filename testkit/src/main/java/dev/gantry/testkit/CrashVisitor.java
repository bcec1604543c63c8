// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import java.io.IOException;

/** Checks what must hold after a power cut; {@link CrashStates} calls it once for each state. */
@FunctionalInterface
public interface CrashVisitor {
  /**
   * Checks one state.
   *
   * @param state what a power cut might have left; valid during this call only
   * @throws IOException if the state cannot be read, which counts as a failure of the protocol
   *     under test
   */
  void visit(CrashState state) throws IOException;
}
