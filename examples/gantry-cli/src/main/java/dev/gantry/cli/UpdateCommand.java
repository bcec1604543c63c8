// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.StateConflictException;
import dev.gantry.update.ConfirmedRelease;
import dev.gantry.update.EngineState;
import dev.gantry.update.EngineStatus;
import dev.gantry.update.SlotProof;
import dev.gantry.update.StagedUpdate;
import dev.gantry.update.UpdateEngine;
import dev.gantry.update.manifest.Waves;
import dev.gantry.update.plan.UpdatePlan;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry update}. */
@Command(
    name = "update",
    description = "Updates the machine of a disk image from a signed repository.",
    subcommands = {
      UpdateCommand.Check.class,
      UpdateCommand.Plan.class,
      UpdateCommand.Stage.class,
      UpdateCommand.Activate.class,
      UpdateCommand.Confirm.class,
      UpdateCommand.Cancel.class,
      UpdateCommand.Rollback.class,
      UpdateCommand.Status.class
    })
final class UpdateCommand {
  private UpdateCommand() {}

  /** What all verbs share: the machine, its repository, and the engine over both. */
  abstract static class Verb extends GantryCommand {
    @Mixin private final HostOptions host = new HostOptions();

    @Option(
        names = "--repo",
        paramLabel = "URL|DIR",
        description = "Release repository; only check, plan and stage need it.")
    private @Nullable String repository;

    @Option(names = "--variant", description = "Variant of the host; default: as assembled.")
    private @Nullable String variant;

    @Option(names = "--arch", description = "Architecture of the host; default: as assembled.")
    private @Nullable String arch;

    @Option(
        names = "--seed",
        paramLabel = "0..2047",
        defaultValue = "0",
        description = "The host's place in waves; default: ${DEFAULT-VALUE}.")
    private long seed;

    abstract int run(UpdateEngine engine, Output output) throws IOException;

    private static long checked(long seed) {
      if (seed < 0 || seed >= Waves.SEEDS) {
        throw new IllegalArgumentException(
            "--seed is " + seed + ", expected 0 to " + (Waves.SEEDS - 1));
      }
      return seed;
    }

    /** Says whether the verb reads the repository. */
    boolean needsRepository() {
      return false;
    }

    @Override
    protected final int run(Output output) throws IOException {
      HostState state = host.state();
      InstantSource clock = InstantSource.system();
      HostIdentity identity = HostIdentity.read(state);
      UpdateEngine.Builder builder =
          UpdateEngine.builder(state.engineDirectory(), state)
              .disk(host.disk())
              .host(
                  variant == null ? identity.variant() : variant,
                  arch == null ? identity.arch() : arch)
              .seed(checked(seed))
              .clock(clock)
              .progress(output.progress())
              .cancellation(cancellation());
      if (repository != null) {
        state.create();
        builder.repository(Repository.factory(repository, state, clock));
      } else if (needsRepository()) {
        throw new IllegalArgumentException("--repo is missing: the repository's URL or directory");
      }
      return run(builder.build(), output);
    }
  }

  /** Verbs that plan. */
  abstract static class PlanningVerb extends Verb {
    @Mixin private final PolicyOptions options = new PolicyOptions();

    PolicyOptions options() {
      return options;
    }

    @Override
    boolean needsRepository() {
      return true;
    }
  }

  /** {@code gantry update check}. */
  @Command(name = "check", description = "Says whether there is an update; exit code 3 if not.")
  static final class Check extends PlanningVerb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      UpdatePlan plan = engine.plan(options().policy());
      ObjectNode json = Output.object();
      json.put("running_version", plan.host().runningVersion().toString());
      json.put("available_version", plan.chosen().map(e -> e.version().toString()).orElse(null));
      output.line(
          plan.chosen()
              .map(e -> plan.host().runningVersion() + " -> " + e.version())
              .orElse("no update available"));
      output.result(json);
      return plan.chosen().isPresent() ? ExitCode.OK : ExitCode.NOTHING_TO_DO;
    }
  }

  /** {@code gantry update plan}. */
  @Command(
      name = "plan",
      description = "Says of every release in the repository why it would be installed or not.")
  static final class Plan extends PlanningVerb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      UpdatePlan plan = engine.plan(options().policy());
      Tables.plan(plan).forEach(output::line);
      output.result(plan.toJson());
      return plan.chosen().isPresent() ? ExitCode.OK : ExitCode.NOTHING_TO_DO;
    }
  }

  /** {@code gantry update stage}. */
  @Command(
      name = "stage",
      description = "Fetches, verifies and installs an update into the idle slot, and proves it.")
  static final class Stage extends PlanningVerb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      StagedUpdate staged;
      try {
        staged = engine.stage(options().policy());
      } catch (StateConflictException e) {
        if (e.code().equals("NO_UPDATE_CHOSEN")) {
          output.error(e.code(), "no update available; 'gantry update plan' says why");
          return ExitCode.NOTHING_TO_DO;
        }
        throw e;
      }
      output.line(
          "staged "
              + staged.release().version()
              + " in slot "
              + staged.release().slot()
              + ", root hash "
              + staged.content().rootHash().hex());
      ObjectNode json = Output.object();
      json.put("slot", staged.release().slot().toString());
      json.put("version", staged.release().version().toString());
      json.put("root_hash", staged.content().rootHash().hex());
      json.put("data_blocks", staged.content().dataBlocks());
      output.result(json);
      return ExitCode.OK;
    }
  }

  /** {@code gantry update activate}. */
  @Command(
      name = "activate",
      description = "Proves the staged slot again and makes it the one that boots next, once.")
  static final class Activate extends Verb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      return proof(engine.activate(), "the next boot tries", output);
    }
  }

  /** {@code gantry update confirm}. */
  @Command(name = "confirm", description = "Confirms that what runs is good.")
  static final class Confirm extends Verb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      ConfirmedRelease release = engine.confirm();
      output.line("confirmed version " + release.version() + " in slot " + release.slot());
      ObjectNode json = Output.object();
      json.put("slot", release.slot().toString());
      json.put("version", release.version().toString());
      output.result(json);
      return ExitCode.OK;
    }
  }

  /** {@code gantry update cancel}. */
  @Command(name = "cancel", description = "Takes back the last step before a reboot.")
  static final class Cancel extends Verb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      EngineState state = engine.cancel();
      output.line("state " + state);
      output.result(Output.object().put("state", state.name()));
      return ExitCode.OK;
    }
  }

  /** {@code gantry update rollback}. */
  @Command(
      name = "rollback",
      description = "Proves the other slot and makes it the one that boots from now on.")
  static final class Rollback extends Verb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      return proof(engine.rollback(), "the next boot goes back to", output);
    }
  }

  /** {@code gantry update status}. */
  @Command(name = "status", description = "Shows the slots, what runs, and what failed.")
  static final class Status extends Verb {
    @Override
    int run(UpdateEngine engine, Output output) throws IOException {
      EngineStatus status = engine.status();
      Tables.status(status).forEach(output::line);
      output.result(status.toJson());
      return ExitCode.OK;
    }
  }

  private static int proof(SlotProof proof, String words, Output output) {
    output.line(
        words
            + " slot "
            + proof.slot()
            + ", version "
            + proof.version()
            + ", root hash "
            + proof.rootHash().hex());
    ObjectNode json = Output.object();
    json.put("slot", proof.slot().toString());
    json.put("version", proof.version().toString());
    json.put("root_hash", proof.rootHash().hex());
    json.put("verified_blocks", proof.verity().dataBlocks());
    output.result(json);
    return ExitCode.OK;
  }
}
