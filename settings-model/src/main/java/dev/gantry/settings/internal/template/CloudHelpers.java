// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.STRING;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.text;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The helpers of the extensions {@code aws}, {@code updates} and {@code ecs}. */
final class CloudHelpers {
  private static final String DEFAULT_RATE = "40";
  private static final String DEFAULT_BURST = "60";
  private static final Set<Kind> NUMBER_OR_NOTHING = EnumSet.of(Kind.NUMBER, Kind.NOTHING);

  private CloudHelpers() {}

  static List<TemplateHelper> all() {
    return List.of(
        text(
            "aws",
            "ecr-prefix",
            "The host of the image registry for a region.",
            call ->
                call.environment()
                    .regions()
                    .registry(call.string(0), call.environment().isFipsEnabled()),
            parameter("region", STRING)),
        text(
            "updates",
            "tuf-prefix",
            "The URL of updates for a region.",
            call -> call.environment().regions().updates(call.string(0)),
            parameter("region", STRING)),
        text(
            "updates",
            "metadata-prefix",
            "Where the metadata of updates is, seen from tuf-prefix.",
            call -> call.environment().regions().metadataPath(call.string(0)),
            parameter("region", STRING)),
        text(
            "ecs",
            "ecs_metadata_service_limits",
            "Rate and burst of the metadata service with a comma between, 40 and 60 if not set.",
            call -> limit(call, 0, DEFAULT_RATE) + "," + limit(call, 1, DEFAULT_BURST),
            parameter("rate", NUMBER_OR_NOTHING),
            parameter("burst", NUMBER_OR_NOTHING)));
  }

  private static String limit(HelperCall call, int index, String fallback)
      throws TemplateRenderException {
    SettingValue value = call.value(index).orElse(null);
    if (value instanceof NumberValue number) {
      return NumberText.of(number);
    }
    if (value != null) {
      throw call.wrongKind(index, "a number");
    }
    return fallback;
  }
}
