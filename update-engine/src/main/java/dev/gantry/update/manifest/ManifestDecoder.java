// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.Version;
import dev.gantry.update.json.JsonCursor;
import dev.gantry.update.json.JsonLimits;
import dev.gantry.update.json.JsonReader;
import dev.gantry.update.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads manifests; not thread-safe, used once. */
final class ManifestDecoder {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_TEXT_LENGTH = 4096;
  private static final int MAX_VALUES = 500_000;

  // Found anywhere in the key, as upstream's expression is not anchored either.
  private static final Pattern EDGE = Pattern.compile("\\(([^ ,]+),[ ]*([^ ,]+)\\)");
  private static final Pattern BOUND = Pattern.compile("\\+?0*([0-9]{1,10})");

  private final String source;
  private final ManifestLimits limits;

  ManifestDecoder(String source, ManifestLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  UpdateManifest decode(Bytes content) throws MalformedDataException, LimitExceededException {
    JsonLimits json = new JsonLimits(limits.maxBytes(), MAX_DEPTH, MAX_TEXT_LENGTH, MAX_VALUES);
    JsonCursor document = JsonCursor.top(JsonReader.read(content, source, json), source);
    UpdateManifest.Builder manifest = UpdateManifest.builder();
    List<JsonCursor> updates = document.member("updates").items();
    LimitExceededException.check(
        "number of updates in " + source, limits.maxUpdates(), updates.size());
    for (JsonCursor update : updates) {
      manifest.addUpdate(update(update));
    }
    migrations(document.member("migrations"), manifest);
    return manifest.unknown(unknown(document, Set.of("updates", "migrations"))).build();
  }

  private UpdateEntry update(JsonCursor update)
      throws MalformedDataException, LimitExceededException {
    JsonCursor images = update.member("images");
    UpdateEntry.Builder entry =
        UpdateEntry.builder(
            update.member("variant").text(),
            update.member("arch").text(),
            update.member("version").version(),
            new ImageNames(
                images.member("boot").nonEmptyText(),
                images.member("root").nonEmptyText(),
                images.member("hash").nonEmptyText()));
    return entry
        .maxVersion(update.member("max_version").version())
        .waves(waves(update.member("waves")))
        .unknown(
            unknown(update, Set.of("variant", "arch", "version", "max_version", "waves", "images")))
        .unknownInImages(unknown(images, Set.of("boot", "root", "hash")))
        .build();
  }

  private Waves waves(JsonCursor waves) throws MalformedDataException, LimitExceededException {
    Map<String, JsonCursor> members = waves.members();
    LimitExceededException.check(
        "number of waves at " + waves.pointer() + " in " + source,
        limits.maxWaves(),
        members.size());
    TreeMap<Long, Instant> starts = new TreeMap<>();
    for (Map.Entry<String, JsonCursor> member : members.entrySet()) {
      JsonCursor start = member.getValue();
      Matcher digits = BOUND.matcher(member.getKey());
      long bound = digits.matches() ? Long.parseLong(digits.group(1)) : -1;
      if (bound < 0 || bound > Waves.MAX_BOUND) {
        throw start.error(
            "MANIFEST_WAVE_BOUND",
            Text.quote(member.getKey()),
            "a seed bound from 0 to " + Waves.MAX_BOUND);
      }
      if (starts.putIfAbsent(bound, Timestamps.parse(start)) != null) {
        throw start.error(
            "MANIFEST_DUPLICATE_WAVE", "a second wave of bound " + bound, "each bound once");
      }
    }
    return Waves.of(starts);
  }

  private void migrations(JsonCursor migrations, UpdateManifest.Builder manifest)
      throws MalformedDataException, LimitExceededException {
    Map<String, JsonCursor> members = migrations.members();
    LimitExceededException.check(
        "number of migrations in " + source, limits.maxMigrations(), members.size());
    Set<MigrationEdge> seen = new HashSet<>();
    for (Map.Entry<String, JsonCursor> member : members.entrySet()) {
      MigrationEdge edge = edge(member.getKey(), member.getValue());
      if (!seen.add(edge)) {
        throw member
            .getValue()
            .error(
                "MANIFEST_DUPLICATE_MIGRATION", "a second " + edge, "each pair of versions once");
      }
      List<String> targets = new ArrayList<>();
      for (JsonCursor target : member.getValue().items()) {
        targets.add(target.nonEmptyText());
      }
      manifest.migrations(edge, targets);
    }
  }

  private static MigrationEdge edge(String key, JsonCursor at) throws MalformedDataException {
    Matcher matcher = EDGE.matcher(key);
    try {
      if (matcher.find()) {
        return new MigrationEdge(Version.parse(matcher.group(1)), Version.parse(matcher.group(2)));
      }
    } catch (IllegalArgumentException e) {
      throw badEdge(key, at);
    }
    throw badEdge(key, at);
  }

  private static MalformedDataException badEdge(String key, JsonCursor at) {
    return at.error("MANIFEST_MIGRATION_KEY", Text.quote(key), "(VERSION, VERSION)");
  }

  private static Map<String, JsonValue> unknown(JsonCursor object, Set<String> known)
      throws MalformedDataException {
    Map<String, JsonValue> unknown = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, value) -> {
              if (!known.contains(name)) {
                unknown.put(name, value.value());
              }
            });
    return unknown;
  }
}
