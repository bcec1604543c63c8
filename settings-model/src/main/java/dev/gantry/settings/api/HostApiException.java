// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;

/**
 * A host that refused a request. The code is {@code HOST_API_} and a word for the status: {@code
 * BAD_REQUEST}, {@code NOT_FOUND}, {@code CONFLICT}, {@code UNPROCESSABLE}, {@code LOCKED}, {@code
 * SERVER_ERROR} or {@code STATUS} for all others.
 */
public final class HostApiException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Method and path. */
  private final String request;

  /** HTTP status. */
  private final int status;

  /** What the host said. */
  private final String answer;

  /**
   * Creates a failure.
   *
   * @param request method and path; no query, since that may have values in it
   * @param status HTTP status
   * @param answer what the host said; in the message it is cut and escaped
   */
  public HostApiException(String request, int status, String answer) {
    super(
        "HOST_API_" + word(status),
        Text.clean(request)
            + ": the host answered "
            + status
            + (answer.isBlank() ? "" : ": " + Text.clean(answer.strip())),
        null);
    this.request = Text.clean(request);
    this.status = status;
    this.answer = answer.strip();
  }

  private static String word(int status) {
    return switch (status) {
      case 400 -> "BAD_REQUEST";
      case 404 -> "NOT_FOUND";
      case 409 -> "CONFLICT";
      case 422 -> "UNPROCESSABLE";
      case 423 -> "LOCKED";
      default -> status >= 500 && status <= 599 ? "SERVER_ERROR" : "STATUS";
    };
  }

  /**
   * Returns what was asked.
   *
   * @return method and path
   */
  public String request() {
    return request;
  }

  /**
   * Returns the HTTP status.
   *
   * @return the status
   */
  public int status() {
    return status;
  }

  /**
   * Returns what the host said.
   *
   * @return the text of the answer as it came, foreign text of any length that the client takes
   */
  public String answer() {
    return answer;
  }
}
