// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells hosts of this machine or a network of its own from those of the internet, by what is
 * written alone: no name is looked up. Stateless.
 */
final class InternalHosts {
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern IPV4 =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

  /** What some resolver may take for an address: 127.1, 0x7f.1, 2130706433. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private InternalHosts() {}

  /**
   * Tells whether a server may redirect to another one.
   *
   * @param base host of the base URL, without brackets
   * @param to host of the redirect, without brackets
   * @return false if that is internal and the base is not
   */
  static boolean mayLead(String base, String to) {
    return isInternal(base) || !isInternal(to);
  }

  static boolean isInternal(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return true;
    }
    boolean address = name.contains(":") || IPV4.matcher(name).matches();
    return address ? isInternalAddress(name) : NUMBER.matcher(name).matches();
  }

  private static boolean isInternalAddress(String literal) {
    InetAddress address;
    try {
      // A literal: nothing is looked up.
      address = InetAddress.getByName(literal);
    } catch (UnknownHostException none) {
      return true;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean special =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    return special
        || (bytes.length == 4
            // RFC 6890: this network, shared address space, reserved.
            ? first == 0 || first >= 240 || (first == 100 && second >> 6 == 1)
            // RFC 4193: unique local; and ::/8, the home of embedded IPv4 addresses.
            : (first & 0xfe) == 0xfc || first == 0);
  }
}
