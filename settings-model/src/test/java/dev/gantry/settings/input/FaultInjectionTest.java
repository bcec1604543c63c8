// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Independent faults in generated documents: each is told once, at its line and column. */
class FaultInjectionTest {
  private static final int DOCUMENTS = 10_000;
  private static final int MOST_FAULTS = 20;
  private static final int KINDS = 31;

  /** Keys that rules across fields read; they are set by faults only. */
  private static final Pattern RULED =
      Pattern.compile(
          "settings\\.(kubernetes\\.(image-gc-.*-percent|shutdown-grace-.*|reserved-cpus)"
              + "|kubelet-device-plugins\\.nvidia\\.device-sharing-strategy"
              + "|host-containers\\..*\\.enabled|kernel\\.modules\\..*\\.autoload)");

  private static final SettingsModel MODEL = BottlerocketModel.model();
  private static final SettingsBinder BINDER = SettingsBinder.of(MODEL, Profile.STRICT);
  private static final FaultyDocuments SAMPLES = new FaultyDocuments(MODEL, RULED);

  private static List<String> found(String text) throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.parse("test", DocumentFormat.TOML, text, InputLimits.defaults());
    return BINDER.bindUserData(document).violations().stream()
        .map(
            violation -> {
              SourceSpan span = violation.span().orElseThrow();
              return span.line() + ":" + span.column() + " " + violation.code();
            })
        .sorted()
        .toList();
  }

  @Test
  void samplesAreValid() throws LimitExceededException {
    Random random = new Random(0);
    for (int i = 0; i < 50; i++) {
      FaultyDocuments.Document document = SAMPLES.new Document(random, 1000);
      assertEquals(List.of(), found(document.text()), document.text());
    }
    assertTrue(SAMPLES.sections().size() > 30, () -> "" + SAMPLES.sections().size());
  }

  @Test
  void eachFaultIsToldOnceAtItsPlace() throws LimitExceededException {
    Map<Integer, Integer> kinds = new TreeMap<>();
    List<String> misses = new ArrayList<>();
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(MOST_FAULTS);
      FaultyDocuments.Document document = SAMPLES.new Document(random, 6 + random.nextInt(10));
      while (document.faults.size() < count) {
        int kind = random.nextInt(KINDS);
        if (document.inject(kind)) {
          kinds.merge(kind, 1, Integer::sum);
        }
      }
      List<String> expected = document.expected();
      List<String> found = found(document.text());
      assertEquals(count, expected.size());
      if (!found.equals(expected)) {
        misses.add("seed " + seed + "\nexpected " + expected + "\nfound    " + found);
      }
    }
    System.out.println(
        "fault injection: "
            + (DOCUMENTS - misses.size())
            + " of "
            + DOCUMENTS
            + " documents exact, "
            + kinds.size()
            + " kinds of faults");
    assertTrue(
        misses.size() * 1000 <= DOCUMENTS,
        () -> misses.size() + " " + misses.stream().limit(10).collect(Collectors.joining("\n")));
    assertTrue(kinds.values().stream().allMatch(times -> times > 20), () -> "" + kinds);
  }
}
