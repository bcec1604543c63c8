// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import java.io.IOException;
import java.util.List;

/** Starts programs where a host lets its users in, mostly in containers. */
@FunctionalInterface
public interface ExecTargets {
  /**
   * Starts a program.
   *
   * @param target the container
   * @param command the program and its arguments
   * @param terminal whether the program should have a terminal
   * @return the running program; its input and output are pipes
   * @throws IOException if there is no such target, or the program cannot be started
   */
  Process start(String target, List<String> command, boolean terminal) throws IOException;

  /**
   * Returns targets of a host that lets nobody in.
   *
   * @return targets that refuse everything
   */
  static ExecTargets none() {
    return (target, command, terminal) -> {
      throw new IOException("this host runs no programs for its clients");
    };
  }

  /**
   * Returns the one target {@code local}: programs run as children of the agent, without a
   * terminal.
   *
   * @return that target
   */
  static ExecTargets local() {
    return (target, command, terminal) -> {
      if (!target.equals("local") || terminal) {
        throw new IOException("only the target 'local' without a terminal is here");
      }
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    };
  }
}
