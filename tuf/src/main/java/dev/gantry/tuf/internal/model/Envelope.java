// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A metadata file whose signatures have not been looked at yet (TUF 4.2).
 *
 * <p>What was signed is the canonical form of the parsed tree, fields that nobody knows included.
 */
public final class Envelope {
  private final String source;
  private final Bytes raw;
  private final Fields signed;
  private final Bytes canonical;
  private final Map<String, Bytes> signatures;

  private Envelope(
      String source, Bytes raw, Fields signed, Bytes canonical, Map<String, Bytes> signatures) {
    this.source = source;
    this.raw = raw;
    this.signed = signed;
    this.canonical = canonical;
    this.signatures = signatures;
  }

  /** Tokens that a file may have whatever its size, though nobody vouches for it. */
  private static final long UNVOUCHED_TOKENS = 400_000;

  /** Bytes that each token must be worth beyond; a target takes 10 to 15. */
  private static final int UNVOUCHED_BYTES_PER_TOKEN = 10;

  /**
   * Parses a file that anyone may have made: its size and digests are not known from a verified
   * parent. No more tokens are accepted than real metadata has, since a tree takes many times the
   * memory of its text, and signatures can only be looked at afterwards.
   *
   * @param raw its bytes
   * @param source where they came from
   * @param maxBytes the most bytes that a file of this role may have
   * @param maxSignatures the most signatures it may carry
   * @return the parsed file, unverified
   * @throws GantryException if it is no envelope, repeats a key id, or exceeds a limit
   */
  public static Envelope parseUnvouched(Bytes raw, String source, int maxBytes, int maxSignatures)
      throws GantryException {
    long maxTokens = Math.max(UNVOUCHED_TOKENS, raw.size() / UNVOUCHED_BYTES_PER_TOKEN);
    return of(StrictJson.parse(raw, source, maxBytes, maxTokens), raw, source, maxSignatures);
  }

  /**
   * Parses a file that a verified parent vouches for with its digest, or that is the caller's own.
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
    return of(StrictJson.parse(raw, source, maxBytes), raw, source, maxSignatures);
  }

  private static Envelope of(JsonNode tree, Bytes raw, String source, int maxSignatures)
      throws GantryException {
    Fields file = Fields.of(tree, source, "");
    Fields signed = file.object("signed");
    List<JsonNode> entries = file.array("signatures");
    LimitExceededException.check("signatures of " + source, maxSignatures, entries.size());
    Map<String, Bytes> signatures = new LinkedHashMap<>();
    for (JsonNode entry : entries) {
      Fields fields = Fields.of(entry, source, "signatures[]");
      String keyId = fields.string("keyid");
      if (signatures.putIfAbsent(keyId, signature(fields.string("sig"))) != null) {
        throw fields.malformed("keyid", keyId, "key ids that are distinct in the file (TUF 4.2)");
      }
    }
    return new Envelope(source, raw, signed, CanonicalJson.encode(signed.node()), signatures);
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
    String found = signed.string("_type");
    if (!found.equals(type)) {
      throw signed.malformed("_type", found, '"' + type + '"');
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

  /** Returns the canonical bytes that signatures are made over. */
  public Bytes canonical() {
    return canonical;
  }

  /** Returns the signatures by key id, in the order of the file; an empty one is never valid. */
  public Map<String, Bytes> signatures() {
    return signatures;
  }

  Fields signed() {
    return signed;
  }
}
