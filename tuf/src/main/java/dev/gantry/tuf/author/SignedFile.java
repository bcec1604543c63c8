// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One metadata file: its bytes, its signed part as a tree, and its signatures. */
record SignedFile(Bytes bytes, ObjectNode signed, Bytes canonical, Map<String, Bytes> signatures) {
  /** A bound against running out of memory; a publisher's own metadata may be large. */
  static final int MAX_BYTES = 256 << 20;

  /** The highest version that is read or written. */
  static final long MAX_VERSION = Long.MAX_VALUE - 1;

  private static final int MAX_SIGNATURES = 1000;

  /** Reads the metadata of a role of some type: root, targets, snapshot or timestamp. */
  static SignedFile parse(Bytes bytes, String source, String type) throws GantryException {
    return parse(bytes, source, Envelope.parse(bytes, source, MAX_BYTES, MAX_SIGNATURES), type);
  }

  /** Does so, and insists on all that clients insist on. */
  static SignedFile parseReadable(Bytes bytes, String source, String type) throws GantryException {
    Envelope envelope = Envelope.parse(bytes, source, MAX_BYTES, MAX_SIGNATURES);
    SignedFile file = parse(bytes, source, envelope, type);
    parse(envelope, type);
    return file;
  }

  private static SignedFile parse(Bytes bytes, String source, Envelope envelope, String type)
      throws GantryException {
    envelope.requireType(type);
    ObjectNode signed = (ObjectNode) StrictJson.parse(bytes, source, MAX_BYTES).get("signed");
    return new SignedFile(bytes, signed, envelope.canonical(), envelope.signatures());
  }

  long version() throws MalformedDataException {
    return version(signed, "metadata");
  }

  static long version(JsonNode signed, String source) throws MalformedDataException {
    return Fields.of(signed, source, "signed").integer("version", 1, MAX_VERSION);
  }

  /**
   * Throws unless clients can read this file, whatever went into it: what is published cannot be
   * taken back.
   */
  void requireReadable(String role) throws GantryException {
    String source = "new metadata of " + role;
    Envelope envelope = Envelope.parse(bytes, source, MAX_BYTES, MAX_SIGNATURES);
    parse(envelope, role);
    if (!envelope.canonical().equals(canonical)) {
      throw new MalformedDataException(
          "CANONICAL_JSON",
          source,
          MalformedDataException.UNKNOWN_OFFSET,
          "signed",
          "something else when it is read back",
          "what was signed");
    }
  }

  private static void parse(Envelope envelope, String role) throws GantryException {
    switch (role) {
      case "root" -> RootRole.parse(envelope);
      case "snapshot" -> SnapshotRole.parse(envelope);
      case "timestamp" -> TimestampRole.parse(envelope);
      default -> TargetsRole.parse(envelope, role);
    }
  }

  /** Returns when this expires. */
  Instant expires() throws GantryException {
    return SignedFile.expires(signed);
  }

  static Instant expires(JsonNode signed) throws GantryException {
    String text = Fields.of(signed, "metadata", "signed").string("expires");
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedDataException(
          Fields.CODE,
          "metadata",
          MalformedDataException.UNKNOWN_OFFSET,
          "signed.expires",
          text,
          "YYYY-MM-DDTHH:MM:SSZ (TUF 4.2.1)",
          e);
    }
  }

  /** Reads this as a snapshot. */
  SnapshotRole asSnapshot() throws GantryException {
    return SnapshotRole.parse(Envelope.parse(bytes, "snapshot", MAX_BYTES, MAX_SIGNATURES));
  }

  /** Throws unless enough keys of a role have signed. */
  void require(RoleKeySet keys, String delegator, String section)
      throws SignatureThresholdException {
    int valid = keys.validSignatures(this);
    if (valid < keys.threshold()) {
      List<String> missing =
          keys.keys().keySet().stream().filter(id -> !signatures.containsKey(id)).toList();
      throw new SignatureThresholdException(
          keys.role(), delegator, section, keys.threshold(), valid, missing);
    }
  }

  /** Returns how snapshot and timestamp list this file. */
  ObjectNode listing() throws MalformedDataException {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put("version", version());
    meta.put("length", bytes.size());
    meta.putObject("hashes").put("sha256", Digest.compute(DigestAlgorithm.SHA256, bytes).hex());
    return meta;
  }
}
