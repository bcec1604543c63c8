// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.internal.model.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The map file of TAP 4: repositories with their mirrors, and which of them must agree on which
 * targets. It comes with the host or from its administrator, never from a repository, and is
 * trusted as it is; it is still read strictly, since a mistake in it is a hole.
 *
 * <p>Names of repositories start with a letter or digit and go on with those, dots, underscores and
 * hyphens, 128 at most (CVE-2026-24686: they become names of directories); no two differ in case
 * alone. Mirrors are absolute URLs with the scheme {@code http}, {@code https} or {@code file},
 * without user, query and fragment.
 *
 * <p>Immutable.
 */
public final class MapFile {
  /** The largest file, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** The most repositories. */
  public static final int MAX_REPOSITORIES = 256;

  /** The most mirrors of one repository. */
  public static final int MAX_MIRRORS = 64;

  /** The most mappings. */
  public static final int MAX_MAPPINGS = 1024;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}");
  private static final Set<String> SCHEMES = Set.of("http", "https", "file");
  private static final String CODE = "MAP_FILE";

  private final Map<String, List<URI>> repositories;
  private final List<Mapping> mappings;

  private MapFile(Map<String, List<URI>> repositories, List<Mapping> mappings) {
    this.repositories = repositories;
    this.mappings = mappings;
  }

  /**
   * Creates a map file.
   *
   * @param repositories the mirrors of each repository, the preferred one first
   * @param mappings which repositories are asked for which targets, in the order in which they are
   *     tried
   * @return a map file
   * @throws IllegalArgumentException if it breaks a rule of this class, or a mapping names a
   *     repository that is not there
   */
  public static MapFile of(Map<String, List<URI>> repositories, List<Mapping> mappings) {
    Map<String, List<URI>> copy = new LinkedHashMap<>();
    Set<String> folded = new HashSet<>();
    number("repositories", repositories.size(), MAX_REPOSITORIES);
    number("mappings", mappings.size(), MAX_MAPPINGS);
    repositories.forEach(
        (name, urls) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a repository is " + Text.quote(name));
          }
          if (!folded.add(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                "repository " + name + " differs from another one in case alone");
          }
          number("mirrors of " + name, urls.size(), MAX_MIRRORS);
          urls.forEach(MapFile::checkUrl);
          copy.put(name, List.copyOf(urls));
        });
    for (Mapping mapping : mappings) {
      for (String name : mapping.repositories()) {
        if (!copy.containsKey(name)) {
          throw new IllegalArgumentException(
              "mapping names the unknown repository " + Text.quote(name));
        }
      }
    }
    return new MapFile(Collections.unmodifiableMap(copy), List.copyOf(mappings));
  }

  /**
   * Reads a map file. Unknown members are ignored; {@code terminating} may be absent, which is
   * false.
   *
   * @param content JSON
   * @param source what is read, for messages
   * @return the map file
   * @throws LimitExceededException if it is larger than {@link #MAX_BYTES}
   * @throws MalformedDataException if it is no JSON ({@code JSON_SYNTAX}, {@code JSON_ENCODING}),
   *     has a member missing or of the wrong type ({@code TUF_METADATA}), or breaks a rule of this
   *     class ({@code MAP_FILE})
   */
  public static MapFile parse(Bytes content, String source) throws GantryException {
    LimitExceededException.check("size of " + source + " in bytes", MAX_BYTES, content.size());
    Fields file = Fields.of(StrictJson.parse(content, source, MAX_BYTES), source, "");
    Fields named = file.object("repositories");
    Map<String, List<URI>> repositories = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : named.members()) {
      List<URI> urls = new ArrayList<>();
      for (String text : named.strings(member.getKey())) {
        try {
          urls.add(new URI(text));
        } catch (URISyntaxException e) {
          throw malformed(source, named.path(member.getKey()), text, "a URL");
        }
      }
      repositories.put(member.getKey(), urls);
    }
    List<Mapping> mappings = new ArrayList<>();
    for (JsonNode node : file.array("mapping")) {
      String where = "mapping[" + mappings.size() + "]";
      Fields entry = Fields.of(node, source, where);
      List<String> paths = entry.strings("paths");
      List<String> names = entry.strings("repositories");
      int threshold = (int) entry.integer("threshold", 1, Integer.MAX_VALUE);
      boolean terminating = entry.has("terminating") && entry.bool("terminating");
      try {
        mappings.add(new Mapping(paths, names, threshold, terminating));
      } catch (IllegalArgumentException e) {
        throw malformed(source, where, String.valueOf(e.getMessage()), "a mapping of TAP 4");
      }
    }
    try {
      return of(repositories, mappings);
    } catch (IllegalArgumentException e) {
      throw malformed(source, "", String.valueOf(e.getMessage()), "a map file of TAP 4");
    }
  }

  /**
   * Writes the map file.
   *
   * @return canonical JSON, which {@link #parse} reads
   */
  public Bytes encode() {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ObjectNode named = file.putObject("repositories");
    repositories.forEach(
        (name, urls) -> {
          ArrayNode mirrors = named.putArray(name);
          urls.forEach(url -> mirrors.add(url.toString()));
        });
    ArrayNode entries = file.putArray("mapping");
    for (Mapping mapping : mappings) {
      ObjectNode entry = entries.addObject();
      ArrayNode paths = entry.putArray("paths");
      mapping.paths().forEach(paths::add);
      ArrayNode names = entry.putArray("repositories");
      mapping.repositories().forEach(names::add);
      entry.put("threshold", mapping.threshold());
      entry.put("terminating", mapping.terminating());
    }
    try {
      return CanonicalJson.encode(file);
    } catch (GantryException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Returns the repositories.
   *
   * @return their mirrors by name, in the order of the file
   */
  public Map<String, List<URI>> repositories() {
    return repositories;
  }

  /**
   * Returns the mappings.
   *
   * @return in the order in which they are tried
   */
  public List<Mapping> mappings() {
    return mappings;
  }

  private static void checkUrl(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean file = scheme.equals("file");
    boolean placed =
        file
            ? url.getPath() != null && url.getRawAuthority() == null
            : url.getHost() != null && url.getRawUserInfo() == null;
    if (!SCHEMES.contains(scheme)
        || !placed
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "URL " + Text.quote(url.toString()) + " is no plain http, https or file URL");
    }
  }

  private static void number(String what, int found, int most) {
    if (found < 1 || found > most) {
      throw new IllegalArgumentException(found + " " + what + ", expected 1 to " + most);
    }
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected) {
    return new MalformedDataException(
        CODE, source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MapFile file
        && repositories.equals(file.repositories)
        && mappings.equals(file.mappings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(repositories, mappings);
  }

  /** Returns the names of the repositories and the number of mappings. */
  @Override
  public String toString() {
    return "map of " + repositories.keySet() + ", " + mappings.size() + " mappings";
  }
}
