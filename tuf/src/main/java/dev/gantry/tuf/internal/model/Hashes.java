// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.MalformedDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads HASHES objects (TUF 4.4). Stateless. */
public final class Hashes {
  private Hashes() {}

  /**
   * Reads digests. Algorithms that this release does not know are left out, but one that it knows
   * must be there: bytes that nothing was compared with are not verified.
   *
   * @param fields the object
   * @return every digest of a known algorithm, at least one
   * @throws MalformedDataException if one is malformed, or none is known
   */
  public static List<Digest> parse(Fields fields) throws MalformedDataException {
    List<Digest> digests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : fields.members()) {
      Optional<DigestAlgorithm> algorithm = DigestAlgorithm.find(member.getKey());
      if (algorithm.isPresent()) {
        digests.add(digest(fields, algorithm.get(), fields.string(member.getKey())));
      }
    }
    if (digests.isEmpty()) {
      throw fields.malformed(
          "sha256", "absent", "a digest of at least one known algorithm (TUF 4.4)");
    }
    return List.copyOf(digests);
  }

  private static Digest digest(Fields fields, DigestAlgorithm algorithm, String hex)
      throws MalformedDataException {
    if (hex.length() != 2 * algorithm.sizeBytes()
        || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      throw fields.malformed(algorithm.id(), hex, 2 * algorithm.sizeBytes() + " hex digits");
    }
    return new Digest(algorithm, Bytes.parseHex(hex));
  }
}
