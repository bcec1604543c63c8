// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
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
import org.jspecify.annotations.Nullable;

/**
 * Mirrors of container registries, written as a list of tables, or as a table from registry to
 * endpoints, and kept as a list. A table becomes a list in the order of its names.
 *
 * <p>Source: Bottlerocket's {@code settings.container-registry.mirrors}.
 *
 * @param mirrors the mirrors
 */
public record RegistryMirrors(List<Mirror> mirrors) implements UnionValue {
  /**
   * Mirrors of one registry.
   *
   * @param registry the registry, or null
   * @param endpoint its mirrors, in the order in which they are asked, or null
   * @param capabilities what the mirrors can do, or null
   */
  public record Mirror(
      @Nullable SingleLineString registry,
      @Nullable List<Url> endpoint,
      @Nullable List<RegistryMirrorCapability> capabilities) {
    /** Creates a mirror. */
    public Mirror {
      endpoint = endpoint == null ? null : List.copyOf(endpoint);
      capabilities = capabilities == null ? null : List.copyOf(capabilities);
    }
  }

  private static final String REGISTRY = "registry";
  private static final String ENDPOINT = "endpoint";
  private static final String CAPABILITIES = "capabilities";
  private static final SettingType URLS = Unions.listOf(Url.TYPE);
  private static final SettingType LIST =
      Unions.listOf(new ObjectType("RegistryMirror", null, fields(), null));
  private static final SettingType TABLE = new MapType(SingleLineString.TYPE, URLS);

  /** The type: a list of tables, or a table from registry to endpoints. */
  public static final UnionType TYPE =
      new UnionType(
          "RegistryMirrors",
          "List of tables with registry, endpoint and capabilities, or table from registry to"
              + " endpoints",
          List.of(LIST, TABLE),
          RegistryMirrors::normalize,
          RegistryMirrors.class,
          RegistryMirrors::of,
          null);

  /** Creates mirrors. */
  public RegistryMirrors {
    mirrors = List.copyOf(mirrors);
  }

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        REGISTRY,
        Unions.field(REGISTRY, SingleLineString.TYPE, false, "The registry, or * for all."));
    fields.put(
        ENDPOINT,
        Unions.field(ENDPOINT, URLS, false, "Its mirrors, in the order in which they are asked."));
    fields.put(
        CAPABILITIES,
        Unions.field(
            CAPABILITIES,
            Unions.listOf(RegistryMirrorCapability.TYPE),
            false,
            "What the mirrors can do."));
    return fields;
  }

  @Override
  public SettingValue value() {
    List<SettingValue> items = new ArrayList<>();
    for (Mirror mirror : mirrors) {
      Map<String, SettingValue> table = new LinkedHashMap<>();
      if (mirror.registry() != null) {
        table.put(REGISTRY, SettingValue.of(mirror.registry().text()));
      }
      if (mirror.endpoint() != null) {
        table.put(ENDPOINT, texts(mirror.endpoint().stream().map(Url::text).toList()));
      }
      if (mirror.capabilities() != null) {
        table.put(
            CAPABILITIES,
            texts(mirror.capabilities().stream().map(RegistryMirrorCapability::text).toList()));
      }
      items.add(SettingValue.map(table));
    }
    return new ListValue(items);
  }

  private static SettingValue texts(List<String> texts) {
    return SettingValue.strings(texts.toArray(new String[0]));
  }

  private static Normalized normalize(SettingValue value) {
    Optional<String> problem = Shapes.problem(value, value instanceof MapValue ? TABLE : LIST);
    if (problem.isPresent()) {
      return Normalized.failed(problem.get());
    }
    if (!(value instanceof MapValue map)) {
      return Normalized.of(value);
    }
    List<SettingValue> items = new ArrayList<>();
    map.entries()
        .forEach(
            (registry, endpoint) ->
                items.add(
                    SettingValue.map(
                        Map.of(REGISTRY, SettingValue.of(registry), ENDPOINT, endpoint))));
    return Normalized.of(new ListValue(items));
  }

  private static RegistryMirrors of(SettingValue value) {
    List<Mirror> mirrors = new ArrayList<>();
    for (SettingValue item : Unions.items(value)) {
      Map<String, SettingValue> table = ((MapValue) item).entries();
      SettingValue registry = table.get(REGISTRY);
      SettingValue endpoint = table.get(ENDPOINT);
      SettingValue capabilities = table.get(CAPABILITIES);
      mirrors.add(
          new Mirror(
              registry == null ? null : new SingleLineString(Unions.string(registry)),
              endpoint == null ? null : Unions.all(endpoint, Url.TYPE),
              capabilities == null
                  ? null
                  : Unions.all(capabilities, RegistryMirrorCapability.TYPE)));
    }
    return new RegistryMirrors(mirrors);
  }
}
