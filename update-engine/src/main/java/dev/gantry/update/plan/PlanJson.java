// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Digest;
import dev.gantry.update.json.JsonObjectBuilder;
import dev.gantry.update.json.JsonValue;
import dev.gantry.update.json.JsonValue.JsonLiteral;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import dev.gantry.update.json.JsonWriter;
import java.util.List;

/** The JSON form of plans. */
final class PlanJson {
  private PlanJson() {}

  static String write(UpdatePlan plan) {
    return JsonWriter.write(
        new JsonObjectBuilder()
            .put("planned_at", plan.plannedAt())
            .put("host", host(plan.host()))
            .put("policy", policy(plan.policy()))
            .put("chosen", chosen(plan))
            .putOrNull("next_eligible_at", plan.nextEligibleAt())
            .put("candidates", plan.verdicts().stream().map(PlanJson::verdict).toList())
            .build());
  }

  private static JsonObject host(HostFacts host) {
    return new JsonObjectBuilder()
        .put("variant", host.variant())
        .put("arch", host.arch())
        .put("running_version", host.runningVersion())
        .put("seed", host.seed())
        .put("failed", host.failed().stream().map(PlanJson::failed).toList())
        .build();
  }

  private static JsonObject failed(FailedRelease release) {
    return new JsonObjectBuilder()
        .put("version", release.version())
        .put("image_digests", digests(release.imageDigests()))
        .build();
  }

  private static List<JsonString> digests(List<Digest> digests) {
    return digests.stream().map(digest -> new JsonString(digest.toString())).toList();
  }

  private static JsonObject policy(UpdatePolicy policy) {
    return new JsonObjectBuilder()
        .put("version", policy.version())
        .put("allow_downgrade", policy.allowDowngrade())
        .put("ignore_waves", policy.ignoreWaves())
        .put("force_failed", policy.forceFailed())
        .put("wave_mode", policy.waveMode())
        .build();
  }

  private static JsonValue chosen(UpdatePlan plan) {
    if (plan.chosen().isEmpty()) {
      return JsonLiteral.NULL;
    }
    JsonObjectBuilder chosen =
        new JsonObjectBuilder().put("version", plan.chosen().get().version());
    plan.targets()
        .ifPresent(
            targets ->
                chosen
                    .put("bytes_to_fetch", targets.totalBytes())
                    .put(
                        "images",
                        new JsonObjectBuilder()
                            .put("boot", target(targets.boot()))
                            .put("root", target(targets.root()))
                            .put("hash", target(targets.hash()))
                            .build()));
    return chosen.build();
  }

  private static JsonObject target(ImageTarget target) {
    return new JsonObjectBuilder()
        .put("target", target.name())
        .put("length", target.lengthBytes())
        .put("digest", target.digest())
        .build();
  }

  private static JsonObject verdict(CandidateVerdict verdict) {
    return new JsonObjectBuilder()
        .put("variant", verdict.candidate().variant())
        .put("arch", verdict.candidate().arch())
        .put("version", verdict.candidate().version())
        .put("max_version", verdict.candidate().maxVersion())
        .put("reason", verdict.reason())
        .put("detail", verdict.detail())
        .putOrNull("eligible_at", verdict.eligibleAt())
        .build();
  }
}
