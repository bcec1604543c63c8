// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.STRING;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.text;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The helper of the extension {@code oci-defaults}. */
final class OciDefaultsHelper {
  private static final BigDecimal UNLIMITED = BigDecimal.ONE.negate();
  private static final String UNLIMITED_U64 = "18446744073709551615";
  private static final String LOCKED_MEMORY = "max-locked-memory";

  private static final Map<String, String> LIMITS =
      Map.ofEntries(
          Map.entry("max-address-space", "AS"),
          Map.entry("max-core-file-size", "CORE"),
          Map.entry("max-cpu-time", "CPU"),
          Map.entry("max-data-size", "DATA"),
          Map.entry("max-file-locks", "LOCKS"),
          Map.entry("max-file-size", "FSIZE"),
          Map.entry(LOCKED_MEMORY, "MEMLOCK"),
          Map.entry("max-msgqueue-size", "MSGQUEUE"),
          Map.entry("max-nice-priority", "NICE"),
          Map.entry("max-open-files", "NOFILE"),
          Map.entry("max-pending-signals", "SIGPENDING"),
          Map.entry("max-processes", "NPROC"),
          Map.entry("max-realtime-priority", "RTPRIO"),
          Map.entry("max-realtime-timeout", "RTTIME"),
          Map.entry("max-resident-set", "RSS"),
          Map.entry("max-stack-size", "STACK"));

  private OciDefaultsHelper() {}

  static TemplateHelper helper() {
    return text(
        "oci-defaults",
        "oci_defaults",
        "Capabilities or resource limits as docker or containerd takes them; the last name of the"
            + " path of the second argument says which. Limits are in the order of their names,"
            + " and with an Elastic Fabric Adapter locked memory has none unless it is set.",
        OciDefaultsHelper::render,
        parameter("docker or containerd", STRING),
        parameter("capabilities or resource-limits", EnumSet.of(Kind.MAP)));
  }

  private record Limit(BigDecimal hard, BigDecimal soft) {}

  private static String render(HelperCall call) throws GantryException {
    String runtime = call.string(0);
    if (!runtime.equals("docker") && !runtime.equals("containerd")) {
      throw call.failure("argument 1: expected docker or containerd");
    }
    boolean docker = runtime.equals("docker");
    String path = call.arguments().get(1).path().orElse("");
    String section = path.substring(path.lastIndexOf('.') + 1);
    if (!section.equals("capabilities") && !section.equals("resource-limits")) {
      throw call.failure("argument 2: expected a path to capabilities or to resource-limits");
    }
    if (!(call.value(1).orElse(null) instanceof MapValue map)) {
      throw call.wrongKind(1, "a table");
    }
    return section.equals("capabilities")
        ? capabilities(call, docker, map)
        : resourceLimits(call, docker, map);
  }

  private static String capabilities(HelperCall call, boolean docker, MapValue map)
      throws TemplateRenderException {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      if (!(entry.getValue() instanceof BooleanValue enabled)) {
        throw call.failure("a capability is " + entry.getValue().kind() + ", expected a boolean");
      }
      if (enabled.value()) {
        names.add("\"CAP_" + entry.getKey().toUpperCase(Locale.ROOT).replace('-', '_') + "\"");
      }
    }
    Collections.sort(names);
    String all = String.join(",\n", names);
    if (docker) {
      return "[" + all + "]";
    }
    return "\"bounding\": ["
        + all
        + "],\n\"effective\": ["
        + all
        + "],\n\"permitted\": ["
        + all
        + "]\n";
  }

  private static String resourceLimits(HelperCall call, boolean docker, MapValue map)
      throws GantryException {
    Map<String, Limit> limits = new TreeMap<>();
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      if (!LIMITS.containsKey(entry.getKey()) || !(entry.getValue() instanceof MapValue limit)) {
        throw call.failure("expected tables named by resource limits");
      }
      limits.put(
          entry.getKey(),
          new Limit(number(call, limit, "hard-limit"), number(call, limit, "soft-limit")));
    }
    if (call.environment().hasFabricAdapter()) {
      limits.putIfAbsent(LOCKED_MEMORY, new Limit(UNLIMITED, UNLIMITED));
    }
    List<String> lines = new ArrayList<>();
    limits.forEach(
        (name, limit) -> lines.add(line(docker, String.valueOf(LIMITS.get(name)), limit)));
    return String.join(",\n", lines);
  }

  private static BigDecimal number(HelperCall call, MapValue limit, String name)
      throws TemplateRenderException {
    SettingValue value = limit.entries().get(name);
    if (value instanceof NumberValue number && number.isInteger()) {
      return number.value();
    }
    if (SettingValue.of("unlimited").equals(value)) {
      return UNLIMITED;
    }
    throw call.failure("expected " + name + " to be an integer or unlimited");
  }

  private static String line(boolean docker, String name, Limit limit) {
    if (docker) {
      String lower = name.toLowerCase(Locale.ROOT);
      return " \""
          + lower
          + "\":{ \"Name\": \""
          + lower
          + "\", \"Hard\": "
          + limit.hard().toPlainString()
          + ", \"Soft\": "
          + limit.soft().toPlainString()
          + " }";
    }
    return "{ \"type\": \"RLIMIT_"
        + name
        + "\", \"hard\": "
        + unsigned(limit.hard())
        + ", \"soft\": "
        + unsigned(limit.soft())
        + " }";
  }

  private static String unsigned(BigDecimal limit) {
    return limit.compareTo(UNLIMITED) == 0 ? UNLIMITED_U64 : limit.toPlainString();
  }
}
