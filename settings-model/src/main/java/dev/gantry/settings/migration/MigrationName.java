// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.Version;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Name of a migration, as manifests of updates list it: {@code migrate_v1.25.0_service-config.lz4}.
 * The order in which migrations run is that of the manifest, not that of their names.
 *
 * @param version the version whose release brought the migration
 * @param name what it does, in kebab case
 */
public record MigrationName(Version version, String name) implements Comparable<MigrationName> {
  private static final String START = "migrate_v";
  private static final String END = ".lz4";
  private static final int MAX_LENGTH = 200;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Creates a name.
   *
   * @throws IllegalArgumentException if {@code name} has other characters than ASCII letters,
   *     digits, dots, hyphens and underscores, does not start with a letter or digit, or ends with
   *     {@code .lz4}
   */
  public MigrationName {
    Objects.requireNonNull(version, "version");
    if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches() || name.endsWith(END)) {
      throw new IllegalArgumentException("not the name of a migration: " + Text.quote(name));
    }
  }

  /**
   * Reads the name of a file or target.
   *
   * @param text with or without {@code .lz4} at its end
   * @return the name
   * @throws MalformedDataException {@code MIGRATION_NAME} if the text is not such a name
   */
  public static MigrationName parse(String text) throws MalformedDataException {
    String body = text.endsWith(END) ? text.substring(0, text.length() - END.length()) : text;
    int end = body.indexOf('_', START.length());
    try {
      if (body.startsWith(START) && end > 0) {
        return new MigrationName(
            Version.parse(body.substring(START.length(), end)), body.substring(end + 1));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(text, e.getMessage());
    }
    throw malformed(text, null);
  }

  private static MalformedDataException malformed(String text, @Nullable String why) {
    return new MalformedDataException(
        "MIGRATION_NAME",
        "migrations",
        MalformedDataException.UNKNOWN_OFFSET,
        "name",
        Text.quote(text) + (why == null ? "" : " (" + why + ")"),
        "migrate_v<version>_<name>, with or without .lz4");
  }

  /**
   * Returns the name of the target in the repository.
   *
   * @return the written form with {@code .lz4}
   */
  public String targetName() {
    return this + END;
  }

  @Override
  public int compareTo(MigrationName other) {
    return Comparator.comparing(MigrationName::version)
        .thenComparing(MigrationName::name)
        .compare(this, other);
  }

  /** Returns {@code migrate_v<version>_<name>}. */
  @Override
  public String toString() {
    return START + version + "_" + name;
  }
}
