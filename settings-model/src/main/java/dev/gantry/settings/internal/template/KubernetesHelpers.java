// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.NUMBER;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.text;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** The helpers of the extension {@code kubernetes}. */
final class KubernetesHelpers {
  private static final Set<Kind> AMOUNT = EnumSet.of(Kind.STRING, Kind.NUMBER, Kind.NOTHING);
  private static final int MAX_U16 = 65535;
  private static final int MAX_PODS_BITS = 60;
  private static final BigInteger MEBIBYTES_PER_POD = BigInteger.valueOf(11);
  private static final BigInteger MEBIBYTES = BigInteger.valueOf(255);

  private KubernetesHelpers() {}

  static List<TemplateHelper> all() {
    return List.of(
        text(
            "kubernetes",
            "join_node_taints",
            "Taints as kubelet takes them: name=value:effect with commas between. Writes nothing"
                + " without a map.",
            KubernetesHelpers::taints,
            parameter("taints", EnumSet.of(Kind.MAP, Kind.NOTHING))),
        text(
            "kubernetes",
            "kube_reserve_cpu",
            "The argument, or the CPU to reserve for Kubernetes on this host, in thousandths.",
            KubernetesHelpers::cpu,
            parameter("CPU", AMOUNT)),
        text(
            "kubernetes",
            "kube_reserve_memory",
            "The second argument, or the memory to reserve for so many pods: 11 MiB each, and 255"
                + " MiB.",
            KubernetesHelpers::memory,
            parameter("pods", NUMBER),
            parameter("memory", AMOUNT)));
  }

  private static String taints(HelperCall call) throws TemplateRenderException {
    if (!(call.value(0).orElse(null) instanceof MapValue taints)) {
      return "";
    }
    StringJoiner all = new StringJoiner(",");
    for (Map.Entry<String, SettingValue> entry : taints.entries().entrySet()) {
      if (!(entry.getValue() instanceof ListValue values)) {
        throw call.failure("a taint is " + entry.getValue().kind() + ", expected a list");
      }
      for (SettingValue value : values.items()) {
        if (!(value instanceof StringValue text)) {
          throw call.failure("a taint has " + value.kind() + ", expected a string");
        }
        all.add(entry.getKey() + "=" + text.value());
      }
    }
    return all.toString();
  }

  private static String cpu(HelperCall call) throws TemplateRenderException {
    SettingValue value = call.value(0).orElse(null);
    return value == null ? reservedCpu(call) : amount(call, 0, value);
  }

  private static String amount(HelperCall call, int index, SettingValue value)
      throws TemplateRenderException {
    if (!ValueText.isScalar(value) || value instanceof BooleanValue) {
      throw call.wrongKind(index, "a string or a number");
    }
    return ValueText.scalar(value);
  }

  private static String reservedCpu(HelperCall call) throws TemplateRenderException {
    int cores = call.environment().cpuCount();
    if (cores < 0 || cores > MAX_U16) {
      throw call.failure("the host has " + cores + " CPUs, expected at most " + MAX_U16);
    }
    return reservedCpu(cores) + "m";
  }

  /** Sixty thousandths of the first core, then 10, 5 and 5, and 2.5 of each more. */
  static int reservedCpu(int cores) {
    return switch (cores) {
      case 0 -> 0;
      case 1 -> 60;
      case 2 -> 70;
      case 3 -> 75;
      default -> 80 + (cores - 4) * 5 / 2;
    };
  }

  private static String memory(HelperCall call) throws TemplateRenderException {
    if (!(call.value(0).orElse(null) instanceof NumberValue pods)
        || !pods.isInteger()
        || pods.value().signum() < 0
        || pods.value().toBigInteger().bitLength() > MAX_PODS_BITS) {
      throw call.wrongKind(0, "a number of pods");
    }
    SettingValue value = call.value(1).orElse(null);
    if (value != null) {
      return amount(call, 1, value);
    }
    return pods.value().toBigInteger().multiply(MEBIBYTES_PER_POD).add(MEBIBYTES) + "Mi";
  }
}
