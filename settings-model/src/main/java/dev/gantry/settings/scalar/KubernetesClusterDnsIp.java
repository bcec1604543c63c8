// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * Addresses of the DNS servers of a Kubernetes cluster, written as one address or as a list, and
 * kept as it was written. The list may be empty.
 *
 * <p>Source: Bottlerocket's {@code KubernetesClusterDnsIp}.
 *
 * @param addresses the addresses
 * @param asList whether they are written as a list
 */
public record KubernetesClusterDnsIp(List<IpAddr> addresses, boolean asList) implements UnionValue {
  /** The type: an address or a list of addresses. */
  public static final UnionType TYPE =
      new UnionType(
          "KubernetesClusterDnsIp",
          "Address of a DNS server, or a list of addresses",
          List.of(IpAddr.TYPE, Unions.listOf(IpAddr.TYPE)),
          KubernetesClusterDnsIp::normalize,
          KubernetesClusterDnsIp.class,
          KubernetesClusterDnsIp::of,
          null);

  /**
   * Creates addresses.
   *
   * @throws IllegalArgumentException if there is not exactly one address and it is not a list
   */
  public KubernetesClusterDnsIp {
    addresses = List.copyOf(addresses);
    if (!asList && addresses.size() != 1) {
      throw new IllegalArgumentException("expected one address, or a list");
    }
  }

  @Override
  public SettingValue value() {
    List<SettingValue> texts =
        addresses.stream().<SettingValue>map(each -> SettingValue.of(each.text())).toList();
    return asList ? new ListValue(texts) : texts.get(0);
  }

  private static Normalized normalize(SettingValue value) {
    return Unions.oneOrList(value, IpAddr.TYPE, "expected an address or a list of addresses");
  }

  private static KubernetesClusterDnsIp of(SettingValue value) {
    return value instanceof ListValue
        ? new KubernetesClusterDnsIp(Unions.all(value, IpAddr.TYPE), true)
        : new KubernetesClusterDnsIp(List.of(IpAddr.TYPE.value(Unions.string(value))), false);
  }
}
