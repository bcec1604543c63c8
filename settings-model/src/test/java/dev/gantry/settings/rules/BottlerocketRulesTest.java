// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.Violation;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.RuleRunner;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsRule;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BottlerocketRulesTest {
  private static final SettingsBinder BINDER =
      SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT);

  private static BoundSettings bind(SettingsBinder binder, String lines)
      throws LimitExceededException {
    String text = "[settings]\n" + lines.replace(";", "\n");
    return binder.bindUserData(
        SettingsDocument.parse("u", DocumentFormat.TOML, text, InputLimits.defaults()));
  }

  private static String told(BoundSettings bound) {
    return bound.violations().stream()
        .map(each -> each.span().orElseThrow().line() + " " + each.code())
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          kubernetes.image-gc-high-threshold-percent = 60;kubernetes.image-gc-low-threshold-percent = "60" | 2 image-gc-thresholds
          kubernetes.image-gc-high-threshold-percent = "61";kubernetes.image-gc-low-threshold-percent = 60 | ``
          kubernetes.image-gc-high-threshold-percent = 80 | 2 image-gc-thresholds
          kubernetes.image-gc-low-threshold-percent = 85 | 2 image-gc-thresholds
          kubernetes.image-gc-low-threshold-percent = 84 | ``
          kubernetes.eviction-soft."memory.available" = "1Gi" | 2 eviction-soft-grace
          kubernetes.eviction-soft."memory.available" = "1Gi";kubernetes.eviction-soft-grace-period."memory.available" = "1m" | ``
          kubernetes.shutdown-grace-period-for-critical-pods = "61s";kubernetes.shutdown-grace-period = "1m" | 2 shutdown-grace-critical
          kubernetes.shutdown-grace-period-for-critical-pods = "60s";kubernetes.shutdown-grace-period = "1m" | ``
          kubernetes.shutdown-grace-period-for-critical-pods = "1ms" | 2 shutdown-grace-critical
          host-containers.admin.enabled = true | 2 host-container-source
          host-containers.admin.enabled = true;host-containers.admin.source = "example.com/a:b" | ``
          host-containers.admin.enabled = true;host-containers.admin.source = 5 | 3 wrong-type
          host-containers.admin.enabled = true;host-containers.admin.sorce = "example.com/a:b" | 3 unknown-key
          host-containers.admin.enabled = false | ``
          kernel.modules.x.autoload = true | 2 kernel-module-autoload
          kernel.modules.x.autoload = true;kernel.modules.x.allowed = false | 2 kernel-module-autoload
          kernel.modules.x.autoload = true;kernel.modules.x.allowed = true | ``
          kubelet-device-plugins.nvidia.device-sharing-strategy = "mps";kubelet-device-plugins.nvidia.device-partitioning-strategy = "mig" | 2 mps-or-mig
          kubelet-device-plugins.nvidia.device-sharing-strategy = "mps" | ``
          kubernetes.reserved-cpus = "0,3-1" | 2 invalid-value
          kubernetes.reserved-cpus = "0,1-3" | ``
          """)
  void rulesHold(String lines, String expected) throws LimitExceededException {
    assertEquals(expected, told(bind(BINDER, lines)));
  }

  @Test
  void bothPlacesAreShown() throws LimitExceededException {
    BoundSettings bound =
        bind(
            BINDER,
            "kubernetes.image-gc-low-threshold-percent = 70;"
                + "kubernetes.image-gc-high-threshold-percent = 60");
    assertEquals("3 image-gc-thresholds", told(bound));
    assertEquals(2, bound.violations().get(0).related().get(0).span().line());
  }

  @Test
  void rulesSeeWeakerSettingsButTellOnlyWhatTheDocumentTouches() throws LimitExceededException {
    SettingKey admin = SettingKey.of("host-containers", "admin");
    SettingsTree enabled = SettingsTree.empty().with(admin.child("enabled"), SettingValue.of(true));
    assertEquals("", told(bind(BINDER.over(enabled), "motd = \"x\"")));
    SettingsTree source =
        SettingsTree.empty().with(admin.child("source"), SettingValue.of("example.com/a"));
    assertEquals("", told(bind(BINDER.over(source), "host-containers.admin.enabled = true")));
  }

  @Test
  void theCompatibleProfileHasNoRulesButTheirRunnerFindsWhatIsStored()
      throws LimitExceededException {
    BoundSettings bound =
        bind(
            SettingsBinder.of(BottlerocketModel.model(), Profile.COMPAT),
            "kubernetes.reserved-cpus = \"0,3-1\"");
    assertEquals("", told(bound));
    assertEquals(
        List.of("cpu-set-order"),
        RuleRunner.run(BottlerocketRules.all(), bound.tree(), bound::span).stream()
            .map(Violation::code)
            .toList());
  }

  @Test
  void codesAreDistinctAndModelHasTheRules() {
    List<String> codes = BottlerocketRules.all().stream().map(SettingsRule::code).toList();
    assertEquals(codes.size(), codes.stream().distinct().count());
    assertEquals(BottlerocketRules.all(), BottlerocketModel.model().rules());
  }
}
