// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * Values of a taint of a Kubernetes node, written as one value or as a list of at least one, and
 * kept as a list.
 *
 * <p>Source: Bottlerocket's {@code settings.kubernetes.node-taints}.
 *
 * @param values the values with their effects, at least one
 */
public record NodeTaintValues(List<KubernetesTaintValue> values) implements UnionValue {
  /** The type: a value or a list of values. */
  public static final UnionType TYPE =
      new UnionType(
          "NodeTaintValues",
          "Value of a taint with its effect, or a list of at least one",
          List.of(KubernetesTaintValue.TYPE, new ListType(KubernetesTaintValue.TYPE, 1, false)),
          NodeTaintValues::normalize,
          NodeTaintValues.class,
          value -> new NodeTaintValues(Unions.all(value, KubernetesTaintValue.TYPE)),
          null);

  /**
   * Creates values.
   *
   * @throws IllegalArgumentException if there is none
   */
  public NodeTaintValues {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("expected at least one value");
    }
  }

  @Override
  public SettingValue value() {
    return new ListValue(
        values.stream().<SettingValue>map(each -> SettingValue.of(each.text())).toList());
  }

  private static Normalized normalize(SettingValue value) {
    if (value instanceof ListValue list && list.items().isEmpty()) {
      return Normalized.failed("expected at least one value");
    }
    return Unions.oneOrList(
        value instanceof StringValue ? new ListValue(List.of(value)) : value,
        KubernetesTaintValue.TYPE,
        "expected a value of a taint or a list of values");
  }
}
