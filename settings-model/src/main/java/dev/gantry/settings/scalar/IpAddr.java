// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * An address of IPv4 or IPv6, without a zone. It is kept in the form of RFC 5952, as Bottlerocket
 * does: {@code 0:0::1} becomes {@code ::1}.
 *
 * <p>Source: Rust's {@code IpAddr}, which Bottlerocket uses. IPv4 has four decimal numbers without
 * leading zeros.
 *
 * @param value the address in the form of RFC 5952
 */
public record IpAddr(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<IpAddr> TYPE =
      ScalarType.builder("IpAddr", IpAddr.class, IpAddr::new, IpAddr::value)
          .description("Address of IPv4 or IPv6")
          .check(IpAddr::problem)
          .pattern(IpText.PATTERN)
          .examples("127.0.0.1", "::1", "2001:db8::5")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public IpAddr {
    Checks.require("IpAddr", problem(value, Profile.COMPAT));
    value = IpText.canonical(value);
  }

  @Override
  public String text() {
    return value;
  }

  /**
   * Tells whether this is an address of IPv6.
   *
   * @return whether it is; an address of IPv4 inside IPv6 counts as IPv6
   */
  public boolean isIpv6() {
    return value.indexOf(':') >= 0;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(!IpText.isAddress(text), "expected an address of IPv4 or IPv6");
  }
}
