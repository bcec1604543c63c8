// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.ViolationReports;
import java.util.List;
import java.util.Map;

/** Writes refusals as problem details (RFC 9457). */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

  static ApiResponse refusal(int status, String detail) {
    return new ApiResponse(
        status,
        MEDIA_TYPE,
        SettingsJson.write(
            SettingValue.map(
                Map.of(
                    "type", SettingValue.of("about:blank"),
                    "status", SettingValue.of(status),
                    "detail", SettingValue.of(detail)))));
  }

  static ApiResponse refusal(int status, List<Violation> violations) {
    return new ApiResponse(status, MEDIA_TYPE, ViolationReports.problemJson(violations, status));
  }
}
