// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.settings.apply.ApplyPlan.Action;
import dev.gantry.settings.apply.ApplyPlan.FileChange;
import dev.gantry.settings.apply.ApplyPlan.RenderFailure;
import dev.gantry.settings.apply.ApplyPlan.ServiceAction;
import dev.gantry.settings.apply.ApplyReport.FileOutcome;
import dev.gantry.settings.apply.ApplyReport.ServiceOutcome;
import dev.gantry.settings.apply.ApplyReport.Status;
import dev.gantry.settings.template.RenderCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries out plans: replaces files, then restarts services. Each file is replaced as a whole, with
 * mode and owner; a failure leaves the file as it was. What fails does not stop the rest unless
 * that is asked for, and everything that fails is in the report.
 *
 * <p>Symbolic links to directories are followed as the host itself would: absolute ones start at
 * the root that is given, and {@code ..} does not leave it, so that nothing outside of an image is
 * written. A link at the place of a file is replaced, not followed. Links that lead nowhere or in a
 * circle, a file where a directory must be, and a directory where a file must be make the file
 * fail.
 *
 * <p>One plan at a time may be carried out on a host, and nobody else may change directories below
 * its root meanwhile; the caller sees to that.
 */
public final class ApplyExecutor {
  /**
   * One name for all files, so that what a crash left is gone with the next file that is written.
   */
  private static final String TEMPORARY = ".gantry-apply.new";

  private final Path root;
  private final ServiceRestarter restarter;
  private final FileOps ops;
  private final boolean stopsAtFailure;

  private ApplyExecutor(
      Path root, ServiceRestarter restarter, FileOps ops, boolean stopsAtFailure) {
    this.root = Objects.requireNonNull(root, "root");
    this.restarter = Objects.requireNonNull(restarter, "restarter");
    this.ops = ops;
    this.stopsAtFailure = stopsAtFailure;
  }

  /**
   * Returns an executor that goes on after failures.
   *
   * @param root the directory that is the host's root
   * @param restarter restarts services
   * @return the executor
   */
  public static ApplyExecutor create(Path root, ServiceRestarter restarter) {
    return create(root, restarter, new FileOps());
  }

  static ApplyExecutor create(Path root, ServiceRestarter restarter, FileOps ops) {
    return new ApplyExecutor(root, restarter, ops, false);
  }

  /**
   * Returns an executor that skips the rest after the first failure.
   *
   * @return a new executor
   */
  public ApplyExecutor stoppingAtFailure() {
    return new ApplyExecutor(root, restarter, ops, true);
  }

  /**
   * Says what would be done, and does nothing.
   *
   * @param plan the plan
   * @return the report
   */
  public ApplyReport dryRun(ApplyPlan plan) {
    return new Run(plan, CancellationToken.NONE, true).report();
  }

  /**
   * Carries out a plan. It can be carried out again, as a whole or {@linkplain ApplyPlan#remaining
   * what is left of it}.
   *
   * @param plan the plan
   * @param cancellation stops between two files or two commands; what is left is skipped
   * @return what became of each file and service
   */
  public ApplyReport apply(ApplyPlan plan, CancellationToken cancellation) {
    return new Run(plan, cancellation, false).report();
  }

  private void write(FileChange change) throws IOException {
    HostRoot.Place place = new HostRoot(root).find(change.file().path());
    Path directory = place.directory();
    if (change.action() == Action.REMOVE) {
      if (!place.isMissing()) {
        ops.remove(place.file());
        ops.forceDirectory(directory);
      }
      return;
    }
    ops.createDirectories(directory);
    Path temporary = directory.resolve(TEMPORARY);
    try {
      ops.create(temporary);
      Optional<ConfigurationFile.Owner> owner = change.file().owner();
      if (owner.isPresent()) {
        ops.setOwner(temporary, owner.get());
      }
      ops.write(temporary, change.revealContent());
      ops.setMode(temporary, change.file().mode());
      ops.force(temporary);
      ops.replace(temporary, place.file());
    } catch (IOException | RuntimeException e) {
      removeQuietly(temporary, e);
      throw e;
    }
    ops.forceDirectory(directory);
  }

