// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that is rendered from settings.
 *
 * @param name its name
 * @param path where it is on the host, an absolute path
 * @param templatePath where its template is
 * @param mode its permissions, for example 0644; it counts also for a file that exists
 * @param owner its owner, or empty for the user who writes it
 * @param removedIfEmpty whether it is removed where it would have only white space
 */
public record ConfigurationFile(
    String name,
    String path,
    String templatePath,
    int mode,
    Optional<Owner> owner,
    boolean removedIfEmpty) {
  /** What a file may do for whom if nothing is said: 0644. */
  public static final int DEFAULT_MODE = 0644;

  private static final int MAX_MODE = 0777;

  /** Creates a file. */
  public ConfigurationFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(templatePath, "templatePath");
    Objects.requireNonNull(owner, "owner");
    // An empty name would make what follows it an absolute path of its own.
    boolean strays =
        Stream.of(path.substring(Math.min(1, path.length())).split("/", -1))
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!path.startsWith("/") || strays || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not the absolute path of a file: " + path);
    }
    if (mode < 0 || mode > MAX_MODE) {
      throw new IllegalArgumentException("not permissions: " + Integer.toOctalString(mode));
    }
  }

  /**
   * Returns a file with the default mode that belongs to the user who writes it.
   *
   * @param name its name
   * @param path where it is on the host
   * @param templatePath where its template is
   * @return the file
   */
  public static ConfigurationFile of(String name, String path, String templatePath) {
    return new ConfigurationFile(name, path, templatePath, DEFAULT_MODE, Optional.empty(), false);
  }

  /**
   * The owner of a file.
   *
   * @param user name of the user
   * @param group name of the group
   */
  public record Owner(String user, String group) {
    /** Creates an owner. */
    public Owner {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(group, "group");
    }
  }
}
