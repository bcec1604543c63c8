// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.rules;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.SettingsRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rules across fields of Bottlerocket's settings. Bottlerocket itself takes settings that break
 * them, and the programs that read the settings fail or do nothing.
 */
public final class BottlerocketRules {
  private static final SettingKey KUBERNETES = SettingKey.of("kubernetes");
  private static final SettingKey GC_HIGH = KUBERNETES.child("image-gc-high-threshold-percent");
  private static final SettingKey GC_LOW = KUBERNETES.child("image-gc-low-threshold-percent");
  private static final SettingKey EVICTION = KUBERNETES.child("eviction-soft");
  private static final SettingKey EVICTION_GRACE = KUBERNETES.child("eviction-soft-grace-period");
  private static final SettingKey SHUTDOWN = KUBERNETES.child("shutdown-grace-period");
  private static final SettingKey SHUTDOWN_CRITICAL =
      KUBERNETES.child("shutdown-grace-period-for-critical-pods");
  private static final SettingKey RESERVED_CPUS = KUBERNETES.child("reserved-cpus");
  private static final SettingKey HOST_CONTAINERS = SettingKey.of("host-containers");
  private static final SettingKey MODULES = SettingKey.of("kernel", "modules");
  private static final SettingKey NVIDIA = SettingKey.of("kubelet-device-plugins", "nvidia");
  private static final SettingKey SHARING = NVIDIA.child("device-sharing-strategy");
  private static final SettingKey PARTITIONING = NVIDIA.child("device-partitioning-strategy");

  /** What the kubelet takes if the threshold is not set. */
  private static final int GC_HIGH_DEFAULT = 85;

  /** What the kubelet takes if the threshold is not set. */
  private static final int GC_LOW_DEFAULT = 80;

  private static final List<SettingsRule> ALL =
      List.of(
          new Rule(
              "image-gc-thresholds",
              "The high threshold of image garbage collection is greater than the low one.",
              Set.of(GC_HIGH, GC_LOW),
              BottlerocketRules::imageGc),
          new Rule(
              "eviction-soft-grace",
              "Each soft eviction threshold has a grace period.",
              Set.of(EVICTION),
              BottlerocketRules::evictionSoft),
          new Rule(
              "shutdown-grace-critical",
              "The part of the shutdown grace period for critical pods is not longer than all of"
                  + " it.",
              Set.of(SHUTDOWN, SHUTDOWN_CRITICAL),
              BottlerocketRules::shutdown),
          new Rule(
              "host-container-source",
              "An enabled host container has a source.",
              Set.of(HOST_CONTAINERS),
              BottlerocketRules::hostContainers),
          new Rule(
              "kernel-module-autoload",
              "A kernel module that is loaded at boot is allowed.",
              Set.of(MODULES),
              BottlerocketRules::kernelModules),
          new Rule(
              "mps-or-mig",
              "GPUs are not shared by MPS and partitioned by MIG at once.",
              Set.of(SHARING, PARTITIONING),
              BottlerocketRules::mpsOrMig),
          new Rule(
              "cpu-set-order",
              "Ranges of reserved CPUs run from the lower to the higher number.",
              Set.of(RESERVED_CPUS),
              BottlerocketRules::cpuSet));

  private BottlerocketRules() {}

  private record Rule(
      String code, String description, Set<SettingKey> reads, Consumer<SettingsRule.Context> body)
      implements SettingsRule {
    @Override
    public void check(Context context) {
      body.accept(context);
    }
  }

  /**
   * Returns all rules.
   *
   * @return the rules, for {@link dev.gantry.settings.schema.SettingsModel#of}
   */
  public static List<SettingsRule> all() {
    return ALL;
  }

  private static void imageGc(SettingsRule.Context context) {
    OptionalInt high = percent(context, GC_HIGH);
    OptionalInt low = percent(context, GC_LOW);
    if (high.orElse(GC_HIGH_DEFAULT) > low.orElse(GC_LOW_DEFAULT)) {
      return;
    }
    if (high.isPresent()) {
      String than = low.isPresent() ? "" : ", which is " + GC_LOW_DEFAULT + " if it is not set";
      context.report(
          GC_HIGH,
          "the high threshold must be greater than the low threshold" + than,
          List.of(GC_LOW));
    } else {
      context.report(
          GC_LOW,
          "the low threshold must be less than the high threshold, which is "
              + GC_HIGH_DEFAULT
              + " if it is not set",
          List.of(GC_HIGH));
    }
  }

