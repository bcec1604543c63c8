// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalHostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "127.0.0.1",
        "127.255.1.2",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "999.1.1.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[::127.0.0.1]"
      })
  void internalHostsAreNotReachedFromTheInternet(String host) {
    HttpUrl url = HttpUrl.parse("http://" + host + "/");
    // What OkHttp does not take for a host is no target anyway.
    String name = url == null ? host : url.host();
    assertTrue(InternalHosts.isInternal(name), name);
    assertFalse(InternalHosts.mayLead("example.org", name));
    assertFalse(InternalHosts.mayLead("1.1.1.1", name));
    assertTrue(InternalHosts.mayLead("10.0.0.1", name));
    assertTrue(InternalHosts.mayLead("localhost", name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "localhost.example.org",
        "notlocalhost",
        "10.example.org",
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.0.1",
        "169.253.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "[2606:4700::1111]"
      })
  void othersAreReachedFromAnywhere(String host) {
    String name = HttpUrl.get("http://" + host + "/").host();
    assertFalse(InternalHosts.isInternal(name), name);
    assertTrue(InternalHosts.mayLead("example.org", name));
  }
}
