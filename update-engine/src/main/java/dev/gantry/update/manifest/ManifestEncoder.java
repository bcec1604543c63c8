// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import dev.gantry.core.Bytes;
import dev.gantry.update.json.JsonObjectBuilder;
import dev.gantry.update.json.JsonValue;
import dev.gantry.update.json.JsonValue.JsonString;
import dev.gantry.update.json.JsonWriter;
import java.util.List;
import java.util.TreeMap;

/** Writes manifests in the member order of upstream's structures. */
final class ManifestEncoder {
  private ManifestEncoder() {}

  static Bytes encode(UpdateManifest manifest) {
    JsonObjectBuilder document =
        new JsonObjectBuilder()
            .put("updates", manifest.updates().stream().map(ManifestEncoder::update).toList())
            .put("migrations", migrations(manifest));
    manifest.unknown().forEach(document::put);
    return JsonWriter.writeBytes(document.build());
  }

  private static JsonValue update(UpdateEntry update) {
    JsonObjectBuilder waves = new JsonObjectBuilder();
    // Instant's own form has 0, 3, 6 or 9 digits of a second, as chrono's AutoSi.
    update.waves().startsByBound().forEach((bound, start) -> waves.put(bound.toString(), start));
    JsonObjectBuilder images =
        new JsonObjectBuilder()
            .put("boot", update.images().boot())
            .put("root", update.images().root())
            .put("hash", update.images().hash());
    update.unknownInImages().forEach(images::put);
    JsonObjectBuilder object =
        new JsonObjectBuilder()
            .put("variant", update.variant())
            .put("arch", update.arch())
            .put("version", update.version())
            .put("max_version", update.maxVersion())
            .put("waves", waves.build())
            .put("images", images.build());
    update.unknown().forEach(object::put);
    return object.build();
  }

  private static JsonValue migrations(UpdateManifest manifest) {
    // By the text of the key and not by version: upstream sorts after it made the keys.
    TreeMap<String, List<String>> byKey = new TreeMap<>();
    manifest.migrations().forEach((edge, targets) -> byKey.put(edge.toString(), targets));
    JsonObjectBuilder migrations = new JsonObjectBuilder();
    byKey.forEach(
        (key, targets) -> migrations.put(key, targets.stream().map(JsonString::new).toList()));
    return migrations.build();
  }
}
