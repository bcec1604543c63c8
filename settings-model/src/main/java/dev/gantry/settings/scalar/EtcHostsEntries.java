// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lines for the file of known hosts, /etc/hosts, in their order: pairs of an address and a list of
 * names.
 *
 * <p>Source: Bottlerocket's {@code EtcHostsEntries}.
 *
 * @param entries the pairs
 */
public record EtcHostsEntries(List<Entry> entries) implements UnionValue {
  /**
   * An address and names of it.
   *
   * @param address the address
   * @param names the names; may be empty
   */
  public record Entry(IpAddr address, List<ValidLinuxHostname> names) {
    /** Creates an entry. */
    public Entry {
      names = List.copyOf(names);
    }
  }

  private static final SettingType SHAPE =
      Unions.listOf(new TupleType(List.of(IpAddr.TYPE, Unions.listOf(ValidLinuxHostname.TYPE))));

  /** The type: a list of pairs of an address and a list of names. */
  public static final UnionType TYPE =
      new UnionType(
          "EtcHostsEntries",
          "List of pairs of an address and a list of host names",
          List.of(SHAPE),
          EtcHostsEntries::normalize,
          EtcHostsEntries.class,
          EtcHostsEntries::of,
          null);

  /** Creates entries. */
  public EtcHostsEntries {
    entries = List.copyOf(entries);
  }

  @Override
  public SettingValue value() {
    List<SettingValue> pairs = new ArrayList<>();
    for (Entry entry : entries) {
      List<SettingValue> names = new ArrayList<>();
      entry.names().forEach(name -> names.add(SettingValue.of(name.text())));
      pairs.add(SettingValue.list(SettingValue.of(entry.address().text()), new ListValue(names)));
    }
    return new ListValue(pairs);
  }

  /**
   * Returns the names of each address, in the order in which addresses and names come first.
   *
   * @return a map that cannot be changed
   */
  public Map<IpAddr, List<ValidLinuxHostname>> merged() {
    Map<IpAddr, List<ValidLinuxHostname>> merged = new LinkedHashMap<>();
    for (Entry entry : entries) {
      merged.computeIfAbsent(entry.address(), address -> new ArrayList<>()).addAll(entry.names());
    }
    merged.replaceAll((address, names) -> List.copyOf(names));
    return Collections.unmodifiableMap(merged);
  }

  private static Normalized normalize(SettingValue value) {
    Optional<String> problem = Shapes.problem(value, SHAPE);
    return problem.isPresent()
        ? Normalized.failed(problem.get())
        : Normalized.of(of(value).value());
  }

  private static EtcHostsEntries of(SettingValue value) {
    List<Entry> entries = new ArrayList<>();
    for (SettingValue pair : Unions.items(value)) {
      List<SettingValue> parts = Unions.items(pair);
      entries.add(
          new Entry(
              IpAddr.TYPE.value(Unions.string(parts.get(0))),
              Unions.all(parts.get(1), ValidLinuxHostname.TYPE)));
    }
    return new EtcHostsEntries(entries);
  }
}
