// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.RepositoryEditor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Versions and expiries that somebody insists on; all others are worked out. */
final class TermOptions {
  private static final String VERSION = "Version; default: the next.";
  private static final String EXPIRES =
      "Expiry, RFC 3339 or 'in 7 days'; default: from now for the usual time, if it changes.";

  @Option(names = "--targets-version", paramLabel = "N", description = VERSION)
  private @Nullable Long targetsVersion;

  @Option(
      names = "--targets-expires",
      paramLabel = "TIME",
      converter = TimeSpec.Converter.class,
      description = EXPIRES)
  private @Nullable TimeSpec targetsExpires;

  @Option(names = "--snapshot-version", paramLabel = "N", description = VERSION)
  private @Nullable Long snapshotVersion;

  @Option(
      names = "--snapshot-expires",
      paramLabel = "TIME",
      converter = TimeSpec.Converter.class,
      description = EXPIRES)
  private @Nullable TimeSpec snapshotExpires;

  @Option(names = "--timestamp-version", paramLabel = "N", description = VERSION)
  private @Nullable Long timestampVersion;

  @Option(
      names = "--timestamp-expires",
      paramLabel = "TIME",
      converter = TimeSpec.Converter.class,
      description = EXPIRES)
  private @Nullable TimeSpec timestampExpires;

  void apply(RepositoryEditor editor, Instant now) {
    apply(editor, "targets", targetsVersion, targetsExpires, now);
    apply(editor, "snapshot", snapshotVersion, snapshotExpires, now);
    apply(editor, "timestamp", timestampVersion, timestampExpires, now);
  }

  /** Sets what is not null. */
  static void apply(
      RepositoryEditor editor,
      String role,
      @Nullable Long version,
      @Nullable TimeSpec expires,
      Instant now) {
    if (version != null) {
      editor.setVersion(role, version);
    }
    if (expires != null) {
      editor.setExpires(role, expires.from(now));
    }
  }
}
