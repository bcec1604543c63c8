// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.VerifiedTarget;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.MirrorFetcher;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A client of several repositories that must agree on targets, as a {@link MapFile} says (TAP 4).
 *
 * <p>Each repository has its own root of trust, its own directory below the store and its own
 * mirrors; what one serves cannot touch another. A repository is refreshed when it is first asked,
 * and again after {@link #refresh}. One that cannot be refreshed only matters where its voice is
 * needed to reach a threshold.
 *
 * <p>Mappings that match a target are tried in order. All repositories of a mapping are asked; if
 * as many as its threshold name the same length and the same digest, they agree. If two groups are
 * large enough and cannot be told to mean the same, the search ends in a conflict. If there is no
 * agreement, a terminating mapping ends the search, any other hands on to the next.
 *
 * <p>Thread-safe. Closing closes the fetchers that it made.
 */
public final class MultiRepositoryClient implements Closeable {
  private final MapFile map;
  private final Map<String, MappedRepository> repositories;
  private final List<Closeable> closeables;

  private MultiRepositoryClient(
      MapFile map, Map<String, MappedRepository> repositories, List<Closeable> closeables) {
    this.map = map;
    this.repositories = repositories;
    this.closeables = closeables;
  }

  /**
   * Starts with what every client needs.
   *
   * @param map repositories and mappings
   * @param store a directory; each repository gets one below it, named after it
   * @return a builder
   */
  public static Builder builder(MapFile map, Path store) {
    return new Builder(map, store);
  }

  /**
   * Refreshes every repository now.
   *
   * @return why repositories could not be refreshed, by name; empty if all could
   */
  public Map<String, IOException> refresh() {
    Map<String, IOException> failures = new LinkedHashMap<>();
    repositories.forEach(
        (name, repository) ->
            repository.refresh().ifPresent(failure -> failures.put(name, failure)));
    return failures;
  }

  /**
   * Looks for a target. Repositories that fail are part of the answer, not a failure.
   *
   * @param path its path
   * @return what the repositories say
   */
  public MapAnswer find(TargetPath path) {
    Objects.requireNonNull(path, "path");
    Map<String, RepositoryAnswer> asked = new HashMap<>();
    List<MappingReport> reports = new ArrayList<>();
    for (int i = 0; i < map.mappings().size(); i++) {
      Mapping mapping = map.mappings().get(i);
      if (mapping.matches(path)) {
        MappingReport report = ask(i, mapping, path, asked);
        reports.add(report);
        if (report.outcome() != MappingReport.Outcome.TOO_FEW || mapping.terminating()) {
          break;
        }
      }
    }
    return new MapAnswer(path, reports);
  }

  private MappingReport ask(
      int index, Mapping mapping, TargetPath path, Map<String, RepositoryAnswer> asked) {
    List<RepositoryAnswer> answers = new ArrayList<>();
    List<Agreement.Claim> claims = new ArrayList<>();
    for (String name : mapping.repositories()) {
      RepositoryAnswer answer = asked.computeIfAbsent(name, any -> repository(any).ask(path));
      answers.add(answer);
      answer
          .target()
          .ifPresent(
              target ->
                  claims.add(new Agreement.Claim(name, target.lengthBytes(), target.digests())));
    }
    Agreement agreement = Agreement.of(claims, mapping.threshold());
    MappingReport.Outcome outcome =
        switch (agreement.status()) {
          case AGREED -> MappingReport.Outcome.AGREED;
          case TOO_FEW -> MappingReport.Outcome.TOO_FEW;
          case CONFLICT -> MappingReport.Outcome.CONFLICT;
        };
    return new MappingReport(index, mapping, outcome, answers, agreement.repositories());
  }

  /**
   * Downloads a target that repositories agree on, from the first of them that serves it; see
   * {@link TufClient#download}.
   *
   * @param answer from {@link #find}
   * @param file the destination; its directory must exist
   * @param options progress and cancellation
   * @return proof that the file holds the target
   * @throws NoAgreementException if they do not agree
   * @throws IOException if none of them serves it, or it cannot be written; the failure of the
   *     first, with those of the others as suppressed exceptions
   */
  public VerifiedTarget download(MapAnswer answer, Path file, DownloadOptions options)
      throws IOException {
    return fromAny(answer, (client, target) -> client.download(target, file, options));
  }

  /**
   * Reads a small target that repositories agree on into memory; see {@link TufClient#read}.
   *
   * @param answer from {@link #find}
   * @param maxBytes the largest size accepted
   * @return its content, verified
   * @throws NoAgreementException if they do not agree
   * @throws IOException if none of them serves it; the failure of the first, with those of the
   *     others as suppressed exceptions
   */
  public Bytes read(MapAnswer answer, int maxBytes) throws IOException {
    return fromAny(answer, (client, target) -> client.read(target, maxBytes));
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(TufClient client, Target target) throws IOException;
  }

  private <T> T fromAny(MapAnswer answer, Use<T> use) throws IOException {
    IOException failure = null;
    for (Map.Entry<String, Target> each : answer.require().targets().entrySet()) {
      try {
        return use.of(repository(each.getKey()).client(), each.getValue());
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    throw Objects.requireNonNull(failure);
  }

  private MappedRepository repository(String name) {
    MappedRepository repository = repositories.get(name);
    if (repository == null) {
      throw new IllegalArgumentException("the answer is that of another client: " + name);
    }
    return repository;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Closeable each : closeables) {
      try {
        each.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Collects what a client needs; not thread-safe. */
  public static final class Builder {
    private final MapFile map;
    private final Path store;
    private final Map<String, Bytes> roots = new HashMap<>();
    private Function<URI, Fetcher> transport = MappedRepository::fetcher;
    private UnaryOperator<TufClient.Builder> settings = UnaryOperator.identity();
    private String metadataPath = "metadata";
    private String targetsPath = "targets";

    private Builder(MapFile map, Path store) {
      this.map = Objects.requireNonNull(map, "map");
      this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets the root of trust of a repository. Each repository of the map needs one.
     *
     * @param repository its name in the map file
     * @param trustedRoot root metadata that the caller trusts
     * @return this builder
     * @throws IllegalArgumentException if the map has no such repository
     */
    public Builder root(String repository, Bytes trustedRoot) {
      if (!map.repositories().containsKey(repository)) {
        throw new IllegalArgumentException("the map has no repository " + repository);
      }
      roots.put(repository, Objects.requireNonNull(trustedRoot, "trustedRoot"));
      return this;
    }

    /**
     * Sets how files below a URL are fetched. Fetchers that are {@link Closeable} are closed with
     * the client.
     *
     * @param fetchers makes a fetcher for the metadata or the targets of one mirror; an HTTP or a
     *     file fetcher with its defaults if not set
     * @return this builder
     */
    public Builder transport(Function<URI, Fetcher> fetchers) {
      transport = Objects.requireNonNull(fetchers, "fetchers");
      return this;
    }

    /**
     * Sets where a repository has its files, below the URLs of its mirrors.
     *
     * @param metadata a path without slash at its ends, {@code metadata} if not set (TAP 4); empty
     *     for the URL itself
     * @param targets likewise, {@code targets} if not set
     * @return this builder
     */
    public Builder layout(String metadata, String targets) {
      metadataPath = Objects.requireNonNull(metadata, "metadata");
      targetsPath = Objects.requireNonNull(targets, "targets");
      return this;
    }

    /**
     * Sets the clock, limits and the like of the client of each repository.
     *
     * @param each changes a builder
     * @return this builder
     */
    public Builder clients(UnaryOperator<TufClient.Builder> each) {
      settings = Objects.requireNonNull(each, "each");
      return this;
    }

    /**
     * Builds the client; nothing is fetched yet.
     *
     * @return a client
     * @throws IllegalArgumentException if a repository has no root
     * @throws IOException if the directories of the repositories cannot be made
     */
    public MultiRepositoryClient build() throws IOException {
      List<Closeable> closeables = new ArrayList<>();
      Map<String, MappedRepository> repositories = new LinkedHashMap<>();
      for (Map.Entry<String, List<URI>> entry : map.repositories().entrySet()) {
        String name = entry.getKey();
        Bytes root =
            Optional.ofNullable(roots.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no root for repository " + name));
        Fetcher metadata = mirrors(entry.getValue(), metadataPath, closeables);
        Fetcher targets = mirrors(entry.getValue(), targetsPath, closeables);
        Path directory = Files.createDirectories(store).resolve(MappedRepository.directory(name));
        TufClient client =
            settings
                .apply(TufClient.builder(root, TrustedStore.open(directory), metadata, targets))
                .build();
        repositories.put(name, new MappedRepository(name, client));
      }
      return new MultiRepositoryClient(map, repositories, closeables);
    }

    private Fetcher mirrors(List<URI> urls, String path, List<Closeable> closeables) {
      List<Fetcher> fetchers = new ArrayList<>();
      for (URI url : urls) {
        Fetcher fetcher = transport.apply(MappedRepository.below(url, path));
        if (fetcher instanceof Closeable closeable) {
          closeables.add(closeable);
        }
        fetchers.add(fetcher);
      }
      return MirrorFetcher.of(fetchers);
    }
  }
}
