// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.NUMBER;
import static dev.gantry.settings.internal.template.StandardHelpers.STRING;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.text;
import static dev.gantry.settings.internal.template.StandardHelpers.value;

import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.math.BigDecimal;
import java.util.List;

/** The helpers of the extension {@code std} that are about IP addresses. */
final class AddressHelpers {
  private static final BigDecimal LAST_INDEX = BigDecimal.valueOf(3);

  private AddressHelpers() {}

  static List<TemplateHelper> all() {
    return List.of(
        value(
            "std",
            "is_ipv4",
            Missing.REFUSED,
            "Whether an address or network is one of IPv4.",
            call -> ComparisonHelpers.truth(network(call).isV4()),
            parameter("network", STRING)),
        value(
            "std",
            "is_ipv6",
            Missing.REFUSED,
            "Whether an address or network is one of IPv6.",
            call -> ComparisonHelpers.truth(!network(call).isV4()),
            parameter("network", STRING)),
        text(
            "std",
            "cidr_to_ipaddr",
            "The first address of a network.",
            call -> network(call).toString(),
            parameter("network", STRING)),
        text(
            "std",
            "replace_ipv4_octet",
            "An IPv4 address with another number in one of its four places.",
            AddressHelpers::replaceOctet,
            parameter("address", STRING),
            parameter("place from 0", NUMBER),
            parameter("number", STRING)));
  }

  private static Address network(HelperCall call) throws TemplateRenderException {
    return Address.parseNetwork(call.string(0))
        .orElseThrow(() -> call.failure("expected an address, or a network without host bits"));
  }

  private static String replaceOctet(HelperCall call) throws TemplateRenderException {
    Address address =
        Address.parse(call.string(0))
            .filter(Address::isV4)
            .orElseThrow(() -> call.failure("argument 1: expected an IPv4 address"));
    if (!(call.value(1).orElse(null) instanceof NumberValue place)
        || !place.isInteger()
        || place.value().signum() < 0
        || place.value().compareTo(LAST_INDEX) > 0) {
      throw call.failure("argument 2: expected a place from 0 to 3");
    }
    String number = call.string(2);
    String digits = number.startsWith("+") ? number.substring(1) : number;
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= 9
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!plain || Integer.parseInt(digits) > 255) {
      throw call.failure("argument 3: expected a number from 0 to 255");
    }
    return address.withByte(place.value().intValueExact(), Integer.parseInt(digits)).toString();
  }
}
