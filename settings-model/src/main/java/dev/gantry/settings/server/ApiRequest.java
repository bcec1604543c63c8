// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request to the API of a host. Its text form leaves out the query and the body, which may have
 * secrets in them.
 *
 * @param method the method, in upper case
 * @param path the path, from its first slash, without the query, decoded
 * @param query the query's parameters, decoded; of a name that comes twice the last
 * @param body the body, or an empty text
 * @param accept the header {@code Accept}, or an empty text
 */
public record ApiRequest(
    String method, String path, Map<String, String> query, String body, String accept) {
  /** Creates a request. */
  public ApiRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(accept, "accept");
  }

  /**
   * Returns a parameter of the query.
   *
   * @param name its name
   * @return its value, or empty if it is not there
   */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
