// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamVectorsTest {
  private static final Map<String, SettingType> TYPES =
      Scalars.all().stream().collect(Collectors.toMap(SettingType::name, Function.identity()));

  @Test
  void bottlerocketsOwnVectorsAreAcceptedAndRejectedAlike() {
    Map<String, Integer> counts = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (List<String> row : Vectors.read("upstream-vectors.tsv")) {
      SettingType type = TYPES.get(row.get(0));
      counts.merge(row.get(0), 1, Integer::sum);
      boolean accepted = row.get(2).equals("accept") || row.get(2).equals("was-reject");
      SettingValue input = Vectors.json(row.get(1));
      SettingValue kept = type == null ? null : keep(type, input);
      boolean alike = type != null && (kept != null) == accepted;
      if (alike && !row.get(3).isEmpty()) {
        alike = Vectors.json(row.get(3)).equals(kept);
      }
      if (!alike) {
        wrong.add(row.toString());
      }
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(
        "upstream vectors: " + (all - wrong.size()) + " of " + all + " alike: " + counts);
    assertEquals(List.of(), wrong);
    assertTrue(all >= 787, "found only " + all);
  }

  /** Returns the value as settings keep it, or null if it is rejected. */
  private static @Nullable SettingValue keep(SettingType type, SettingValue input) {
    if (type instanceof UnionType union) {
      return union.normalize().apply(input).value();
    }
    ScalarType<?> scalar = (ScalarType<?>) type;
    return input instanceof StringValue text
            && scalar.problem(text.value(), Profile.COMPAT).isEmpty()
        ? SettingValue.of(scalar.canonical(text.value()))
        : null;
  }
}
