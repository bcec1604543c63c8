// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A verity device in the value of the kernel parameter {@code dm-mod.create} (kernel documentation
 * {@code device-mapper/dm-init.rst}): {@code NAME,UUID,MINOR,FLAGS,TABLE}. Several devices are
 * separated by semicolons; the kernel makes them in their order.
 *
 * @param name name of the device: 1 to 127 letters, digits and {@code ._+:@#=-}
 * @param uuid UUID of the device, up to 128 of the same characters; empty for none
 * @param minor minor number in decimal digits; empty if the kernel chooses it
 * @param readOnly whether the flags are {@code ro}, else {@code rw}
 * @param table the single table line
 */
public record DmModCreate(
    String name, String uuid, String minor, boolean readOnly, VerityTable table) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+:@#=-]{1,127}");
  private static final Pattern UUID = Pattern.compile("[A-Za-z0-9._+:@#=-]{0,128}");
  private static final Pattern MINOR = Pattern.compile("[0-9]{0,7}");
  private static final int FIELDS = 5;

  /** Most devices in a value; the kernel takes no more. */
  public static final int MAX_DEVICES = 256;

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if a text has other characters or is too long
   */
  public DmModCreate {
    check("name", name, NAME);
    check("uuid", uuid, UUID);
    check("minor", minor, MINOR);
    Objects.requireNonNull(table, "table");
  }

  private static void check(String field, String text, Pattern pattern) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(
          field + " is " + Text.quote(text) + ", expected " + pattern);
    }
  }

  /**
   * Describes a read-only device without UUID whose minor number the kernel chooses.
   *
   * @param name name of the device
   * @param table the table line
   * @return the value
   * @throws IllegalArgumentException if the name is not one
   */
  public static DmModCreate readOnly(String name, VerityTable table) {
    return new DmModCreate(name, "", "", true, table);
  }

  /**
   * Parses a value of one device strictly; blanks around its fields are allowed, as the kernel
   * does.
   *
   * @param value the value, without quotes
   * @param source where it comes from, for messages
   * @return the value
   * @throws MalformedDataException if it is not of this form
   * @throws UnsupportedFormatException if it has several devices or tables, escapes, or a table
   *     that is {@linkplain VerityTable#parse not supported}
   * @throws LimitExceededException if it is longer than 4096 characters
   * @throws GantryException never any other
   */
  public static DmModCreate parse(String value, String source) throws GantryException {
    List<DmModCreate> devices = parseAll(value, source);
    if (devices.size() > 1) {
      throw new UnsupportedFormatException(
          source, "dm-mod.create", devices.size() + " devices", "one device");
    }
    return devices.get(0);
  }

  /**
   * Parses a value strictly; blanks around its fields are allowed, as the kernel does.
   *
   * @param value the value, without quotes
   * @param source where it comes from, for messages
   * @return one device or more
   * @throws MalformedDataException if it is not of this form, or two devices have one name
   * @throws UnsupportedFormatException if a device has several tables, or there are escapes, or a
   *     table that is {@linkplain VerityTable#parse not supported}
   * @throws LimitExceededException if it is longer than 4096 characters
   * @throws GantryException never any other
   */
  public static List<DmModCreate> parseAll(String value, String source) throws GantryException {
    LimitExceededException.check(
        "characters of dm-mod.create", VerityTableParser.MAX_LENGTH, value.length());
    if (value.indexOf('\\') >= 0) {
      throw new UnsupportedFormatException(source, "dm-mod.create", "an escape", "none");
    }
    String[] devices = value.split(";", -1);
    LimitExceededException.check("devices of dm-mod.create", MAX_DEVICES, devices.length);
    List<DmModCreate> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String device : devices) {
      DmModCreate next = parseDevice(device, source);
      if (!names.add(next.name())) {
        throw malformed(source, "name", Text.quote(next.name()), "another name for each device");
      }
      all.add(next);
    }
    return all;
  }

  /**
   * Joins devices to one value; {@link #parseAll} reads it back to equal ones.
   *
   * @param devices one device or more, each with its own name
   * @return the value, without quotes
   * @throws IllegalArgumentException if there are no devices, more than {@value #MAX_DEVICES}, or
   *     two of one name
   */
  public static String format(List<DmModCreate> devices) {
    long names = devices.stream().map(DmModCreate::name).distinct().count();
    if (devices.isEmpty() || devices.size() > MAX_DEVICES || names != devices.size()) {
      throw new IllegalArgumentException(
          devices.size() + " devices with " + names + " names, expected 1 to 256 distinct ones");
    }
    return devices.stream().map(DmModCreate::toString).collect(Collectors.joining(";"));
  }

  private static DmModCreate parseDevice(String value, String source) throws GantryException {
    String[] fields = value.split(",", -1);
    if (fields.length > FIELDS) {
      throw new UnsupportedFormatException(
          source, "dm-mod.create", "several tables", "one table for each device");
    }
    if (fields.length < FIELDS) {
      throw malformed(source, "number of fields", Integer.toString(fields.length), "5");
    }
    for (int i = 0; i < FIELDS; i++) {
      fields[i] = fields[i].strip();
    }
    field(source, "name", fields[0], NAME);
    field(source, "uuid", fields[1], UUID);
    field(source, "minor", fields[2], MINOR);
    String flags = fields[3];
    if (!flags.equals("ro") && !flags.equals("rw")) {
      throw malformed(source, "flags", Text.quote(flags), "ro or rw");
    }
    return new DmModCreate(
        fields[0], fields[1], fields[2], flags.equals("ro"), VerityTable.parse(fields[4], source));
  }

  private static void field(String source, String field, String text, Pattern pattern)
      throws MalformedDataException {
    if (!pattern.matcher(text).matches()) {
      throw malformed(source, field, Text.quote(text), pattern.toString());
    }
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected) {
    return new MalformedDataException(
        "VERITY_DM_MOD_CREATE",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        found,
        expected);
  }

  /** Returns the value, without quotes. */
  @Override
  public String toString() {
    return name
        + ','
        + uuid
        + ','
        + minor
        + ','
        + (readOnly ? "ro" : "rw")
        + ','
        + table.tableLine();
  }
}
