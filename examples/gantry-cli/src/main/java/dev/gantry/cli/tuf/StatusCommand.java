// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.Text;
import dev.gantry.tuf.Freshness;
import dev.gantry.tuf.TrustedRole;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf status}. */
@Command(
    name = "status",
    description =
        "Says which metadata there is and when it expires; exit code 5 if any has, or will by"
            + " --expiring.")
final class StatusCommand extends GantryCommand {
  @Mixin private final RepositoryOptions repository = new RepositoryOptions();

  @Option(
      names = "--expiring",
      paramLabel = "TIME",
      defaultValue = "in 0 days",
      converter = TimeSpec.Converter.class,
      description = "By when, RFC 3339 or 'in 7 days'; default: now.")
  private TimeSpec deadline = now -> now;

  @Override
  protected int run(Output output) throws IOException {
    Instant now = InstantSource.system().instant();
    Instant until = deadline.from(now);
    boolean allValid = true;
    ObjectNode json = Output.object();
    ArrayNode roles = json.putArray("roles");
    // What has expired is to be shown, not refused: nothing is done with it.
    try (ClientSession session =
        ClientSession.open(repository, Freshness.unsafeIgnoreExpiry(), output)) {
      for (TrustedRole role : session.view().status()) {
        boolean valid = role.expires().isAfter(until);
        allValid &= valid;
        output.line(
            String.format(
                Locale.ROOT,
                "%-20s version %-6d expires %s  %s",
                Text.clean(role.name()),
                role.version(),
                role.expires(),
                remaining(now, role.expires(), valid)));
        ObjectNode each = roles.addObject();
        each.put("role", role.name());
        each.put("version", role.version());
        each.put("expires", role.expires().toString());
        each.put("expired", !role.expires().isAfter(now));
      }
    }
    json.put("valid", allValid);
    output.result(json);
    return allValid ? ExitCode.OK : ExitCode.STATE_CONFLICT;
  }

  private static String remaining(Instant now, Instant expires, boolean valid) {
    Duration left = Duration.between(now, expires);
    if (left.isNegative() || left.isZero()) {
      return "EXPIRED";
    }
    String text = "in " + (left.toDays() > 1 ? left.toDays() + " days" : left.toHours() + " hours");
    return valid ? text : text + ", TOO SOON";
  }
}
