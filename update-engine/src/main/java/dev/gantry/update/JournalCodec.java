// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.json.JsonCursor;
import dev.gantry.update.json.JsonLimits;
import dev.gantry.update.json.JsonObjectBuilder;
import dev.gantry.update.json.JsonReader;
import dev.gantry.update.json.JsonValue;
import dev.gantry.update.json.JsonValue.JsonLiteral;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import dev.gantry.update.json.JsonWriter;
import dev.gantry.update.plan.ImageTarget;
import dev.gantry.update.plan.ImageTargets;
import dev.gantry.verity.RootHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The JSON form of the journal, {@code docs/formats/update-state.md}. */
final class JournalCodec {
  static final String FORMAT = "gantry-update-state";
  static final long VERSION = 1;
  static final int MAX_BYTES = 1 << 20;

  private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 16, 4096, 20_000);

  private JournalCodec() {}

  static Bytes encode(Journal journal) {
    JsonObject state = state(journal);
    return JsonWriter.writeBytes(
        new JsonObjectBuilder()
            .put("format", FORMAT)
            .put("version", VERSION)
            .put("digest", digest(state))
            .put("state", state)
            .build());
  }

  static Journal decode(Bytes content, String source) throws GantryException {
    JsonCursor document = JsonCursor.top(read(content, source), source);
    JsonCursor format = document.member("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("STATE_FORMAT", Text.quote(format.text()), FORMAT);
    }
    long version = document.member("version").count();
    if (version != VERSION) {
      throw new UnsupportedFormatException(
          source, "version of the update state", Long.toString(version), "version " + VERSION);
    }
    JsonCursor state = document.member("state");
    JsonCursor digest = document.member("digest");
    Digest actual = digest(state.value());
    if (!digest.digest().equals(actual)) {
      throw digest.error("STATE_CORRUPT", digest.text(), actual + ", the digest of the state");
    }
    return journal(state);
  }

  private static JsonValue read(Bytes content, String source)
      throws MalformedDataException, LimitExceededException {
    return JsonReader.read(content, source, LIMITS);
  }

  private static Digest digest(JsonValue state) {
    return Digest.compute(DigestAlgorithm.SHA256, JsonWriter.writeBytes(state));
  }

  private static JsonObject state(Journal journal) {
    JsonObjectBuilder state = new JsonObjectBuilder();
    journal.disk().ifPresent(disk -> state.put("disk", disk));
    return state
        .put("phase", name(journal.phase()))
        .put("release", orNull(journal.release(), JournalCodec::release))
        .put("content", orNull(journal.content(), JournalCodec::content))
        .put("confirming", orNull(journal.confirming(), JournalCodec::confirmed))
        .put("rollback", orNull(journal.rollback(), JournalCodec::rollback))
        .put("confirmed", journal.confirmed().stream().map(JournalCodec::confirmed).toList())
        .put("failed", journal.failed().stream().map(JournalCodec::failed).toList())
        .build();
  }

  private static <T> JsonValue orNull(Optional<T> value, Function<T, JsonObject> form) {
    return value.<JsonValue>map(form).orElse(JsonLiteral.NULL);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String name(SlotId slot) {
    return slot.toString().toLowerCase(Locale.ROOT);
  }

  private static JsonObject release(StagedRelease release) {
    ImageTargets targets = release.targets();
    return new JsonObjectBuilder()
        .put("slot", name(release.slot()))
        .put("variant", release.variant())
        .put("arch", release.arch())
        .put("version", release.version())
        .put(
            "targets",
            new JsonObjectBuilder()
                .put("boot", target(targets.boot()))
                .put("root", target(targets.root()))
                .put("hash", target(targets.hash()))
                .build())
        .build();
  }

  private static JsonObject target(ImageTarget target) {
    return new JsonObjectBuilder()
        .put("name", target.name())
        .put("length", target.lengthBytes())
        .put("digest", target.digest())
        .build();
  }

  private static JsonObject content(SlotContent content) {
    return new JsonObjectBuilder()
        .put("boot", image(content.boot()))
        .put("root", image(content.root()))
        .put("hash", image(content.hash()))
        .put("root_hash", content.rootHash())
        .put("data_blocks", content.dataBlocks())
        .build();
  }

  private static JsonObject image(WrittenImage image) {
    return new JsonObjectBuilder()
        .put("length", image.lengthBytes())
        .put("digest", image.digest())
        .build();
  }

  private static JsonObject confirmed(ConfirmedRelease release) {
    return new JsonObjectBuilder()
        .put("slot", name(release.slot()))
        .put("version", release.version())
        .put("image_digests", digests(release.imageDigests()))
        .put("content", orNull(release.content(), JournalCodec::content))
        .put("confirmed_at", release.confirmedAt())
        .build();
  }

  private static JsonObject rollback(PendingRollback rollback) {
    return new JsonObjectBuilder()
        .put("from", name(rollback.from()))
        .put("version", rollback.version())
        .put("image_digests", digests(rollback.imageDigests()))
        .build();
  }

  private static JsonObject failed(FailedVersion failed) {
    return new JsonObjectBuilder()
        .put("version", failed.version())
        .put("image_digests", digests(failed.imageDigests()))
        .put("kind", name(failed.kind()))
        .put("evidence", failed.evidence())
        .put("detected_at", failed.detectedAt())
        .build();
  }

  private static List<JsonString> digests(List<Digest> digests) {
    return digests.stream().map(digest -> new JsonString(digest.toString())).toList();
  }

  private static Journal journal(JsonCursor state) throws GantryException {
    List<FailedVersion> failed = new ArrayList<>();
    for (JsonCursor item : state.member("failed").items()) {
      failed.add(readFailed(item));
    }
    List<ConfirmedRelease> confirmed = new ArrayList<>();
    for (JsonCursor item : state.member("confirmed").items()) {
      confirmed.add(readConfirmed(item));
    }
    Journal journal =
        new Journal(
            constant(state.member("phase"), JournalPhase.values()),
            optional(state, "release", JournalCodec::readRelease),
            optional(state, "content", JournalCodec::readContent),
            optional(state, "confirming", JournalCodec::readConfirmed),
            optional(state, "rollback", JournalCodec::readRollback),
            confirmed,
            failed,
            readDisk(state));
    checkComplete(journal, state.member("phase"));
    return journal;
  }

  /** Absent in files that were written before journals named their disk. */
  private static Optional<Guid> readDisk(JsonCursor state) throws MalformedDataException {
    Optional<JsonCursor> at = state.find("disk");
    if (at.isEmpty()) {
      return Optional.empty();
    }
    String text = at.get().text();
    try {
      return Optional.of(Guid.parse(text));
    } catch (IllegalArgumentException e) {
      throw at.get().error("JSON_VALUE", Text.quote(text), "a GUID");
    }
  }

  private static void checkComplete(Journal journal, JsonCursor phase)
      throws MalformedDataException {
    boolean complete =
        switch (journal.phase()) {
          case IDLE -> true;
          case STAGING -> journal.release().isPresent();
          case MARKING, STAGED, ACTIVATING, ACTIVATED, CANCELLING ->
              journal.release().isPresent() && journal.content().isPresent();
          case CONFIRMING -> journal.confirming().isPresent();
          case ROLLING_BACK, ROLLED_BACK -> journal.rollback().isPresent();
        };
    if (!complete) {
      throw phase.error("STATE_INCOMPLETE", phase.text(), "a phase whose particulars are there");
    }
  }

  /** Reads one value. */
  @FunctionalInterface
  private interface Form<T> {
    T read(JsonCursor at) throws GantryException;
  }

  private static <T> Optional<T> optional(JsonCursor state, String name, Form<T> form)
      throws GantryException {
    JsonCursor at = state.member(name);
    return at.value() == JsonLiteral.NULL ? Optional.empty() : Optional.of(form.read(at));
  }

  private static <E extends Enum<E>> E constant(JsonCursor at, E[] constants)
      throws MalformedDataException {
    String text = at.text();
    for (E constant : constants) {
      if (name(constant).equals(text)) {
        return constant;
      }
    }
    throw at.error("JSON_VALUE", Text.quote(text), "a name that the format defines");
  }

  /** An engine has two slots, so its journal knows no other. */
  private static SlotId slot(JsonCursor at) throws MalformedDataException {
    String text = at.text();
    for (SlotId slot : List.of(SlotId.A, SlotId.B)) {
      if (name(slot).equals(text)) {
        return slot;
      }
    }
    throw at.error("JSON_VALUE", Text.quote(text), "a name that the format defines");
  }

  private static StagedRelease readRelease(JsonCursor at) throws GantryException {
    JsonCursor targets = at.member("targets");
    return new StagedRelease(
        slot(at.member("slot")),
        at.member("variant").text(),
        at.member("arch").text(),
        at.member("version").version(),
        new ImageTargets(
            readTarget(targets.member("boot")),
            readTarget(targets.member("root")),
            readTarget(targets.member("hash"))));
  }

  private static ImageTarget readTarget(JsonCursor at) throws MalformedDataException {
    return new ImageTarget(
        at.member("name").nonEmptyText(),
        at.member("length").count(),
        at.member("digest").digest());
  }

  private static SlotContent readContent(JsonCursor at) throws GantryException {
    return new SlotContent(
        readImage(at.member("boot")),
        readImage(at.member("root")),
        readImage(at.member("hash")),
        rootHash(at.member("root_hash")),
        at.member("data_blocks").count());
  }

  private static WrittenImage readImage(JsonCursor at) throws MalformedDataException {
    return new WrittenImage(at.member("length").count(), at.member("digest").digest());
  }

  private static ConfirmedRelease readConfirmed(JsonCursor at) throws GantryException {
    return new ConfirmedRelease(
        slot(at.member("slot")),
        at.member("version").version(),
        readDigests(at),
        optional(at, "content", JournalCodec::readContent),
        at.member("confirmed_at").instant());
  }

  private static PendingRollback readRollback(JsonCursor at) throws GantryException {
    return new PendingRollback(
        slot(at.member("from")), at.member("version").version(), readDigests(at));
  }

  private static FailedVersion readFailed(JsonCursor at) throws GantryException {
    return new FailedVersion(
        at.member("version").version(),
        readDigests(at),
        constant(at.member("kind"), FailureKind.values()),
        at.member("evidence").text(),
        at.member("detected_at").instant());
  }

  private static RootHash rootHash(JsonCursor at) throws MalformedDataException {
    String text = at.text();
    try {
      return RootHash.parse(text);
    } catch (IllegalArgumentException e) {
      throw at.error("JSON_VALUE", Text.quote(text), "a root hash as ALGORITHM:HEX");
    }
  }

  private static List<Digest> readDigests(JsonCursor at) throws MalformedDataException {
    List<Digest> digests = new ArrayList<>();
    for (JsonCursor item : at.member("image_digests").items()) {
      digests.add(item.digest());
    }
    return digests;
  }
}
