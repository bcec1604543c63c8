// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import java.util.List;
import java.util.Optional;

/**
 * Hash bins that one entry describes (TAP 15). Bins are terminating, as in the other
 * implementations: no two bins are trusted with the same path.
 *
 * @param keys who signs for every bin
 * @param bitLength how many leading bits of a path's SHA-256 digest number its bin, 1 to 32
 * @param namePrefix what the names of the bins start with
 */
public record SuccinctRoles(RoleKeys keys, int bitLength, String namePrefix) {
  static SuccinctRoles parse(Fields fields) throws MalformedDataException {
    int bitLength = (int) fields.integer("bit_length", 1, 32);
    String prefix = fields.string("name_prefix");
    if (!RoleNames.isValidDelegated(prefix + "-00000000")) {
      throw fields.malformed(
          "name_prefix", prefix, "a prefix of names that delegated roles may have");
    }
    return new SuccinctRoles(RoleKeys.parse(fields), bitLength, prefix);
  }

  /** Returns the bin that is trusted with a path. */
  DelegatedRole binFor(String path) {
    Bytes hash = PathSet.hash(path).value();
    long bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | (hash.get(i) & 0xff);
    }
    int digits = (bitLength + 3) / 4;
    String number = Long.toHexString(bits >>> (32 - bitLength));
    String name = namePrefix + "-" + "0".repeat(digits - number.length()) + number;
    return new DelegatedRole(name, keys, true, new PathSet.HashPrefixes(List.of("")));
  }

  /** Returns the bin of a name, if there is one. */
  Optional<DelegatedRole> bin(String name) {
    int digits = (bitLength + 3) / 4;
    if (name.length() != namePrefix.length() + 1 + digits || !name.startsWith(namePrefix + "-")) {
      return Optional.empty();
    }
    String number = name.substring(namePrefix.length() + 1);
    boolean exists =
        number.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
            && Long.parseLong(number, 16) >>> bitLength == 0;
    return exists
        ? Optional.of(new DelegatedRole(name, keys, true, new PathSet.HashPrefixes(List.of(""))))
        : Optional.empty();
  }
}
