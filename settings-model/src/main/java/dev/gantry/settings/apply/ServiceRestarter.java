// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Makes services read their configuration files again. The host brings the implementation; it runs
 * programs, and says so if one fails.
 */
public interface ServiceRestarter {
  /**
   * Runs one of the commands of a service and waits for its end.
   *
   * @param service name of the service
   * @param command the words of the command
   * @param environment variables to add; {@code CHANGED_SETTINGS} has the keys of the changed
   *     settings with spaces between, and is not there if the plan is for all services
   * @throws IOException if the command cannot be run or does not exit with 0; the message has no
   *     secrets
   */
  void run(String service, List<String> command, Map<String, String> environment)
      throws IOException;

  /**
   * Makes systemd read its units again.
   *
   * @throws IOException if that fails
   */
  void reloadUnits() throws IOException;
}
