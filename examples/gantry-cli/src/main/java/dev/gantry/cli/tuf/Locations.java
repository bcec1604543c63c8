// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Text;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.tuf.fetch.HttpFetcher;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;

/** Where files of a repository are: {@code http(s)://}, {@code file://} or a directory. */
public final class Locations {
  private Locations() {}

  /**
   * Opens a location.
   *
   * @param location an address or a directory
   * @return what fetches from there
   * @throws IllegalArgumentException if it is an address of another kind
   */
  public static Fetcher fetcher(String location) {
    Optional<Path> directory = directory(location);
    return directory.isPresent()
        ? FileFetcher.of(directory.get())
        : HttpFetcher.builder(URI.create(location)).build();
  }

  /** Returns the directory that a location is, or empty if it is an HTTP address. */
  static Optional<Path> directory(String location) {
    if (location.startsWith("http://") || location.startsWith("https://")) {
      return Optional.empty();
    }
    return Optional.of(path(location));
  }

  /** Reads a path or a URL of the scheme file. */
  static Path path(String location) {
    if (!location.contains("://")) {
      return Path.of(location);
    }
    try {
      return Path.of(URI.create(location));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IllegalArgumentException(
          "location is " + Text.quote(location) + ", expected http://, https://, file:// or a path",
          e);
    }
  }

  /**
   * Puts a name below a location.
   *
   * @param location an address or a directory
   * @param name one name
   * @return the location of the name
   */
  public static String below(String location, String name) {
    return location.endsWith("/") ? location + name : location + "/" + name;
  }
}
