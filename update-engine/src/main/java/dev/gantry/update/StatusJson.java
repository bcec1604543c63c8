// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Digest;
import dev.gantry.update.json.JsonObjectBuilder;
import dev.gantry.update.json.JsonValue;
import dev.gantry.update.json.JsonValue.JsonLiteral;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import dev.gantry.update.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The JSON form of the status. */
final class StatusJson {
  private StatusJson() {}

  static String write(EngineStatus status) {
    return JsonWriter.write(
        new JsonObjectBuilder()
            .put("state", status.state())
            .put("running_slot", status.running())
            .putOrNull("running_version", status.runningVersion())
            .putOrNull("next_boot", status.nextBoot())
            .put("slots", status.slots().stream().map(StatusJson::slot).toList())
            .put("release", orNull(status.release(), StatusJson::release))
            .putOrNull("staged_root_hash", status.content().map(SlotContent::rootHash))
            .put("last_confirmed", orNull(status.lastConfirmed(), StatusJson::confirmed))
            .put("failed", status.failed().stream().map(StatusJson::failed).toList())
            .build());
  }

  private static <T> JsonValue orNull(Optional<T> value, Function<T, JsonObject> form) {
    return value.<JsonValue>map(form).orElse(JsonLiteral.NULL);
  }

  private static JsonObject slot(SlotStatus slot) {
    return new JsonObjectBuilder()
        .put("slot", slot.id())
        .put("priority", slot.attributes().priority())
        .put("tries", slot.attributes().tries())
        .put("successful", slot.attributes().successful())
        .putOrNull("version", slot.version())
        .putOrNull("root_hash", slot.rootHash())
        .putOrNull("problem", slot.problem())
        .build();
  }

  private static JsonObject release(StagedRelease release) {
    return new JsonObjectBuilder()
        .put("slot", release.slot())
        .put("variant", release.variant())
        .put("arch", release.arch())
        .put("version", release.version())
        .put("image_digests", digests(release.targets().digests()))
        .build();
  }

  private static JsonObject confirmed(ConfirmedRelease release) {
    return new JsonObjectBuilder()
        .put("slot", release.slot())
        .put("version", release.version())
        .put("confirmed_at", release.confirmedAt())
        .build();
  }

  private static JsonObject failed(FailedVersion failed) {
    return new JsonObjectBuilder()
        .put("version", failed.version())
        .put("kind", failed.kind())
        .put("evidence", failed.evidence())
        .put("detected_at", failed.detectedAt())
        .put("image_digests", digests(failed.imageDigests()))
        .build();
  }

  private static List<JsonString> digests(List<Digest> digests) {
    return digests.stream().map(digest -> new JsonString(digest.toString())).toList();
  }
}
