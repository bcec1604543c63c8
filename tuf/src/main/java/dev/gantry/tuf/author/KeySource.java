// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a signing key is, as a user writes it: the path of a key file, {@code file:///…}, or a
 * scheme that the caller knows how to open, such as {@code aws-kms://…}. Immutable and thread-safe.
 */
public final class KeySource {
  /** The scheme of files. */
  public static final String FILE = "file";

  private static final Pattern WITH_SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{1,30})://(.*)", Pattern.DOTALL);

  /** Opens the keys of one scheme. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a key.
     *
     * @param source where it is
     * @param passphrases asked for a passphrase or PIN if it takes one
     * @return a signer with that key
     * @throws IOException if there is none
     */
    Signer open(KeySource source, PassphraseSource passphrases) throws IOException;
  }

  private final String text;
  private final String scheme;
  private final String location;
  private final @Nullable Path path;

  private KeySource(String text, String scheme, String location, @Nullable Path path) {
    this.text = text;
    this.scheme = scheme;
    this.location = location;
    this.path = path;
  }

  /**
   * Parses what a user wrote. Whether there is such a key shows when it is opened.
   *
   * @param text a path, or a text with {@code ://}
   * @return the source
   * @throws MalformedDataException if it is empty, or no path or URL of a local file
   */
  public static KeySource parse(String text) throws MalformedDataException {
    Matcher url = WITH_SCHEME.matcher(text);
    try {
      if (!url.matches()) {
        if (text.isEmpty()) {
          throw malformed(text, null);
        }
        return new KeySource(text, FILE, text, Path.of(text));
      }
      String scheme = url.group(1).toLowerCase(Locale.ROOT);
      Path path = scheme.equals(FILE) ? Path.of(new URI(text)) : null;
      return new KeySource(text, scheme, url.group(2), path);
    } catch (URISyntaxException | FileSystemNotFoundException | IllegalArgumentException e) {
      throw malformed(text, e);
    }
  }

  private static MalformedDataException malformed(String text, @Nullable Exception cause) {
    return new MalformedDataException(
        "KEY_SOURCE",
        "key source",
        MalformedDataException.UNKNOWN_OFFSET,
        "key source",
        Text.quote(shown(text)),
        "a path, file:///path or scheme://location",
        cause);
  }

  /**
   * Returns the scheme.
   *
   * @return {@code file}, or what stands before {@code ://} in lower case
   */
  public String scheme() {
    return scheme;
  }

  /**
   * Returns where the key is within the scheme.
   *
   * @return what stands behind {@code ://}, or the whole text
   */
  public String location() {
    return location;
  }

  /**
   * Returns the file.
   *
   * @return its path, or empty for another scheme
   */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /**
   * Opens a key file.
   *
   * @param passphrases asked once if the file is encrypted
   * @return the key
   * @throws UnsupportedFormatException if the source is no file; {@link RemoteSigner} is the way to
   *     keys of cloud services
   * @throws IOException if the file cannot be read
   */
  public Signer open(PassphraseSource passphrases) throws IOException {
    return open(Map.of(), passphrases);
  }

  /**
   * Opens a key.
   *
   * @param openers how to open keys of other schemes than {@code file}, by scheme in lower case
   * @param passphrases asked for a passphrase or PIN if the key takes one
   * @return a signer with that key
   * @throws UnsupportedFormatException if nobody knows the scheme
   * @throws IOException if there is no such key
   */
  public Signer open(Map<String, Opener> openers, PassphraseSource passphrases) throws IOException {
    Opener opener = openers.get(scheme);
    if (opener != null) {
      return opener.open(this, passphrases);
    }
    if (path != null) {
      return SigningKey.load(path, passphrases);
    }
    throw new UnsupportedFormatException(
        "key source " + shown(text),
        "scheme",
        scheme,
        "file; others through RemoteSigner and an opener");
  }

  /**
   * Returns what the user wrote, but for a user before an at sign and a query: a PIN may be there.
   */
  @Override
  public String toString() {
    return Text.clean(shown(text));
  }

  private static String shown(String text) {
    Matcher url = WITH_SCHEME.matcher(text);
    if (!url.matches() || url.group(1).equalsIgnoreCase(FILE)) {
      return text;
    }
    String location = url.group(2);
    int query = location.indexOf('?');
    String place = query < 0 ? location : location.substring(0, query) + "?...";
    return url.group(1) + "://" + place.replaceFirst("^[^/@]*@", "...@");
  }
}
