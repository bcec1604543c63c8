// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.update.manifest.ImageNames;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.manifest.UpdateManifest;
import dev.gantry.update.manifest.WaveMode;
import dev.gantry.update.manifest.Waves;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpdatePlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TargetCatalog CATALOG =
      name ->
          Optional.of(
              new ImageTarget(
                  name,
                  100,
                  Digest.compute(
                      DigestAlgorithm.SHA256, Bytes.of(name.getBytes(StandardCharsets.UTF_8)))));

  private static UpdateEntry.Builder entry(String version) {
    return entry(version, "");
  }

  private static UpdateEntry.Builder entry(String version, String suffix) {
    return UpdateEntry.builder(
        "dev",
        "x86_64",
        Version.parse(version),
        new ImageNames(
            version + "-boot" + suffix, version + "-root" + suffix, version + "-hash" + suffix));
  }

  private static UpdateManifest manifest(UpdateEntry.Builder... entries) {
    UpdateManifest.Builder manifest = UpdateManifest.builder();
    Arrays.stream(entries).forEach(entry -> manifest.addUpdate(entry.build()));
    return manifest.build();
  }

  private static HostFacts running(String version) {
    return HostFacts.builder("dev", "x86_64", Version.parse(version)).build();
  }

  private static List<VerdictReason> reasons(
      UpdateManifest manifest, HostFacts host, UpdatePolicy policy) {
    return UpdatePlanner.plan(manifest, CATALOG, host, policy, NOW).verdicts().stream()
        .map(CandidateVerdict::reason)
        .toList();
  }

  private static UpdatePolicy exact(String version, boolean down) {
    return UpdatePolicy.builder()
        .version(VersionChoice.exact(Version.parse(version)))
        .allowDowngrade(down)
        .build();
  }

  private static Version max() {
    return Version.parse("9.0.0");
  }

  @Test
  void choosesTheNewestAndSaysWhyNotTheOthers() throws Exception {
    UpdateManifest manifest =
        UpdateManifest.builder()
            .addUpdate(entry("1.1.0").maxVersion(max()).build())
            .addUpdate(entry("1.3.0").maxVersion(max()).build())
            .addUpdate(entry("1.0.0").maxVersion(max()).build())
            .addUpdate(entry("0.9.0").maxVersion(max()).build())
            .addUpdate(entry("2.0.0").maxVersion(Version.parse("1.3.0")).build())
            .addUpdate(
                UpdateEntry.builder("other", "x86_64", max(), new ImageNames("b", "r", "h"))
                    .build())
            .addUpdate(
                UpdateEntry.builder("dev", "aarch64", max(), new ImageNames("b", "r", "h")).build())
            .addUpdate(entry("1.4.0").waves(Waves.of(Map.of(0L, NOW.plusSeconds(60)))).build())
            .build();
    UpdatePlan plan =
        UpdatePlanner.plan(manifest, CATALOG, running("1.0.0"), UpdatePolicy.defaults(), NOW);
    assertEquals(
        List.of(
            VerdictReason.NEWER_CHOSEN,
            VerdictReason.CHOSEN,
            VerdictReason.ALREADY_RUNNING,
            VerdictReason.NOT_NEWER,
            VerdictReason.ABOVE_MAX_VERSION,
            VerdictReason.OTHER_VARIANT,
            VerdictReason.OTHER_ARCH,
            VerdictReason.WAVE_NOT_REACHED),
        plan.verdicts().stream().map(CandidateVerdict::reason).toList());
    assertEquals(Version.parse("1.3.0"), plan.chosen().orElseThrow().version());
    assertEquals(300, plan.targets().orElseThrow().totalBytes());
    assertEquals(Optional.of(NOW.plusSeconds(60)), plan.nextEligibleAt());
    assertEquals(manifest.updates().get(0), plan.verdicts().get(0).candidate());
  }

  @Test
  void exactVersionsGoUpAndWithLeaveDown() {
    UpdateManifest manifest =
        manifest(
            entry("1.1.0").maxVersion(max()),
            entry("1.2.0").maxVersion(max()),
            entry("1.3.0").maxVersion(max()));
    HostFacts host = running("1.2.0");
    assertEquals(
        List.of(VerdictReason.NOT_REQUESTED, VerdictReason.NOT_REQUESTED, VerdictReason.CHOSEN),
        reasons(manifest, host, exact("1.3.0", false)));
    assertEquals(
        VerdictReason.DOWNGRADE_FORBIDDEN, reasons(manifest, host, exact("1.1.0", false)).get(0));
    assertEquals(VerdictReason.CHOSEN, reasons(manifest, host, exact("1.1.0", true)).get(0));
    assertEquals(
        VerdictReason.ALREADY_RUNNING, reasons(manifest, host, exact("1.2.0", true)).get(1));
    assertEquals(
        Optional.empty(), UpdatePlanner.plan(manifest, host, exact("7.0.0", true), NOW).chosen());
  }

  /** Lowering max_version withdraws: hosts above it go to the highest that is allowed. */
  @Test
  void withdrawnVersionsAreLeftDownwardsWhenAllowed() {
    Version lowered = Version.parse("1.1.0");
    UpdateManifest manifest =
        manifest(
            entry("1.0.0").maxVersion(lowered),
            entry("1.1.0").maxVersion(lowered),
            entry("1.2.0").maxVersion(lowered));
    assertEquals(
        List.of(VerdictReason.NEWER_CHOSEN, VerdictReason.CHOSEN, VerdictReason.ABOVE_MAX_VERSION),
        reasons(manifest, running("1.2.0"), UpdatePolicy.bottlerocket()));
    assertEquals(
        List.of(
            VerdictReason.DOWNGRADE_FORBIDDEN,
            VerdictReason.DOWNGRADE_FORBIDDEN,
            VerdictReason.ABOVE_MAX_VERSION),
        reasons(manifest, running("1.2.0"), UpdatePolicy.defaults()));
  }

  @Test
  void failedReleasesAreNotOfferedAgainUnlessForced() {
    UpdateManifest manifest = manifest(entry("1.1.0"), entry("1.2.0"));
    ImageNames names = manifest.updates().get(1).images();
    List<Digest> digests = UpdatePlanner.targets(names, CATALOG).orElseThrow().digests();
    HostFacts host =
        HostFacts.builder("dev", "x86_64", Version.parse("1.0.0"))
            .failed(List.of(new FailedRelease(Version.parse("1.2.0"), digests)))
            .build();
    assertEquals(
        List.of(VerdictReason.CHOSEN, VerdictReason.FAILED_BEFORE),
        reasons(manifest, host, UpdatePolicy.defaults()));
    assertEquals(
        List.of(VerdictReason.NEWER_CHOSEN, VerdictReason.CHOSEN),
        reasons(manifest, host, UpdatePolicy.builder().forceFailed(true).build()));
    // The same version with other images is another release.
    assertEquals(
        List.of(VerdictReason.CHOSEN),
        reasons(manifest(entry("1.2.0", "-fixed")), host, UpdatePolicy.defaults()));
    HostFacts unknownImages =
        HostFacts.builder("dev", "x86_64", Version.parse("1.0.0"))
            .failed(List.of(new FailedRelease(Version.parse("1.2.0"), List.of())))
            .build();
    assertEquals(
        List.of(VerdictReason.FAILED_BEFORE),
        reasons(manifest(entry("1.2.0", "-fixed")), unknownImages, UpdatePolicy.defaults()));
  }

  @Test
  void duplicatesAreNamed() {
    assertEquals(
        List.of(VerdictReason.CHOSEN, VerdictReason.DUPLICATE),
        reasons(
            manifest(entry("1.1.0"), entry("1.1.0")), running("1.0.0"), UpdatePolicy.defaults()));
    assertEquals(
        List.of(
            VerdictReason.AMBIGUOUS_DUPLICATE,
            VerdictReason.CHOSEN,
            VerdictReason.AMBIGUOUS_DUPLICATE,
            VerdictReason.AMBIGUOUS_DUPLICATE),
        reasons(
            manifest(entry("1.2.0"), entry("1.1.0"), entry("1.2.0", "-other"), entry("1.2.0")),
            running("1.0.0"),
            UpdatePolicy.defaults()));
  }

  @Test
  void missingTargetsAreNamed() {
    UpdatePlan plan =
        UpdatePlanner.plan(
            manifest(entry("1.1.0")),
            name -> name.endsWith("-hash") ? Optional.empty() : CATALOG.find(name),
            running("1.0.0"),
            UpdatePolicy.defaults(),
            NOW);
    assertEquals(VerdictReason.TARGET_MISSING, plan.verdicts().get(0).reason());
    assertEquals(Optional.empty(), plan.targets());
  }

  @Test
  void wavesHoldUnlessIgnoredAndModesDiffer() throws Exception {
    UpdateManifest manifest =
        manifest(
            entry("1.1.0")
                .waves(Waves.of(Map.of(0L, NOW.minusSeconds(10), 2000L, NOW.plusSeconds(1990)))));
    HostFacts host = HostFacts.builder("dev", "x86_64", Version.parse("1.0.0")).seed(10).build();
    UpdatePlan spread =
        UpdatePlanner.plan(manifest, CATALOG, host, UpdatePolicy.defaults(), NOW.minusSeconds(1));
    assertEquals(VerdictReason.WAVE_NOT_REACHED, spread.verdicts().get(0).reason());
    assertEquals(Optional.of(NOW), spread.nextEligibleAt());
    assertEquals(List.of(VerdictReason.CHOSEN), reasons(manifest, host, UpdatePolicy.defaults()));
    assertEquals(
        List.of(VerdictReason.CHOSEN),
        reasons(
            manifest(entry("1.1.0").waves(Waves.of(Map.of(0L, NOW.plusSeconds(1))))),
            host,
            UpdatePolicy.builder().ignoreWaves(true).build()));
    UpdateManifest future =
        manifest(entry("1.1.0").waves(Waves.of(Map.of(20L, NOW.plusSeconds(1)))));
    assertEquals(
        List.of(VerdictReason.CHOSEN),
        reasons(future, host, UpdatePolicy.builder().waveMode(WaveMode.BOTTLEROCKET).build()));
    assertEquals(
        List.of(VerdictReason.WAVE_NOT_REACHED), reasons(future, host, UpdatePolicy.defaults()));
  }

  @Test
  void seedsOutOfRangeAreRefusedByName() throws Exception {
    for (long seed : new long[] {-1, 2048, 4294967295L}) {
      MalformedDataException e =
          assertThrows(MalformedDataException.class, () -> HostFacts.checkSeed(seed));
      assertEquals("SEED_OUT_OF_RANGE", e.code());
    }
    assertEquals(0, HostFacts.checkSeed(0));
    assertEquals(2047, HostFacts.checkSeed(2047));
  }

  @Test
  void samePlansAreTheSameBytes() {
    UpdateManifest manifest = manifest(entry("1.1.0"), entry("1.2.0"));
    String first =
        UpdatePlanner.plan(manifest, CATALOG, running("1.0.0"), UpdatePolicy.defaults(), NOW)
            .toJson();
    String second =
        UpdatePlanner.plan(
                manifest(entry("1.1.0"), entry("1.2.0")),
                CATALOG,
                running("1.0.0"),
                UpdatePolicy.defaults(),
                NOW)
            .toJson();
    assertEquals(first, second);
    assertEquals(
        """
        {
          "planned_at": "2026-01-01T00:00:00Z",
          "host": {
            "variant": "dev",
            "arch": "x86_64",
            "running_version": "1.0.0",
            "seed": 0,
            "failed": []
          },
          "policy": {
            "version": "latest",
            "allow_downgrade": false,
            "ignore_waves": false,
            "force_failed": false,
            "wave_mode": "SPREAD"
          },
          "chosen": null,
          "next_eligible_at": null,
          "candidates": []
        }""",
        UpdatePlanner.plan(manifest(), running("1.0.0"), UpdatePolicy.defaults(), NOW).toJson());
  }
}
