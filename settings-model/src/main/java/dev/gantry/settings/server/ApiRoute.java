// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import java.util.List;
import java.util.Objects;

/**
 * A route of the API.
 *
 * @param method the method
 * @param path the path
 * @param parameters names of its query's parameters
 * @param summary what it does, one sentence for the reference
 * @param extension whether a Bottlerocket host does not have it
 */
public record ApiRoute(
    String method, String path, List<String> parameters, String summary, boolean extension) {
  /** Creates a route. */
  public ApiRoute {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    parameters = List.copyOf(parameters);
    Objects.requireNonNull(summary, "summary");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
