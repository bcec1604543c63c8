// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.internal.model.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of signing bundles; {@code docs/formats/signing-bundle.md} describes it. */
final class BundleJson {
  static final int MAX_BYTES = SignedFile.MAX_BYTES;

  private static final String TYPE = "gantry-signing-bundle";

  private static final int FORMAT = 1;

  private static final int MAX_KEYS = 1000;

  private static final String SOURCE = "signing bundle";

  private BundleJson() {}

  static Bytes encode(SigningBundle bundle) throws LimitExceededException {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("_type", TYPE);
    file.put("format", FORMAT);
    ArrayNode documents = file.putArray("documents");
    bundle.documents().forEach(document -> documents.add(encode(document)));
    Bytes encoded = MetadataJson.file(file);
    LimitExceededException.check("size of a " + SOURCE + " in bytes", MAX_BYTES, encoded.size());
    // What cannot be read back must not be carried away.
    LimitExceededException.check("JSON depth of a " + SOURCE, StrictJson.MAX_DEPTH, depth(file));
    return encoded;
  }

  private static ObjectNode encode(PendingDocument document) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", document.fileName());
    node.put("role", document.role());
    node.set("signed", document.signed());
    ArrayNode sets = node.putArray("key_sets");
    for (KeySetRequirement set : document.keySets()) {
      ObjectNode entry = sets.addObject();
      entry.put("name", set.description());
      entry.put("threshold", set.threshold());
      ObjectNode keys = entry.putObject("keys");
      set.keys().forEach((keyId, key) -> keys.set(keyId, key.key().toJson()));
    }
    ArrayNode signatures = node.putArray("signatures");
    document
        .signatures()
        .forEach(
            (keyId, signature) ->
                signatures.addObject().put("keyid", keyId).put("sig", signature.toHex()));
    return node;
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, depth(child));
    }
    return node.isContainer() ? deepest + 1 : 0;
  }

  static SigningBundle decode(Bytes encoded) throws GantryException {
    Fields file = Fields.of(StrictJson.parse(encoded, SOURCE, MAX_BYTES), SOURCE, "");
    if (!file.string("_type").equals(TYPE)) {
      throw file.malformed("_type", file.string("_type"), '"' + TYPE + '"');
    }
    long format = file.integer("format", 1, Long.MAX_VALUE);
    if (format != FORMAT) {
      throw new UnsupportedFormatException(
          SOURCE, "format", Long.toString(format), Integer.toString(FORMAT));
    }
    requireOnly(file, Set.of("_type", "format", "documents"));
    List<JsonNode> entries = file.array("documents");
    LimitExceededException.check(
        "documents of a " + SOURCE, SigningBundle.MAX_DOCUMENTS, entries.size());
    List<PendingDocument> documents = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode entry : entries) {
      PendingDocument document = decode(Fields.of(entry, SOURCE, "documents[]"));
      if (!names.add(document.fileName())) {
        throw file.malformed("documents[].file", document.fileName(), "distinct file names");
      }
      documents.add(document);
    }
    return SigningBundle.of(documents);
  }

  private static PendingDocument decode(Fields fields) throws GantryException {
    requireOnly(fields, Set.of("file", "role", "signed", "key_sets", "signatures"));
    List<KeySetRequirement> sets = new ArrayList<>();
    for (JsonNode entry : fields.array("key_sets")) {
      sets.add(keySet(Fields.of(entry, SOURCE, "key_sets[]")));
    }
    return PendingDocument.of(
        fields.string("file"),
        fields.string("role"),
        (ObjectNode) fields.object("signed").node(),
        sets,
        signatures(fields));
  }

  private static KeySetRequirement keySet(Fields fields) throws GantryException {
    requireOnly(fields, Set.of("name", "threshold", "keys"));
    String name = fields.string("name");
    if (name.isEmpty() || name.length() > 200) {
      throw fields.malformed("name", name.length() + " characters", "1 to 200 characters");
    }
    Fields entries = fields.object("keys");
    LimitExceededException.check("keys of " + name, MAX_KEYS, entries.members().size());
    Map<String, TufPublicKey> keys = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries.members()) {
      keys.put(
          entry.getKey(),
          TufPublicKey.of(TufKey.parse(entry.getValue(), entries.path(entry.getKey()))));
    }
    int threshold = (int) fields.integer("threshold", 1, Integer.MAX_VALUE);
    return KeySetRequirement.of(name, keys, threshold);
  }

  private static Map<String, Bytes> signatures(Fields document) throws GantryException {
    Map<String, Bytes> signatures = new LinkedHashMap<>();
    for (JsonNode entry : document.array("signatures")) {
      Fields fields = Fields.of(entry, SOURCE, "signatures[]");
      requireOnly(fields, Set.of("keyid", "sig"));
      String keyId = fields.string("keyid");
      if (signatures.put(keyId, signature(fields)) != null) {
        throw fields.malformed("keyid", keyId, "distinct key ids (TUF 4.2)");
      }
    }
    return signatures;
  }

  private static Bytes signature(Fields fields) throws MalformedDataException {
    try {
      return Bytes.parseHex(fields.string("sig"));
    } catch (IllegalArgumentException e) {
      throw fields.malformed("sig", "no hexadecimal text", "pairs of the digits 0-9 and a-f");
    }
  }

  /** A field that this release does not know might change what a signer agrees to. */
  private static void requireOnly(Fields fields, Set<String> names) throws GantryException {
    for (Map.Entry<String, JsonNode> member : fields.members()) {
      if (!names.contains(member.getKey())) {
        throw fields.malformed(
            member.getKey(), "an unknown field", "none but " + new TreeSet<>(names));
      }
    }
  }
}
