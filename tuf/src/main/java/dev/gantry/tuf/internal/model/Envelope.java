// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalDocument;
import dev.gantry.tuf.internal.json.CanonicalObject;
import dev.gantry.tuf.internal.json.CanonicalReader;
import dev.gantry.tuf.internal.json.CanonicalValue;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A metadata file whose signatures have not been looked at yet (TUF 4.2).
 *
 * <p>What was signed is the canonical form of the received content, fields that nobody knows
 * included. Nothing but that form and the signatures is taken from the file until a role is read:
 * whoever made the file cannot make it take much more memory than its bytes.
 */
public final class Envelope {
  private static final String SIGNED = "signed";

  /** What may have very many members: the targets of a role, and the files of a snapshot. */
  private static final Set<String> LARGE = Set.of("targets", "meta");

  private final String source;
  private final Bytes raw;
  private final CanonicalDocument document;
  private final CanonicalValue payload;
  private final Map<String, Bytes> signatures;

  private Envelope(
      String source,
      Bytes raw,
      CanonicalDocument document,
      CanonicalValue payload,
      Map<String, Bytes> signatures) {
    this.source = source;
    this.raw = raw;
    this.document = document;
    this.payload = payload;
    this.signatures = signatures;
  }

  /**
   * Parses a file.
   *
   * @param raw its bytes
   * @param source where they came from
   * @param maxBytes the most bytes that a file of this role may have
   * @param maxSignatures the most signatures it may carry
   * @return the parsed file, unverified
   * @throws GantryException if it is no envelope, repeats a key id, or exceeds a limit
   */
  public static Envelope parse(Bytes raw, String source, int maxBytes, int maxSignatures)
      throws GantryException {
    CanonicalDocument document = CanonicalReader.read(raw, source, maxBytes, SIGNED, LARGE);
    if (!document.value().isObject()) {
      throw Fields.malformed(source, "", document.value(), "an object");
    }
    CanonicalValue payload = member(document.member(SIGNED), source, SIGNED);
    if (!payload.isObject()) {
      throw Fields.malformed(source, SIGNED, payload, "an object");
    }
    CanonicalValue list = member(document.member("signatures"), source, "signatures");
    if (!list.isArray()) {
      throw Fields.malformed(source, "signatures", list, "an array");
    }
    LimitExceededException.check("signatures of " + source, maxSignatures, list.size());
    return new Envelope(source, raw, document, payload, signatures(list, source));
  }

  private static Map<String, Bytes> signatures(CanonicalValue list, String source)
      throws MalformedDataException {
    Map<String, Bytes> signatures = new LinkedHashMap<>();
    for (CanonicalValue entry : list.elements()) {
      if (!entry.isObject()) {
        throw Fields.malformed(source, "signatures[]", entry, "an object");
      }
      CanonicalObject fields = entry.object();
      String keyId = text(fields, source, "keyid");
      if (signatures.putIfAbsent(keyId, signature(text(fields, source, "sig"))) != null) {
        throw Fields.malformed(
            source, "signatures[].keyid", keyId, "key ids that are distinct in the file (TUF 4.2)");
      }
    }
    return signatures;
  }

  private static String text(CanonicalObject fields, String source, String name)
      throws MalformedDataException {
    CanonicalValue value = member(fields.find(name), source, "signatures[]." + name);
    if (!value.isString()) {
      throw Fields.malformed(source, "signatures[]." + name, value, "a string");
    }
    return value.string();
  }

  private static CanonicalValue member(Optional<CanonicalValue> value, String source, String where)
      throws MalformedDataException {
    return value.orElseThrow(() -> Fields.malformed(source, where, "absent", "a value (TUF 4.2)"));
  }

  /** Decodes a signature; what is no hexadecimal text is kept as a signature that is not valid. */
  private static Bytes signature(String hex) {
    try {
      return Bytes.parseHex(hex);
    } catch (IllegalArgumentException e) {
      return Bytes.empty();
    }
  }

  /**
   * Checks the type of what was signed (TUF 4.3 to 4.6).
   *
   * @param type the type that a role of this name has
   * @return this file
   * @throws MalformedDataException if it is another one
   */
  public Envelope requireType(String type) throws MalformedDataException {
    Optional<CanonicalValue> found = document.exactObject().find("_type");
    CanonicalValue value =
        found.orElseThrow(
            () -> Fields.malformed(source, SIGNED + "._type", "absent", '"' + type + '"'));
    if (!value.isString()) {
      throw Fields.malformed(source, SIGNED + "._type", value, '"' + type + '"');
    }
    if (!value.string().equals(type)) {
      throw Fields.malformed(source, SIGNED + "._type", value.string(), '"' + type + '"');
    }
    return this;
  }

  /** Returns where the file came from. */
  public String source() {
    return source;
  }

  /** Returns the bytes as served. */
  public Bytes raw() {
    return raw;
  }

  /** Returns a copy of the canonical bytes that signatures are made over. */
  public Bytes canonical() {
    return payload.bytes();
  }

  /** Returns the canonical bytes that signatures are made over, without a copy; read only. */
  public ByteBuffer payload() {
    return payload.buffer();
  }

  /** Returns the signatures by key id, in the order of the file; an empty one is never valid. */
  public Map<String, Bytes> signatures() {
    return signatures;
  }

  /** Makes a tree of those members of what was signed that somebody wants. */
  Fields signed(Set<String> names) throws GantryException {
    return Fields.of(document.exactObject().tree(names, source + " " + SIGNED), source, SIGNED);
  }

  /** Returns a member of what was signed that must be an object, without a tree. */
  Entries entries(String name) throws MalformedDataException {
    String where = SIGNED + "." + name;
    CanonicalValue value =
        document
            .exactObject()
            .find(name)
            .orElseThrow(() -> Fields.malformed(source, where, "absent", "an object"));
    if (!value.isObject()) {
      throw Fields.malformed(source, where, value, "an object");
    }
    return new Entries(document.object(name).orElseThrow(), source, where);
  }
}
