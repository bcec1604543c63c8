// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Guid;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Partition types by name.
 *
 * <p>Names are those of systemd-repart for the discoverable partitions ({@code esp}, {@code
 * root-x86-64}, {@code usr-arm64-verity-sig} …), {@code bottlerocket-…} and {@code chromeos-…} for
 * the types of these systems, and a few others that are common. Immutable and thread-safe.
 *
 * <p>Sources: Discoverable Partitions Specification (UAPI.2); GPT fdisk, for its short codes; vboot
 * for ChromeOS; twoliter for Bottlerocket.
 */
public final class KnownTypes {
  private static final SortedMap<String, Guid> BY_NAME = readNames();
  private static final Map<Guid, String> NAMES = turnedOver();
  private static final SortedMap<String, String> CODES = readCodes();

  private KnownTypes() {}

  private static SortedMap<String, Guid> readNames() {
    SortedMap<String, Guid> types = new TreeMap<>();
    pairs(KnownTypeData.DISCOVERABLE).forEach((name, guid) -> types.put(name, Guid.parse(guid)));
    pairs(KnownTypeData.OTHERS).forEach((name, guid) -> types.put(name, Guid.parse(guid)));
    PartitionTypes bottlerocket = PartitionTypes.BOTTLEROCKET;
    types.put("bottlerocket-efi-backup", bottlerocket.efiBackup());
    types.put("bottlerocket-boot", bottlerocket.boot());
    types.put("bottlerocket-root", bottlerocket.root());
    types.put("bottlerocket-hash", bottlerocket.hash());
    types.put("bottlerocket-reserved", bottlerocket.reserved());
    types.put("bottlerocket-private", bottlerocket.privateState());
    types.put("bottlerocket-data", bottlerocket.data());
    return Collections.unmodifiableSortedMap(types);
  }

  private static Map<Guid, String> turnedOver() {
    Map<Guid, String> names = new HashMap<>();
    BY_NAME.forEach((name, guid) -> names.put(guid, name));
    return Map.copyOf(names);
  }

  private static SortedMap<String, String> readCodes() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(pairs(KnownTypeData.SGDISK_CODES)));
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.strip().split(" ", 2))
        .forEach(pair -> pairs.put(pair[0], pair[1]));
    return pairs;
  }

  /**
   * Returns all types that have a name.
   *
   * @return an immutable map from names to types, in the order of the names
   */
  public static SortedMap<String, Guid> byName() {
    return BY_NAME;
  }

  /**
   * Returns the short codes of {@code sgdisk} for types that have a name here.
   *
   * @return an immutable map from codes, four hexadecimal digits such as {@code 8304}, to names
   */
  public static SortedMap<String, String> sgdiskCodes() {
    return CODES;
  }

  /**
   * Returns the name of a type.
   *
   * @param type a type GUID
   * @return its name, or nothing if it has none here
   */
  public static Optional<String> nameOf(Guid type) {
    return Optional.ofNullable(NAMES.get(type));
  }

  /**
   * Reads a type as people write it.
   *
   * @param text a name, a code of {@code sgdisk} or a GUID, of either case
   * @return the type, or nothing if it is none of these
   */
  public static Optional<Guid> find(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Guid named = BY_NAME.get(CODES.getOrDefault(lower, lower));
    if (named != null) {
      return Optional.of(named);
    }
    try {
      return Optional.of(Guid.parse(text));
    } catch (IllegalArgumentException noGuid) {
      return Optional.empty();
    }
  }
}
