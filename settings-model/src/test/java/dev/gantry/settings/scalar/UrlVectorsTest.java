// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.SettingValue.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrlVectorsTest {
  @Test
  void webPlatformTestsAgree() {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (List<String> row : Vectors.read("url-vectors.tsv")) {
      String input = ((StringValue) Vectors.json(row.get(1))).value();
      boolean accepted =
          row.get(0).equals("url")
              ? UrlText.isUrl(input)
              : UrlHost.parse(input) != UrlHost.Kind.INVALID;
      count++;
      if (accepted != row.get(2).equals("accept")) {
        wrong.add(row.toString());
      }
    }
    System.out.println("URL vectors: " + (count - wrong.size()) + " of " + count + " alike");
    assertEquals(List.of(), wrong);
    assertTrue(count >= 500, "found only " + count);
  }

  @Test
  void addressesInUrlsAreNotDomains() {
    for (String address :
        List.of("1.2.3.4", "0x7f.1", "127.1", "[::1]", "1.2.3.4.", "\uff11.2.3.4")) {
      assertEquals(UrlHost.Kind.ADDRESS, UrlHost.parse(address), address);
    }
    for (String domain : List.of("a.b", "1.2.3.4.a", "m\u00fcnchen.de", "a%2eb", "x_y")) {
      assertEquals(UrlHost.Kind.DOMAIN, UrlHost.parse(domain), domain);
    }
    for (String invalid :
        List.of("", "256.1.1.1", "1.2.3.4.5", "a b", "xn--", "xn--a", "%", "\u0627a")) {
      assertEquals(UrlHost.Kind.INVALID, UrlHost.parse(invalid), invalid);
    }
  }
}
