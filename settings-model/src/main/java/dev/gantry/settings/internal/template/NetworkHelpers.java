// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.STRING;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.text;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The helpers of the extension {@code network}. */
final class NetworkHelpers {
  private static final Set<Kind> HOSTS = EnumSet.of(Kind.LIST, Kind.NOTHING);
  private static final Set<String> WEB_SCHEMES = Set.of("http", "https", "ws", "wss", "ftp");
  private static final Pattern URL =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?"
              + "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~-]+)(?::([0-9]{0,5}))?(?:[/?#].*)?",
          Pattern.DOTALL);
  private static final int MAX_PORT = 65535;

  private NetworkHelpers() {}

  static List<TemplateHelper> all() {
    return List.of(
        text(
            "network",
            "host",
            "The host of an absolute URL.",
            NetworkHelpers::host,
            parameter("URL", STRING)),
        text(
            "network",
            "localhost_aliases",
            "More names of the loopback address for /etc/hosts: the host name if nothing else"
                + " knows it, and what network.hosts has for that address.",
            NetworkHelpers::aliases,
            parameter("ipv4 or ipv6", STRING),
            parameter("host name", STRING),
            parameter("hosts", HOSTS)),
        text(
            "network",
            "etc_hosts_entries",
            "The lines of network.hosts for /etc/hosts, one for each address, without those of"
                + " loopback addresses.",
            NetworkHelpers::entries,
            parameter("hosts", HOSTS)));
  }

  private static String host(HelperCall call) throws TemplateRenderException {
    Matcher url = URL.matcher(call.string(0).strip());
    String port = url.matches() ? url.group(3) : "";
    if (!url.matches() || (port != null && !port.isEmpty() && Integer.parseInt(port) > MAX_PORT)) {
      throw call.failure("expected an absolute URL with a host");
    }
    boolean web = WEB_SCHEMES.contains(url.group(1).toLowerCase(Locale.ROOT));
    return web ? url.group(2).toLowerCase(Locale.ROOT) : url.group(2);
  }

  private static String aliases(HelperCall call) throws TemplateRenderException {
    String version = call.string(0);
    if (!version.equals("ipv4") && !version.equals("ipv6")) {
      throw call.failure("argument 1: expected ipv4 or ipv6");
    }
    String name = call.string(1);
    Map<Address, List<String>> hosts = hosts(call, 2);
    StringJoiner all = new StringJoiner(" ");
    boolean listed = hosts.values().stream().anyMatch(names -> names.contains(name));
    if (!name.isEmpty() && !listed && !call.environment().resolves(name)) {
      all.add(name);
    }
    hosts.forEach(
        (address, names) -> {
          if (address.isLocalhost() && address.isV4() == version.equals("ipv4")) {
            names.forEach(all::add);
          }
        });
    return all.toString();
  }

  private static String entries(HelperCall call) throws TemplateRenderException {
    StringJoiner lines = new StringJoiner("\n");
    hosts(call, 0)
        .forEach(
            (address, names) -> {
              if (!address.isLocalhost()) {
                lines.add(address + " " + String.join(" ", names));
              }
            });
    return lines.toString();
  }

  private static Map<Address, List<String>> hosts(HelperCall call, int index)
      throws TemplateRenderException {
    Map<Address, List<String>> hosts = new LinkedHashMap<>();
    SettingValue value = call.value(index).orElse(null);
    if (value == null) {
      return hosts;
    }
    if (!(value instanceof ListValue list)) {
      throw call.wrongKind(index, "a list");
    }
    for (SettingValue entry : list.items()) {
      if (!(entry instanceof ListValue pair)
          || pair.items().size() != 2
          || !(pair.items().get(0) instanceof StringValue address)
          || !(pair.items().get(1) instanceof ListValue names)) {
        throw call.failure("expected entries of an address and a list of names");
      }
      Address parsed =
          Address.parse(address.value())
              .orElseThrow(() -> call.failure("expected entries that start with an address"));
      List<String> all = hosts.computeIfAbsent(parsed, each -> new ArrayList<>());
      for (SettingValue name : names.items()) {
        if (!(name instanceof StringValue text)) {
          throw call.failure("a name is " + name.kind() + ", expected a string");
        }
        all.add(text.value());
      }
    }
    return hosts;
  }
}
