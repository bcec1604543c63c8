// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Digest;
import dev.gantry.core.Text;
import dev.gantry.core.Version;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.manifest.UpdateManifest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the first reason for which a release must not be installed. */
final class CandidateJudge {
  private final UpdateManifest manifest;
  private final Optional<TargetCatalog> catalog;
  private final HostFacts host;
  private final UpdatePolicy policy;
  private final Instant now;
  private final Map<Version, Integer> firstIndexes = new HashMap<>();
  private final Set<Version> ambiguous = new HashSet<>();

  CandidateJudge(
      UpdateManifest manifest,
      Optional<TargetCatalog> catalog,
      HostFacts host,
      UpdatePolicy policy,
      Instant now) {
    this.manifest = manifest;
    this.catalog = catalog;
    this.host = host;
    this.policy = policy;
    this.now = now;
    for (int i = 0; i < manifest.updates().size(); i++) {
      UpdateEntry entry = manifest.updates().get(i);
      if (isForThisHost(entry)) {
        Integer first = firstIndexes.putIfAbsent(entry.version(), i);
        if (first != null && !manifest.updates().get(first).equals(entry)) {
          ambiguous.add(entry.version());
        }
      }
    }
  }

  /** Returns a refusal, or empty if the release may be installed. */
  Optional<CandidateVerdict> refuse(int index) {
    UpdateEntry entry = manifest.updates().get(index);
    return forThisHost(entry)
        .or(() -> duplicate(entry, index))
        .or(() -> version(entry))
        .or(() -> images(entry))
        .or(() -> wave(entry));
  }

  CandidateVerdict verdict(UpdateEntry entry, VerdictReason reason, String detail) {
    return new CandidateVerdict(entry, reason, detail, eligibleAt(entry));
  }

  private Optional<CandidateVerdict> no(UpdateEntry entry, VerdictReason reason, String detail) {
    return Optional.of(verdict(entry, reason, detail));
  }

  private Optional<Instant> eligibleAt(UpdateEntry entry) {
    return isForThisHost(entry)
        ? entry.waves().eligibleAt(host.seed(), policy.waveMode())
        : Optional.empty();
  }

  private boolean isForThisHost(UpdateEntry entry) {
    return entry.variant().equals(host.variant()) && entry.arch().equals(host.arch());
  }

  private Optional<CandidateVerdict> forThisHost(UpdateEntry entry) {
    if (!entry.variant().equals(host.variant())) {
      return no(
          entry,
          VerdictReason.OTHER_VARIANT,
          "is for variant " + Text.quote(entry.variant()) + ", not " + Text.quote(host.variant()));
    }
    if (!entry.arch().equals(host.arch())) {
      return no(
          entry,
          VerdictReason.OTHER_ARCH,
          "is for " + Text.quote(entry.arch()) + ", not " + Text.quote(host.arch()));
    }
    return Optional.empty();
  }

  private Optional<CandidateVerdict> duplicate(UpdateEntry entry, int index) {
    if (ambiguous.contains(entry.version())) {
      return no(
          entry,
          VerdictReason.AMBIGUOUS_DUPLICATE,
          "the manifest has different releases of " + entry.version());
    }
    return index != firstIndexes.getOrDefault(entry.version(), index)
        ? no(entry, VerdictReason.DUPLICATE, "the manifest has this release further up")
        : Optional.empty();
  }

  private Optional<CandidateVerdict> version(UpdateEntry entry) {
    Version version = entry.version();
    Version running = host.runningVersion();
    if (version.compareTo(entry.maxVersion()) > 0) {
      return no(
          entry,
          VerdictReason.ABOVE_MAX_VERSION,
          version + " is above max_version " + entry.maxVersion());
    }
    boolean exact = policy.version() instanceof VersionChoice.Exact;
    if (policy.version() instanceof VersionChoice.Exact wanted
        && !wanted.version().equals(version)) {
      return no(entry, VerdictReason.NOT_REQUESTED, "the policy asks for " + wanted.version());
    }
    if (version.equals(running)) {
      return no(entry, VerdictReason.ALREADY_RUNNING, version + " runs already");
    }
    if (version.compareTo(running) > 0) {
      return Optional.empty();
    }
    boolean withdrawn = running.compareTo(entry.maxVersion()) > 0;
    if (!exact && !withdrawn) {
      return no(entry, VerdictReason.NOT_NEWER, version + " is older than running " + running);
    }
    if (!policy.allowDowngrade()) {
      return no(
          entry,
          VerdictReason.DOWNGRADE_FORBIDDEN,
          (withdrawn ? "running " + running + " is above max_version " + entry.maxVersion() : "")
              + (withdrawn ? ", but " : "")
              + "the policy forbids to go down from "
              + running);
    }
    return Optional.empty();
  }

  private Optional<CandidateVerdict> images(UpdateEntry entry) {
    Optional<ImageTargets> targets =
        catalog.flatMap(known -> UpdatePlanner.targets(entry.images(), known));
    if (catalog.isPresent() && targets.isEmpty()) {
      return no(
          entry,
          VerdictReason.TARGET_MISSING,
          "trusted metadata lists no target "
              + UpdatePlanner.missing(entry.images(), catalog.get()));
    }
    if (policy.forceFailed()) {
      return Optional.empty();
    }
    for (FailedRelease failed : host.failed()) {
      if (failed.version().equals(entry.version())
          && isSame(failed.imageDigests(), targets.map(ImageTargets::digests))) {
        return no(
            entry, VerdictReason.FAILED_BEFORE, entry.version() + " failed on this host before");
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(List<Digest> failed, Optional<List<Digest>> offered) {
    return failed.isEmpty() || offered.isEmpty() || offered.get().equals(failed);
  }

  private Optional<CandidateVerdict> wave(UpdateEntry entry) {
    Optional<Instant> eligibleAt = eligibleAt(entry);
    if (!policy.ignoreWaves() && eligibleAt.isPresent() && eligibleAt.get().isAfter(now)) {
      return no(
          entry,
          VerdictReason.WAVE_NOT_REACHED,
          "seed " + host.seed() + " is eligible from " + eligibleAt.get() + " on");
    }
    return Optional.empty();
  }
}
