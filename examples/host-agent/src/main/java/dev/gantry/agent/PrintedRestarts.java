// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.settings.apply.ServiceRestarter;
import java.util.List;
import java.util.Map;

/** Prints the commands that a real host would run. */
final class PrintedRestarts implements ServiceRestarter {
  @Override
  public void run(String service, List<String> command, Map<String, String> environment) {
    System.out.println("would run for " + service + ": " + String.join(" ", command));
  }

  @Override
  public void reloadUnits() {
    System.out.println("would run: systemctl daemon-reload");
  }
}
