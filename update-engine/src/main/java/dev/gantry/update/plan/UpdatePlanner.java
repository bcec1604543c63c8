// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Text;
import dev.gantry.core.Version;
import dev.gantry.update.manifest.ImageNames;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.manifest.UpdateManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses a release for a host: pure, without state, time or randomness of its own. Thread-safe.
 *
 * <p>The rules are those of Bottlerocket's {@code updog}: a release is applicable if it is for the
 * host's variant and architecture, not above its {@code max_version}, and its wave has come; of
 * those, the newest above the running version is chosen, or, where the running version is above
 * {@code max_version}, the newest of all. Beyond upstream, going down needs the policy's leave,
 * what failed on the host is not offered again, and releases that contradict each other are
 * refused.
 */
public final class UpdatePlanner {
  private UpdatePlanner() {}

  /**
   * Plans without trusted metadata at hand: nothing is known of the images, and a release that
   * failed is recognised by its version alone.
   *
   * @param manifest what is offered
   * @param host what is known of the host
   * @param policy what is wanted
   * @param now the time
   * @return the plan, with a verdict for every release of the manifest
   */
  public static UpdatePlan plan(
      UpdateManifest manifest, HostFacts host, UpdatePolicy policy, Instant now) {
    return plan(manifest, Optional.empty(), host, policy, now);
  }

  /**
   * Plans.
   *
   * @param manifest what is offered
   * @param catalog trusted metadata of the images
   * @param host what is known of the host
   * @param policy what is wanted
   * @param now the time
   * @return the plan, with a verdict for every release of the manifest
   */
  public static UpdatePlan plan(
      UpdateManifest manifest,
      TargetCatalog catalog,
      HostFacts host,
      UpdatePolicy policy,
      Instant now) {
    return plan(manifest, Optional.of(catalog), host, policy, now);
  }

  private static UpdatePlan plan(
      UpdateManifest manifest,
      Optional<TargetCatalog> catalog,
      HostFacts host,
      UpdatePolicy policy,
      Instant now) {
    Objects.requireNonNull(now, "now");
    CandidateJudge judge = new CandidateJudge(manifest, catalog, host, policy, now);
    List<Optional<CandidateVerdict>> refusals = new ArrayList<>();
    for (int i = 0; i < manifest.updates().size(); i++) {
      refusals.add(judge.refuse(i));
    }
    Optional<UpdateEntry> best = newest(manifest.updates(), refusals);
    List<CandidateVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < refusals.size(); i++) {
      UpdateEntry entry = manifest.updates().get(i);
      verdicts.add(refusals.get(i).orElseGet(() -> accept(judge, entry, best.orElseThrow())));
    }
    Optional<ImageTargets> targets =
        best.flatMap(entry -> catalog.flatMap(known -> targets(entry.images(), known)));
    return new UpdatePlan(now, host, policy, verdicts, targets);
  }

  private static Optional<UpdateEntry> newest(
      List<UpdateEntry> updates, List<Optional<CandidateVerdict>> refusals) {
    List<UpdateEntry> accepted = new ArrayList<>();
    for (int i = 0; i < refusals.size(); i++) {
      if (refusals.get(i).isEmpty()) {
        accepted.add(updates.get(i));
      }
    }
    return accepted.stream().max(Comparator.comparing(UpdateEntry::version));
  }

  private static CandidateVerdict accept(
      CandidateJudge judge, UpdateEntry entry, UpdateEntry best) {
    Version version = entry.version();
    return entry.equals(best)
        ? judge.verdict(entry, VerdictReason.CHOSEN, "newest release that this host may take")
        : judge.verdict(
            entry,
            VerdictReason.NEWER_CHOSEN,
            version + " is older than " + best.version() + ", which was chosen");
  }

  /** Looks up all three images; empty if one is not listed. */
  static Optional<ImageTargets> targets(ImageNames names, TargetCatalog catalog) {
    return catalog
        .find(names.boot())
        .flatMap(
            boot ->
                catalog
                    .find(names.root())
                    .flatMap(
                        root ->
                            catalog
                                .find(names.hash())
                                .map(hash -> new ImageTargets(boot, root, hash))));
  }

  /** Names the first image that is not listed, for a message. */
  static String missing(ImageNames names, TargetCatalog catalog) {
    for (String name : List.of(names.boot(), names.root(), names.hash())) {
      if (catalog.find(name).isEmpty()) {
        return Text.quote(name);
      }
    }
    return "";
  }
}
