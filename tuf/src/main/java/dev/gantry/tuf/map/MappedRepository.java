// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.GantryException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.tuf.fetch.HttpFetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One repository of a map file, and its state at the last refresh. Thread-safe. */
final class MappedRepository {
  private final String name;
  private final TufClient client;
  private @Nullable TrustedView view;
  private @Nullable IOException failure;

  MappedRepository(String name, TufClient client) {
    this.name = name;
    this.client = client;
  }

  TufClient client() {
    return client;
  }

  /** Refreshes; an older view does not stand in for one that could not be had. */
  synchronized Optional<IOException> refresh() {
    try {
      view = client.refresh();
      failure = null;
    } catch (IOException e) {
      view = null;
      failure = e;
    }
    return Optional.ofNullable(failure);
  }

  /** Asks for a target; refreshes first if that was not tried yet. */
  RepositoryAnswer ask(TargetPath path) {
    TrustedView current;
    synchronized (this) {
      if (view == null && failure == null) {
        refresh();
      }
      current = view;
      if (current == null) {
        return failed(Objects.requireNonNull(failure));
      }
    }
    try {
      return RepositoryAnswer.of(name, current.find(path));
    } catch (IOException e) {
      return failed(e);
    }
  }

  private RepositoryAnswer failed(IOException e) {
    boolean refused =
        e instanceof GantryException
            && !(e instanceof FetchFailedException)
            && !(e instanceof FetchNotFoundException);
    return RepositoryAnswer.failed(
        name, refused ? RepositoryAnswer.Outcome.REFUSED : RepositoryAnswer.Outcome.UNREACHABLE, e);
  }

  /** Names a directory: no device of Windows, and no dot at the end, which Windows drops. */
  static String directory(String name) {
    return "repository-" + name + ".d";
  }

  static URI below(URI url, String path) {
    String text = url.toString();
    String base = text.endsWith("/") ? text : text + "/";
    return path.isEmpty() ? URI.create(base) : URI.create(base + path + "/");
  }

  /** Makes the default fetcher of a checked URL. */
  static Fetcher fetcher(URI url) {
    return "file".equals(url.getScheme().toLowerCase(Locale.ROOT))
        ? FileFetcher.of(Path.of(url))
        : HttpFetcher.builder(url).build();
  }
}