  private static OptionalInt percent(SettingsRule.Context context, SettingKey key) {
    SettingValue value = context.get(key).orElse(null);
    String text =
        value instanceof NumberValue number && number.isInteger()
            ? number.value().toPlainString()
            : value instanceof StringValue string ? string.value() : "";
    return text.matches("[+-]?[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static void evictionSoft(SettingsRule.Context context) {
    for (String signal : map(context, EVICTION).keySet()) {
      SettingKey grace = EVICTION_GRACE.child(signal);
      if (context.get(grace).isEmpty()) {
        context.report(
            EVICTION.child(signal),
            "a soft eviction threshold needs a grace period in " + grace,
            List.of(grace));
      }
    }
  }

  private static Map<String, SettingValue> map(SettingsRule.Context context, SettingKey key) {
    return context.get(key).orElse(null) instanceof MapValue map ? map.entries() : Map.of();
  }

  private static void shutdown(SettingsRule.Context context) {
    Optional<GoDuration> all = duration(context, SHUTDOWN);
    Optional<GoDuration> critical = duration(context, SHUTDOWN_CRITICAL);
    if (critical.isEmpty() || (all.isEmpty() && context.get(SHUTDOWN).isPresent())) {
      return;
    }
    if (critical.get().compareTo(all.orElse(GoDuration.ZERO)) > 0) {
      String than = all.isPresent() ? "" : ", which is nothing if it is not set";
      context.report(
          SHUTDOWN_CRITICAL,
          "the grace period of critical pods must not be longer than the whole shutdown grace"
              + " period"
              + than,
          List.of(SHUTDOWN));
    }
  }

  private static Optional<GoDuration> duration(SettingsRule.Context context, SettingKey key) {
    return context.get(key).orElse(null) instanceof StringValue text
        ? GoDuration.parse(text.value())
        : Optional.empty();
  }

  private static void hostContainers(SettingsRule.Context context) {
    map(context, HOST_CONTAINERS)
        .forEach(
            (name, container) -> {
              SettingKey key = HOST_CONTAINERS.child(name);
              if (isTrue(container, "enabled") && !has(container, "source")) {
                context.report(
                    key.child("enabled"),
                    "an enabled host container needs a source",
                    List.of(key.child("source")));
              }
            });
  }

  private static void kernelModules(SettingsRule.Context context) {
    map(context, MODULES)
        .forEach(
            (name, module) -> {
              SettingKey key = MODULES.child(name);
              if (isTrue(module, "autoload") && !isTrue(module, "allowed")) {
                context.report(
                    key.child("autoload"),
                    "a kernel module is loaded at boot only if allowed is true",
                    List.of(key.child("allowed")));
              }
            });
  }

  private static boolean has(SettingValue value, String name) {
    return value instanceof MapValue map && map.entries().containsKey(name);
  }

  private static boolean isTrue(SettingValue value, String name) {
    return value instanceof MapValue map
        && map.entries().get(name) instanceof BooleanValue truth
        && truth.value();
  }

  private static void mpsOrMig(SettingsRule.Context context) {
    if (isText(context, SHARING, "mps") && isText(context, PARTITIONING, "mig")) {
      context.report(
          SHARING,
          "GPUs that are partitioned by MIG cannot be shared by MPS",
          List.of(PARTITIONING));
    }
  }

  private static boolean isText(SettingsRule.Context context, SettingKey key, String text) {
    return context.get(key).orElse(null) instanceof StringValue value && value.value().equals(text);
  }

  private static void cpuSet(SettingsRule.Context context) {
    if (!(context.get(RESERVED_CPUS).orElse(null) instanceof StringValue set)) {
      return;
    }
    for (String range : set.value().split(",", -1)) {
      int dash = range.indexOf('-');
      if (dash > 0
          && range.substring(0, dash).matches("[0-9]{1,9}")
          && range.substring(dash + 1).matches("[0-9]{1,9}")
          && Integer.parseInt(range.substring(0, dash))
              > Integer.parseInt(range.substring(dash + 1))) {
        context.report(
            RESERVED_CPUS, "a range of CPUs must run from the lower to the higher", List.of());
        return;
      }
    }
  }
}