  private void removeQuietly(Path file, Exception cause) {
    try {
      ops.remove(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** One run through a plan. */
  private final class Run {
    private final ApplyPlan plan;
    private final CancellationToken cancellation;
    private final boolean dry;
    private final List<FileOutcome> files = new ArrayList<>();
    private final List<ServiceOutcome> services = new ArrayList<>();
    private final Set<String> badFiles = new TreeSet<>();
    private Optional<String> reloadError = Optional.empty();
    private boolean failed;

    private Run(ApplyPlan plan, CancellationToken cancellation, boolean dry) {
      this.plan = plan;
      this.cancellation = cancellation;
      this.dry = dry;
    }

    private ApplyReport report() {
      for (RenderFailure failure : plan.failures()) {
        fileDone(
            failure.file(),
            Status.FAILED,
            Optional.of("it cannot be rendered: " + failure.cause().getMessage()));
      }
      plan.files().forEach(this::file);
      if (plan.reloadsUnits() && !dry) {
        if (mayGoOn()) {
          reload();
        } else {
          reloadError = Optional.of(whyNot());
        }
      }
      plan.services().forEach(this::service);
      return new ApplyReport(dry, files, services, reloadError);
    }

    private boolean mayGoOn() {
      return !(failed && stopsAtFailure) && !cancellation.isCancelled();
    }

    private String whyNot() {
      return cancellation.isCancelled() ? "it was cancelled" : "something before it failed";
    }

    private void fileDone(ConfigurationFile file, Status status, Optional<String> error) {
      files.add(new FileOutcome(file.name(), file.path(), status, error));
      if (status == Status.FAILED || status == Status.SKIPPED) {
        badFiles.add(file.name());
        failed = true;
      }
    }

    private void file(FileChange change) {
      if (change.action() == Action.KEEP) {
        fileDone(change.file(), Status.DONE, Optional.empty());
      } else if (dry) {
        fileDone(change.file(), Status.PLANNED, Optional.empty());
      } else if (!mayGoOn()) {
        fileDone(change.file(), Status.SKIPPED, Optional.of(whyNot()));
      } else {
        try {
          write(change);
          fileDone(change.file(), Status.DONE, Optional.empty());
        } catch (IOException | RuntimeException e) {
          fileDone(change.file(), Status.FAILED, Optional.of(describe(e)));
        }
      }
    }

    private void reload() {
      try {
        restarter.reloadUnits();
      } catch (IOException | RuntimeException e) {
        failed = true;
        reloadError = Optional.of(describe(e));
      }
    }

    private void service(ServiceAction action) {
      Service service = action.service();
      Optional<String> bad =
          service.configurationFiles().stream().filter(badFiles::contains).findFirst();
      if (bad.isPresent()) {
        serviceDone(service, Status.SKIPPED, null, "its file " + bad.get() + " is not as planned");
      } else if (reloadError.isPresent() && plan.waitsForReload(service)) {
        serviceDone(service, Status.SKIPPED, null, "systemd did not read its units again");
      } else if (dry) {
        serviceDone(service, Status.PLANNED, null, null);
      } else {
        restart(action);
      }
    }

    private void restart(ServiceAction action) {
      Service service = action.service();
      for (String line : service.restartCommands()) {
        if (!mayGoOn()) {
          serviceDone(service, Status.SKIPPED, null, whyNot());
          return;
        }
        List<String> command = List.of(line);
        try {
          command = RenderCommand.words(line);
          restarter.run(service.name(), command, environment(action));
        } catch (MalformedDataException e) {
          serviceDone(service, Status.FAILED, command, "its command cannot be read");
          return;
        } catch (IOException | RuntimeException e) {
          serviceDone(service, Status.FAILED, command, describe(e));
          return;
        }
      }
      serviceDone(service, Status.DONE, null, null);
    }

    private Map<String, String> environment(ServiceAction action) {
      List<String> keys = action.changed().stream().map(key -> "settings." + key).toList();
      return keys.isEmpty() ? Map.of() : Map.of("CHANGED_SETTINGS", String.join(" ", keys));
    }

    private void serviceDone(
        Service service, Status status, @Nullable List<String> command, @Nullable String error) {
      failed |= status == Status.FAILED || status == Status.SKIPPED;
      services.add(
          new ServiceOutcome(
              service.name(), status, Optional.ofNullable(command), Optional.ofNullable(error)));
    }

    private String describe(Exception e) {
      String message = e.getMessage();
      return Text.clean(e.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }
  }
}
