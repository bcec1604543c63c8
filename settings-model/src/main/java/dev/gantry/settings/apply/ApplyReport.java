// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a plan: one outcome for each file and each service of it.
 *
 * @param dryRun whether nothing was done
 * @param files what became of the files, in the order of the plan
 * @param services what became of the services, in the order of the plan
 * @param reloadError why systemd did not read its units again, or empty if it did or need not
 */
public record ApplyReport(
    boolean dryRun,
    List<FileOutcome> files,
    List<ServiceOutcome> services,
    Optional<String> reloadError) {
  /** Creates a report. */
  public ApplyReport {
    files = List.copyOf(files);
    services = List.copyOf(services);
    Objects.requireNonNull(reloadError, "reloadError");
  }

  /** What became of a file or a service. */
  public enum Status {
    /** It was done, or need not be done. */
    DONE,
    /** It was tried and failed. */
    FAILED,
    /**
     * It was not tried, since something before it failed: one of its files, the reading of its
     * units, or anything if the attempt stops then.
     */
    SKIPPED,
    /** It would be done; this was a dry run. */
    PLANNED
  }

  /**
   * What became of a file. A file that failed is as it was before, or new as a whole if only the
   * last step failed; it is never half of either.
   *
   * @param name name of the file
   * @param path where it is
   * @param status what became of it
   * @param error why it failed or was skipped, without secrets, or empty
   */
  public record FileOutcome(String name, String path, Status status, Optional<String> error) {}

  /**
   * What became of a service.
   *
   * @param name name of the service
   * @param status what became of it; a service without commands is done when its files are
   * @param failedCommand the command that failed, or empty
   * @param error why it failed or was skipped, without secrets, or empty
   */
  public record ServiceOutcome(
      String name, Status status, Optional<List<String>> failedCommand, Optional<String> error) {}

  /**
   * Tells whether all of the plan was done, or would be.
   *
   * @return whether nothing failed or was skipped
   */
  public boolean isComplete() {
    return reloadError.isEmpty() && failedFiles().isEmpty() && failedServices().isEmpty();
  }

  /**
   * Returns the files that failed or were skipped.
   *
   * @return names, in the order of the plan
   */
  public List<String> failedFiles() {
    return files.stream().filter(each -> isBad(each.status())).map(FileOutcome::name).toList();
  }

  /**
   * Returns the services that failed or were skipped.
   *
   * @return names, in the order of the plan
   */
  public List<String> failedServices() {
    return services.stream()
        .filter(each -> isBad(each.status()))
        .map(ServiceOutcome::name)
        .toList();
  }

  private static boolean isBad(Status status) {
    return status == Status.FAILED || status == Status.SKIPPED;
  }
}
