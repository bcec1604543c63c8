// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every known flaw of another implementation has a test here that is named after it. */
class AdvisoryListTest {
  private static final Map<Class<?>, List<String>> IDS =
      Map.of(
          PythonTufAdvisoryTest.class,
          List.of(
              "cve_2020_6173",
              "cve_2020_6174",
              "cve_2020_15163",
              "gms_2022_4197",
              "cve_2021_41131",
              "ghsa_77hh_43cm_v8j6",
              "ghsa_9pfj_pjv5_22gj",
              "issue_2977"),
          ToughAdvisoryTest.class,
          List.of(
              "cve_2020_15093",
              "cve_2021_41149",
              "cve_2021_41150",
              "cve_2025_2885",
              "cve_2025_2886",
              "cve_2025_2887",
              "cve_2025_2888",
              "cve_2026_6966",
              "cve_2026_6967",
              "cve_2026_6968"),
          ToughEditorAdvisoryTest.class,
          List.of("cve_2026_6968"),
          GoTufAdvisoryTest.class,
          List.of(
              "cve_2022_29173",
              "cve_2024_47534",
              "cve_2026_23991",
              "cve_2026_23992",
              "cve_2026_24686",
              "issue_716",
              "issue_733",
              "issue_739",
              "issue_759",
              "pull_783"),
          SigstoreRustAdvisoryTest.class,
          List.of("tob_sigstore_10", "tob_sigstore_13", "tob_sigstore_14"),
          JavaPlatformAdvisoryTest.class,
          List.of(
              "cve_2022_21449",
              "badUtf8",
              "duplicateMembers",
              "deepNesting",
              "hugeOrOddNumbers",
              "locale",
              "reservedAndCollidingNames",
              "sigstoreJava"));

  @Test
  void everyAdvisoryHasATest() {
    IDS.forEach(
        (type, ids) -> {
          List<String> names =
              List.of(type.getDeclaredMethods()).stream().map(Method::getName).toList();
          assertEquals(
              List.of(),
              ids.stream().filter(id -> names.stream().noneMatch(n -> n.startsWith(id))).toList(),
              type.getSimpleName());
        });
  }
}
