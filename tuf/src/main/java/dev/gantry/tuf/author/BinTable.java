// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.PathSet;
import java.util.AbstractList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The bins of a succinct delegation (TAP 15): role {@code PREFIX-N} has the target paths whose
 * SHA-256 digest starts with the bits of N, which is written in hexadecimal digits of equal length.
 *
 * @param prefix what the names start with
 * @param bitLength how many bits number a bin, 1 to 32
 * @param keys who signs for every bin; its role is the prefix
 */
record BinTable(String prefix, int bitLength, RoleKeySet keys) {
  static BinTable parse(JsonNode delegations, String delegator) throws GantryException {
    Fields bins = Fields.of(delegations, delegator, "delegations").object("succinct_roles");
    int bitLength = (int) bins.integer("bit_length", 1, 32);
    RoleKeySet keys = RoleKeySet.ofBins(delegations, delegator);
    if (!Delegation.isName(keys.role() + "-00000000")) {
      throw new UnsupportedFormatException(
          "repository", "name_prefix of bins", keys.role(), "names that are plain file names");
    }
    return new BinTable(keys.role(), bitLength, keys);
  }

  long count() {
    return 1L << bitLength;
  }

  String name(long number) {
    return name(prefix, bitLength, number);
  }

  static String name(String prefix, int bitLength, long number) {
    String digits = Long.toHexString(number);
    return prefix + "-" + "0".repeat((bitLength + 3) / 4 - digits.length()) + digits;
  }

  /** Returns the name of the bin that is trusted with a path. */
  String nameFor(TargetPath path) {
    Bytes hash = PathSet.hash(path.value()).value();
    long bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | (hash.get(i) & 0xff);
    }
    return name(bits >>> (32 - bitLength));
  }

  boolean contains(String role) {
    int digits = (bitLength + 3) / 4;
    if (role.length() != prefix.length() + 1 + digits
        || !role.startsWith(prefix)
        || role.charAt(prefix.length()) != '-') {
      return false;
    }
    long number = 0;
    for (char c : role.substring(prefix.length() + 1).toCharArray()) {
      boolean lowerHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (!lowerHex) {
        return false;
      }
      number = number << 4 | Character.digit(c, 16);
    }
    return number < count();
  }

  /** Returns every name in order, made when it is asked for. */
  List<String> names() {
    int size = (int) Math.min(count(), Integer.MAX_VALUE);
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return name(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }
}
