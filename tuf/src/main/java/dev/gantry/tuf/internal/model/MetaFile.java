// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Digest;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalObject;
import dev.gantry.tuf.internal.json.CanonicalValue;
import java.util.List;
import java.util.OptionalLong;

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

  /** Reads one of many entries; without a tree where it holds nothing but a version. */
  static MetaFile parse(Entries entries, int index) throws GantryException {
    CanonicalValue entry = entries.value(index);
    if (entry.isObject()) {
      CanonicalObject members = entry.object();
      if (members.size() == 1 && members.name(0).equals("version")) {
        OptionalLong version = members.value(0).smallInteger();
        if (version.isPresent() && version.getAsLong() > 0) {
          return new MetaFile(version.getAsLong(), OptionalLong.empty(), List.of());
        }
      }
    }
    return parse(entries.fields(index));
  }
}
