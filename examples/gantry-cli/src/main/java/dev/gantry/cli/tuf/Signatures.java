// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Text;
import dev.gantry.tuf.author.DocumentSignatures;
import dev.gantry.tuf.author.KeySetSignatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text and JSON forms of who has signed and who has not. */
final class Signatures {
  private Signatures() {}

  /** Says in a line what is missing. */
  static String summary(DocumentSignatures document) {
    return document.keySets().stream()
        .map(
            set ->
                set.validKeys()
                    + " of "
                    + set.threshold()
                    + " signatures of "
                    + Text.clean(set.description()))
        .collect(Collectors.joining(", "));
  }

  static List<String> lines(DocumentSignatures document) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.clean(document.fileName())
            + ": "
            + (document.isComplete() ? "complete" : "incomplete"));
    for (KeySetSignatures set : document.keySets()) {
      lines.add(
          "  "
              + Text.clean(set.description())
              + ": "
              + set.validKeys()
              + " of "
              + set.threshold()
              + " signatures");
      set.signedKeyIds().forEach(id -> lines.add("    signed   " + Text.clean(id)));
      set.missingKeyIds().forEach(id -> lines.add("    missing  " + Text.clean(id)));
      set.invalidKeyIds().forEach(id -> lines.add("    INVALID  " + Text.clean(id)));
    }
    document.strayKeyIds().forEach(id -> lines.add("  of no key here: " + Text.clean(id)));
    return lines;
  }

  static void add(ArrayNode documents, DocumentSignatures document) {
    ObjectNode json = documents.addObject();
    json.put("file", document.fileName());
    json.put("role", document.role());
    json.put("version", document.version());
    json.put("complete", document.isComplete());
    ArrayNode sets = json.putArray("key_sets");
    for (KeySetSignatures set : document.keySets()) {
      ObjectNode each = sets.addObject();
      each.put("description", set.description());
      each.put("threshold", set.threshold());
      each.put("valid_keys", set.validKeys());
      ids(each.putArray("signed"), set.signedKeyIds());
      ids(each.putArray("missing"), set.missingKeyIds());
      ids(each.putArray("invalid"), set.invalidKeyIds());
    }
    ids(json.putArray("stray"), document.strayKeyIds());
  }

  private static void ids(ArrayNode array, List<String> ids) {
    ids.forEach(array::add);
  }
}
