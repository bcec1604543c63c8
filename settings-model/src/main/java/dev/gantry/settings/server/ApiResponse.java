// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import java.util.List;
import java.util.Objects;

/**
 * What the API answers. Its text form leaves out the body, which may have secrets in it.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body, or an empty text if there is no body
 * @param body the body
 */
public record ApiResponse(int status, String contentType, String body) {
  /** Creates an answer. */
  public ApiResponse {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
  }

  static ApiResponse noContent() {
    return new ApiResponse(204, "", "");
  }

  static ApiResponse json(SettingValue value) {
    return new ApiResponse(200, "application/json", SettingsJson.write(value));
  }

  static ApiResponse json(List<String> texts) {
    return json(SettingValue.strings(texts.toArray(String[]::new)));
  }

  static ApiResponse text(int status, String text) {
    return new ApiResponse(status, "text/plain; charset=utf-8", text);
  }

  @Override
  public String toString() {
    return status + " " + contentType;
  }
}
