// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UnionsTest {
  private static SettingValue kept(UnionType type, String json) {
    Normalized normalized = type.normalize().apply(Vectors.json(json));
    assertNull(normalized.problem(), json);
    SettingValue value = normalized.value();
    assertNotNull(value);
    // What is kept is kept as it is, and an object of it gives it back.
    assertEquals(value, type.normalize().apply(value).value(), json);
    UnionValue object = (UnionValue) type.construct().apply(value);
    assertEquals(value, object.value(), json);
    return value;
  }

  private static void rejected(UnionType type, String... jsons) {
    for (String json : jsons) {
      Normalized normalized = type.normalize().apply(Vectors.json(json));
      assertNotNull(normalized.problem(), json);
      assertNull(normalized.value(), json);
    }
  }

  @Test
  void percentagesRememberHowTheyWereWritten() {
    assertEquals(SettingValue.of(42), kept(IntegerPercent.TYPE, "42"));
    assertEquals(SettingValue.of("42"), kept(IntegerPercent.TYPE, "\"42\""));
    assertEquals(SettingValue.of("7"), kept(IntegerPercent.TYPE, "\"+007\""));
    assertEquals(SettingValue.of("0"), kept(IntegerPercent.TYPE, "\"-0\""));
    rejected(IntegerPercent.TYPE, "101", "-1", "\"-1\"", "\" 1\"", "1.0", "1e1", "[1]", "true");
    assertThrows(IllegalArgumentException.class, () -> new IntegerPercent(101, false));
  }

  @Test
  void addressesOfDnsServersRememberTheirShape() {
    assertEquals(SettingValue.of("::1"), kept(KubernetesClusterDnsIp.TYPE, "\"0:0::1\""));
    assertEquals(
        SettingValue.strings("10.0.0.1", "::"),
        kept(KubernetesClusterDnsIp.TYPE, "[\"10.0.0.1\", \"0::0\"]"));
    rejected(KubernetesClusterDnsIp.TYPE, "\"x\"", "[\"x\"]", "[1]", "1", "{}");
    assertThrows(
        IllegalArgumentException.class, () -> new KubernetesClusterDnsIp(List.of(), false));
  }

  @Test
  void taintsAreKeptAsLists() {
    assertEquals(
        SettingValue.strings("a:NoSchedule"), kept(NodeTaintValues.TYPE, "\"a:NoSchedule\""));
    rejected(NodeTaintValues.TYPE, "[]", "[1]", "1", "\"a\"", "[[\"a:b\"]]");
  }

  @Test
  void limitsAreKeptAsNumbers() {
    assertEquals(SettingValue.of(-1), kept(RLimit.TYPE, "\"unlimited\""));
    assertEquals(SettingValue.of(Long.MAX_VALUE), kept(RLimit.TYPE, "9223372036854775807"));
    rejected(RLimit.TYPE, "-2", "9223372036854775808", "\"Unlimited\"", "\"5\"", "1.5");
  }

  @Test
  void sizesAreKeptInBytes() {
    Map<String, Long> sizes =
        Map.ofEntries(
            Map.entry("64mb", 64_000_000L),
            Map.entry("1GiB", 1L << 30),
            Map.entry("1gi", 1L << 30),
            Map.entry(".5gb", 500_000_000L),
            Map.entry("1.5b", 2L),
            Map.entry("5bits", 1L),
            Map.entry("5kbit", 625L),
            Map.entry("+5", 5L),
            Map.entry("-0", 0L),
            Map.entry(" 7kb\u00a0", 7000L),
            Map.entry("9.223372036854775807eb", Long.MAX_VALUE),
            Map.entry("007", 7L));
    sizes.forEach(
        (text, bytes) ->
            assertEquals(SettingValue.of(bytes), kept(ByteSize.TYPE, "\"" + text + "\"")));
    rejected(ByteSize.TYPE, "\"\"", "\"8eib\"", "\"1zb\"", "\"1 kb\"", "\"1.kb\"", "\"+5b\"", "-1");
    rejected(ByteSize.TYPE, "\"unlimited\"", "1.5", "\"9223372036854775808\"", "\"5byte\"");
    assertEquals(SettingValue.of("unlimited"), kept(ChunkSize.TYPE, "\"unlimited\""));
    assertEquals(SettingValue.of(16_000_000), kept(ChunkSize.TYPE, "\"16mb\""));
    assertEquals(SettingValue.of("unlimited"), new ChunkSize(OptionalLong.empty()).value());
  }

  @Test
  void namedTimeServersBecomeAListInTheOrderOfTheirNames() {
    assertEquals(
        Vectors.json("[{\"address\": \"a\"}, {\"address\": \"b\", \"options\": [\"iburst\"]}]"),
        kept(
            TimeServers.TYPE,
            "{\"z\": {\"address\": \"b\", \"options\": [\"iburst\"]}, \"y\": {\"address\":"
                + " \"a\"}}"));
    kept(TimeServers.TYPE, "[\"169.254.169.123\"]");
    kept(TimeServers.TYPE, "[]");
    rejected(
        TimeServers.TYPE,
        "[\"a\", {\"address\": \"b\"}]",
        "[{}]",
        "{\"a_b\": {\"address\": \"b\"}}",
        "[{\"address\": \"b\", \"port\": \"1\"}]",
        "[[\"a\"]]",
        "\"a\"",
        "true");
  }

  @Test
  void mirrorsInATableBecomeAList() {
    assertEquals(
        Vectors.json("[{\"registry\": \"*\", \"endpoint\": [\"hello\"]}]"),
        kept(RegistryMirrors.TYPE, "{\"*\": [\"hello\"]}"));
    kept(RegistryMirrors.TYPE, "[{}]");
    kept(RegistryMirrors.TYPE, "[{\"registry\": \"a\", \"capabilities\": [\"pull\", \"push\"]}]");
    rejected(
        RegistryMirrors.TYPE, "{\"*\": \"hello\"}", "[{\"mirror\": \"x\"}]", "[1]", "\"hello\"");
  }

  @Test
  void hostsKeepTheirOrderAndCanBeMerged() {
    SettingValue value =
        kept(
            EtcHostsEntries.TYPE,
            "[[\"10.0.0.2\", [\"b\"]], [\"::1\", [\"c\"]], [\"10.0.0.2\", [\"a\"]], [\"0::1\","
                + " []]]");
    EtcHostsEntries entries = (EtcHostsEntries) EtcHostsEntries.TYPE.construct().apply(value);
    assertEquals(
        List.of(new IpAddr("10.0.0.2"), new IpAddr("::1")), List.copyOf(entries.merged().keySet()));
    assertEquals(
        List.of(new ValidLinuxHostname("b"), new ValidLinuxHostname("a")),
        entries.merged().get(new IpAddr("10.0.0.2")));
    rejected(
        EtcHostsEntries.TYPE,
        "[[\"10.0.0.2\"]]",
        "[[\"10.0.0.2\", \"a\"]]",
        "[\"a\"]",
        "{}",
        "[[]]");
  }

  @Test
  void otherUnions() {
    kept(ApiclientCommand.TYPE, "[\"apiclient\", \"set\"]");
    rejected(ApiclientCommand.TYPE, "[]", "[\"sh\"]", "[\"apiclient\", 1]", "\"apiclient\"");
    kept(DeviceListStrategy.TYPE, "\"cdi-cri\"");
    kept(DeviceListStrategy.TYPE, "[]");
    rejected(DeviceListStrategy.TYPE, "\"other\"", "[\"other\"]", "1");
    kept(KubernetesIdsPerPodValue.TYPE, "-65536");
    rejected(KubernetesIdsPerPodValue.TYPE, "65537", "4294967296", "\"0\"", "0.5");
    kept(KubernetesMemoryThrottlingFactor.TYPE, "0.9");
    assertEquals(Vectors.json("1.0"), kept(KubernetesMemoryThrottlingFactor.TYPE, "1"));
    kept(KubernetesMemoryThrottlingFactor.TYPE, "1e-7");
    rejected(KubernetesMemoryThrottlingFactor.TYPE, "0", "1.01", "\"0.9\"");
    kept(NonNegativeInteger.TYPE, "0");
    rejected(NonNegativeInteger.TYPE, "2147483648", "1.0");
    kept(MaxAllowableNumaNodesValue.TYPE, "4294967295");
    rejected(MaxAllowableNumaNodesValue.TYPE, "4294967296", "7");
  }

  @Test
  void noUnionThrowsOnAnyKindOfValue() {
    List<String> values =
        List.of(
            "1",
            "-1",
            "1.5",
            "1e400",
            "true",
            "\"\"",
            "\"x\"",
            "[]",
            "[[]]",
            "[{}]",
            "{}",
            "{\"a\": {}}",
            "{\"a\": []}",
            "[1, \"x\"]",
            "123456789012345678901234567890");
    for (SettingType type : Scalars.all()) {
      for (String value : values) {
        if (type instanceof UnionType union) {
          Normalized normalized = union.normalize().apply(Vectors.json(value));
          assertEquals(normalized.value() == null, normalized.problem() != null);
        }
      }
    }
  }
}
