// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScalarsTest {
  @Test
  void eachTypeHasANameADescriptionAndExamples() {
    Set<String> names = new HashSet<>();
    for (SettingType type : Scalars.all()) {
      assertTrue(names.add(type.name()), type.name());
    }
    for (ScalarType<?> type : PatternPropertyTest.scalars()) {
      assertFalse(type.examples().isEmpty(), type.name());
      for (String example : type.examples()) {
        for (Profile profile : Profile.values()) {
          assertTrue(type.problem(example, profile).isEmpty(), type + " " + profile);
        }
      }
    }
    for (SettingType type : Scalars.all()) {
      assertFalse(type.description().isEmpty(), type.name());
    }
  }

  @Test
  void valuesCannotBeMadeOfTextThatIsRejected() {
    assertThrows(IllegalArgumentException.class, () -> new Identifier("a b"));
    assertThrows(IllegalArgumentException.class, () -> new Url("weird@"));
    assertThrows(IllegalArgumentException.class, () -> new CpuManagerPolicy("dynamic"));
    assertThrows(IllegalArgumentException.class, () -> Identifier.TYPE.value("a b"));
    assertThrows(IllegalArgumentException.class, () -> Lockdown.TYPE.value("NONE"));
    // What only the profile STRICT rejects can be held: it may be in a store already.
    assertEquals("", new Identifier("").text());
  }

  @Test
  void problemsDoNotRepeatTheText() {
    String secret = "s3cret-\u0001-s3cret";
    for (ScalarType<?> type : PatternPropertyTest.scalars()) {
      type.problem(secret, Profile.STRICT)
          .ifPresent(problem -> assertFalse(problem.contains("s3cret"), type.name()));
    }
    assertFalse(
        new KubernetesBootstrapToken("abcdef.0123456789abcdef").toString().contains("abcdef"));
  }

  @Test
  void someTypesKeepAnotherTextThanTheirInput() {
    assertEquals("\"\"", KubernetesCloudProvider.TYPE.canonical(""));
    assertEquals("Static", KubernetesMemoryManagerPolicy.TYPE.canonical("static"));
    assertEquals("static", CpuManagerPolicy.TYPE.canonical("static"));
    assertEquals("NoSwap", KubernetesMemorySwapBehavior.TYPE.canonical("no-swap"));
    assertEquals("https://EXAMPLE.com", Url.TYPE.canonical("https://EXAMPLE.com"));
  }

  @Test
  void addressesAreKeptInTheirShortestForm() {
    assertEquals("::1", new IpAddr("0000:0:0:0:0:0:0:0001").value());
    assertEquals("::", new IpAddr("0::0").value());
    assertEquals("2001:db8::5:0:0:1", new IpAddr("2001:DB8:0:0:5:0:0:1").value());
    assertEquals("1:0:2:3:4:5:6:7", new IpAddr("1::2:3:4:5:6:7").value());
    assertEquals("::ffff:1.2.3.4", new IpAddr("::ffff:102:304").value());
    assertEquals("::102:304", new IpAddr("::1.2.3.4").value());
    assertTrue(new IpAddr("::1").isIpv6());
    assertFalse(new IpAddr("127.0.0.1").isIpv6());
    for (String bad :
        List.of(
            "127.1",
            "01.2.3.4",
            "1.2.3.256",
            "::1%eth0",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7::8",
            ":::",
            "1::2::3",
            "::1.2.3.4:5",
            "::1.2.3.4::1.2.3.4",
            "")) {
      assertTrue(IpAddr.TYPE.problem(bad, Profile.COMPAT).isPresent(), bad);
    }
  }

  @Test
  void strictRejectsWhatNothingCanUse() {
    check(KernelCpuSetValue.TYPE, "3-1", "1-23-4", "123456");
    check(KubernetesQuantityValue.TYPE, "..", "1.2.3", "1e", "5K", "-1");
    check(KubernetesThresholdValue.TYPE, "1e1%", "+5%", "..", "5.%");
    check(Identifier.TYPE, "");
    check(KmodKey.TYPE, "");
    check(SysctlKey.TYPE, "net//ipv4", "net.", "net./x");
    check(ValidLinuxHostname.TYPE, "a-", "a-.b");
    check(KubernetesName.TYPE, ".a", "a..b", "-a");
    check(KubernetesLabelKey.TYPE, "A.b/c", "-/c");
    check(KubernetesTaintValue.TYPE, "a:Never");
    check(FriendlyVersion.TYPE, "18446744073709551615.0.0");
    check(KubernetesDurationValue.TYPE, "99999999999h");
    check(NvidiaGpuModel.TYPE, "a100.\u0661gb");
    check(MigProfile.TYPE, "1g.\u0661gb");
    check(Url.TYPE, " https://example.com ", "http://m\u00fcnchen.de", "http:\\\\a");
    check(DNSDomain.TYPE, "a%2eb", "m\u00fcnchen.de", "a..b");
    check(HugepageAllocation.TYPE, "1234567890123456789");
  }

  private static void check(ScalarType<?> type, String... texts) {
    for (String text : texts) {
      assertTrue(type.problem(text, Profile.COMPAT).isEmpty(), type + " " + text);
      assertTrue(type.problem(text, Profile.STRICT).isPresent(), type + " " + text);
    }
  }

  @Test
  void longTextIsCheckedQuickly() {
    List<String> units =
        List.of(
            "a", "1", ".", "-", "1-", "1,", "a.", "%", "A", "1h", "[", ":", "\u0301", "\u00fc",
            "xn--a", "xn--a.", "A===", "/", "0:1,", " ", "\"", "@", "LS0t", "5.", "+");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (String unit : units) {
            for (String start : List.of("", "http://", "xn--", "v1.0.0-")) {
              String text = start + unit.repeat((1 << 16) / unit.length());
              for (ScalarType<?> type : PatternPropertyTest.scalars()) {
                type.problem(text, Profile.COMPAT);
              }
            }
          }
        });
  }
}
