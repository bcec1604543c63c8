// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.settings.ExtensionFailureException;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.store.EditConflictException;
import dev.gantry.tuf.author.InsufficientSignersException;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb: turns failures into messages and exit codes, in one place for all verbs. */
public abstract class GantryCommand implements Callable<Integer> {
  @Mixin private final GlobalOptions options = new GlobalOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Called by the verbs. */
  protected GantryCommand() {}

  /**
   * Does the work.
   *
   * @param output where words and results go
   * @return the exit code, one of {@link ExitCode}
   * @throws IOException if the work cannot be done, or data is refused
   */
  protected abstract int run(Output output) throws IOException;

  @Override
  public final Integer call() {
    Output output = options.output(Objects.requireNonNull(spec, "spec"));
    try {
      return runUnwrapped(output);
    } catch (StateConflictException | InsufficientSignersException | EditConflictException e) {
      output.error(e.code(), Objects.requireNonNullElse(e.getMessage(), ""));
      return ExitCode.STATE_CONFLICT;
    } catch (FetchFailedException e) {
      output.error(e.code(), e.getMessage() + ", expected a server that answers with the file");
      return ExitCode.FAILURE;
    } catch (FetchNotFoundException e) {
      output.error(e.code(), e.getMessage() + ", expected a file that the repository has");
      return ExitCode.FAILURE;
    } catch (InvalidSettingsException e) {
      output.error(e.code(), Objects.requireNonNullElse(e.getMessage(), ""), e.violations());
      return ExitCode.DATA_REFUSED;
    } catch (VerificationException e) {
      output.error(e.code(), "not trusted: " + e.getMessage());
      return ExitCode.DATA_REFUSED;
    } catch (GantryException e) {
      output.error(e.code(), Objects.requireNonNullElse(e.getMessage(), ""));
      return ExitCode.DATA_REFUSED;
    } catch (IOException e) {
      output.error("IO_ERROR", describe(e));
      return ExitCode.FAILURE;
    } catch (CancellationException e) {
      output.error("CANCELLED", "stopped on request; it is safe to start again");
      return ExitCode.CANCELLED;
    } catch (IllegalArgumentException e) {
      output.error("BAD_ARGUMENT", Text.clean(Objects.requireNonNullElse(e.getMessage(), "")));
      return ExitCode.USAGE;
    } catch (ExtensionFailureException e) {
      output.error("EXTENSION_FAILED", "this is a bug in an extension: " + e.getMessage());
      return ExitCode.FAILURE;
    } catch (RuntimeException e) {
      System.getLogger(GantryCommand.class.getName()).log(System.Logger.Level.DEBUG, "bug", e);
      output.error("INTERNAL_ERROR", "this is a bug in gantry, please report it: " + e);
      return ExitCode.FAILURE;
    }
  }

  private int runUnwrapped(Output output) throws IOException {
    try {
      return run(output);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Returns what an interrupt from the terminal cancels.
   *
   * @return the token of this process
   */
  public static CancellationToken cancellation() {
    return Interrupt.token();
  }

  private static String describe(IOException e) {
    String message = Text.clean(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return message;
    }
    if (e instanceof NotDirectoryException) {
      return message + ": there is no such directory, expected one";
    }
    if (e instanceof NoSuchFileException) {
      return message + ": there is no such file, expected one that can be read";
    }
    if (e instanceof FileAlreadyExistsException) {
      return message + ": exists already, expected a name that is free";
    }
    if (e instanceof AccessDeniedException) {
      return message + ": permission denied, expected a file that this user may use";
    }
    return message;
  }
}
