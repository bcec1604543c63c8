// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Version;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code gantry} command. */
@Command(
    name = "gantry",
    description =
        "Image-based updates for a container host: publish, stage, prove, switch, roll back.",
    mixinStandardHelpOptions = true,
    versionProvider = GantryCli.VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the medium, the network or the program failed",
      "2:wrong command line",
      "3:nothing to do or to show: no update, no difference, no such value",
      "4:data refused: malformed, not trusted, too large or of an unknown format",
      "5:the state does not allow the operation; nothing was changed",
      "6:the simulated machine did not come up",
      "130:stopped on request"
    })
final class GantryCli {
  /** Whoever reads has read enough, as head has; that needs no words. */
  private static final String CLOSED_PIPE = "Broken pipe";

  private GantryCli() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Interrupt.install();
    int code = run(new FileOutputStream(FileDescriptor.out), writer(System.err), args);
    Interrupt.finished();
    System.exit(code);
  }

  /** Runs a command; who did not get its result has to be told. */
  static int run(OutputStream stream, PrintWriter err, String... args) {
    StandardOutput out = new StandardOutput(new BufferedOutputStream(stream));
    PrintWriter words = writer(out);
    int code = run(words, err, args);
    words.flush();
    Optional<IOException> failure = out.failure();
    if (failure.isEmpty()) {
      return code;
    }
    String why = Objects.requireNonNullElse(failure.get().getMessage(), "");
    if (!why.equals(CLOSED_PIPE)) {
      err.println("gantry: standard output: " + why + " [IO_ERROR]");
      err.flush();
    }
    return code == ExitCode.OK ? ExitCode.FAILURE : code;
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine command = new CommandLine(new GantryCli());
    // First, since what is set here goes to the groups that are there.
    VerbGroups.addTo(command, args.length == 0 ? "" : args[0]);
    command.setOut(out);
    command.setErr(err);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.registerConverter(Version.class, GantryCli::version);
    addHelp(command);
    CommandLine.IParameterExceptionHandler usual = command.getParameterExceptionHandler();
    command.setParameterExceptionHandler(
        (exception, words) -> {
          if (!List.of(words).contains("--json")) {
            return usual.handleParseException(exception, words);
          }
          new Output(out, err, true, false)
              .error("USAGE", Objects.requireNonNullElse(exception.getMessage(), ""));
          return ExitCode.USAGE;
        });
    return command.execute(args);
  }

  private static Version version(String text) {
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  private static void addHelp(CommandLine command) {
    for (CommandLine sub : command.getSubcommands().values()) {
      sub.getCommandSpec().mixinStandardHelpOptions(true);
      addHelp(sub);
    }
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Reads the version from the jar's manifest. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GantryCli.class.getPackage().getImplementationVersion();
      return new String[] {"gantry " + (version == null ? "development" : version)};
    }
  }
}
