// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Digest;
import dev.gantry.core.MalformedDataException;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * What a parent says of a metadata file (TUF 4.4, 4.6).
 *
 * @param version version of the file, 1 or more
 * @param lengthBytes its exact length if listed
 * @param digests every listed digest; empty if none is listed
 */
public record MetaFile(long version, OptionalLong lengthBytes, List<Digest> digests) {
  static MetaFile parse(Fields fields) throws MalformedDataException {
    OptionalLong length =
        fields.has("length")
            ? OptionalLong.of(fields.integer("length", 0, Long.MAX_VALUE))
            : OptionalLong.empty();
    List<Digest> digests = fields.has("hashes") ? Hashes.parse(fields.object("hashes")) : List.of();
    return new MetaFile(fields.integer("version", 1, Long.MAX_VALUE), length, digests);
  }

  static MetaFile parse(JsonNode node, String source, String where) throws MalformedDataException {
    return parse(Fields.of(node, source, where));
  }
}
