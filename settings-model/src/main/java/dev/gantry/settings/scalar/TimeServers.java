// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Time servers, written as a list of URLs, as a list of tables, or as a table of named tables. A
 * list is kept as it was written; named tables are kept as a list in the order of their names,
 * without the names.
 *
 * <p>Source: Bottlerocket's {@code NtpTimeServers}.
 *
 * @param servers the servers
 * @param asUrls whether they are written as a list of URLs; then they have nothing but addresses
 */
public record TimeServers(List<Server> servers, boolean asUrls) implements UnionValue {
  /**
   * A time server.
   *
   * @param address its name or address
   * @param directive what the name stands for, or null
   * @param options options of chrony for it, or null
   */
  public record Server(
      Url address, @Nullable NtpDirective directive, @Nullable List<SingleLineString> options) {
    /** Creates a server. */
    public Server {
      options = options == null ? null : List.copyOf(options);
    }
  }

  private static final String ADDRESS = "address";
  private static final String DIRECTIVE = "directive";
  private static final String OPTIONS = "options";
  private static final ObjectType SERVER = new ObjectType("TimeServer", null, fields(), null);
  private static final SettingType LIST = Unions.listOf(item());
  private static final SettingType NAMED = new MapType(Identifier.TYPE, SERVER);

  /** The type: a list of URLs or of tables, or a table of named tables. */
  public static final UnionType TYPE =
      new UnionType(
          "TimeServers",
          "List of URLs, list of tables with address, directive and options, or table of such by"
              + " name",
          List.of(LIST, NAMED),
          TimeServers::normalize,
          TimeServers.class,
          TimeServers::of,
          "gantry-time-servers");

  /**
   * Creates time servers.
   *
   * @throws IllegalArgumentException if they are to be written as URLs but have more than addresses
   */
  public TimeServers {
    servers = List.copyOf(servers);
    if (asUrls
        && servers.stream().anyMatch(each -> each.directive() != null || each.options() != null)) {
      throw new IllegalArgumentException("expected only addresses in a list of URLs");
    }
  }

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(ADDRESS, Unions.field(ADDRESS, Url.TYPE, true, "Name or address of the server."));
    fields.put(
        DIRECTIVE,
        Unions.field(
            DIRECTIVE,
            NtpDirective.TYPE,
            false,
            "Whether the name stands for one server or many."));
    fields.put(
        OPTIONS,
        Unions.field(
            OPTIONS, Unions.listOf(SingleLineString.TYPE), false, "Options of chrony for it."));
    return fields;
  }

  private static UnionType item() {
    return new UnionType(
        "TimeServer",
        "URL, or table with address, directive and options",
        List.of(Url.TYPE, SERVER),
        TimeServers::normalizeItem,
        null,
        value -> value,
        null);
  }

  private static Normalized normalizeItem(SettingValue value) {
    Optional<String> problem =
        Shapes.problem(value, value instanceof StringValue ? Url.TYPE : SERVER);
    return problem.isPresent() ? Normalized.failed(problem.get()) : Normalized.of(value);
  }

  @Override
  public SettingValue value() {
    List<SettingValue> items = new ArrayList<>();
    for (Server server : servers) {
      items.add(asUrls ? SettingValue.of(server.address().text()) : table(server));
    }
    return new ListValue(items);
  }

  private static SettingValue table(Server server) {
    TreeMap<String, SettingValue> table = new TreeMap<>();
    table.put(ADDRESS, SettingValue.of(server.address().text()));
    if (server.directive() != null) {
      table.put(DIRECTIVE, SettingValue.of(server.directive().text()));
    }
    if (server.options() != null) {
      table.put(
          OPTIONS,
          new ListValue(
              server.options().stream()
                  .<SettingValue>map(each -> SettingValue.of(each.text()))
                  .toList()));
    }
    return new MapValue(table);
  }

  private static Normalized normalize(SettingValue value) {
    boolean named = value instanceof MapValue;
    Optional<String> problem = Shapes.problem(value, named ? NAMED : LIST);
    if (problem.isPresent()) {
      return Normalized.failed(problem.get());
    }
    if (value instanceof MapValue map) {
      return Normalized.of(new ListValue(new ArrayList<>(map.entries().values())));
    }
    long urls = Unions.items(value).stream().filter(StringValue.class::isInstance).count();
    return urls == 0 || urls == Unions.items(value).size()
        ? Normalized.of(value)
        : Normalized.failed("expected either URLs or tables in the list, not both");
  }

  private static TimeServers of(SettingValue value) {
    List<Server> servers = new ArrayList<>();
    boolean urls = true;
    for (SettingValue item : Unions.items(value)) {
      if (item instanceof MapValue map) {
        urls = false;
        servers.add(server(map.entries()));
      } else {
        servers.add(new Server(new Url(Unions.string(item)), null, null));
      }
    }
    return new TimeServers(servers, urls);
  }

  private static Server server(Map<String, SettingValue> table) {
    SettingValue directive = table.get(DIRECTIVE);
    SettingValue options = table.get(OPTIONS);
    SettingValue address = table.get(ADDRESS);
    if (address == null) {
      throw new IllegalArgumentException("expected an address");
    }
    return new Server(
        new Url(Unions.string(address)),
        directive == null ? null : NtpDirective.TYPE.value(Unions.string(directive)),
        options == null ? null : Unions.all(options, SingleLineString.TYPE));
  }
}
