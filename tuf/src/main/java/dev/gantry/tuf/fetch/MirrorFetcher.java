// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves what any of several mirrors of one repository serves.
 *
 * <p>Mirrors are asked in order, the first first. One that fails is rested: for the next request,
 * then for the next two, four and so on up to 64, until it works again, it is asked after all
 * others. Which one is asked thus depends on the requests before, and on nothing else. A body that
 * breaks off goes on from the next mirror, where it broke. Content that the client refuses is asked
 * for again with {@link FetchRequest#avoiding} the mirror that it came from.
 *
 * <p>A mirror that has no such file may be behind the others, so all that are not resting are asked
 * before a file counts as missing: a mirror that is behind does not hide a newer root. A mirror
 * that cannot be reached does not keep a file from counting as missing if another one says so, or
 * else one dead mirror would fail every refresh; {@link #strict} decides otherwise.
 *
 * <p>Thread-safe if the mirrors are; does not close them.
 */
public final class MirrorFetcher implements Fetcher {
  private final List<Mirror> mirrors;
  private final boolean strict;

  private MirrorFetcher(List<? extends Fetcher> fetchers, boolean strict) {
    if (fetchers.isEmpty()) {
      throw new IllegalArgumentException("no mirrors");
    }
    List<Mirror> named = new ArrayList<>();
    for (Fetcher fetcher : List.copyOf(fetchers)) {
      named.add(new Mirror("mirror " + (named.size() + 1), fetcher));
    }
    this.mirrors = List.copyOf(named);
    this.strict = strict;
  }

  /**
   * Joins mirrors.
   *
   * @param fetchers one for each mirror, the preferred one first
   * @return a fetcher
   * @throws IllegalArgumentException if there are none
   */
  public static MirrorFetcher of(List<? extends Fetcher> fetchers) {
    return new MirrorFetcher(fetchers, false);
  }

  /**
   * Joins mirrors so that a file is missing only if every single one says so; if one cannot be
   * reached, a file that no other one has is a failure that may be retried.
   *
   * @param fetchers one for each mirror, the preferred one first
   * @return a fetcher
   * @throws IllegalArgumentException if there are none
   */
  public static MirrorFetcher strict(List<? extends Fetcher> fetchers) {
    return new MirrorFetcher(fetchers, true);
  }

  @Override
  public FetchResponse open(FetchRequest request) throws IOException {
    Opened opened = openAny(request);
    FetchResponse response = opened.response();
    MirrorBody body = new MirrorBody(this, request.from(response.offsetBytes()), opened);
    return FetchResponse.of(body, response.offsetBytes()).withOrigin(opened.mirror().name);
  }

  /** An answer, and who gave it. */
  record Opened(Mirror mirror, FetchResponse response) {}

  /** Opens a file at the first mirror that has it. */
  Opened openAny(FetchRequest request) throws IOException {
    List<IOException> failures = new ArrayList<>();
    FetchNotFoundException missing = null;
    List<Mirror> order = new ArrayList<>();
    List<Mirror> resting = new ArrayList<>();
    for (Mirror mirror : mirrors) {
      if (request.avoided().contains(mirror.name)) {
        mirror.refused();
      } else {
        (mirror.isResting() ? resting : order).add(mirror);
      }
    }
    int ready = order.size();
    order.addAll(resting);
    for (int i = 0; i < order.size(); i++) {
      // Someone served the file, though it was refused: then a resting mirror may have it as well.
      if (i >= ready && missing != null && !strict && request.avoided().isEmpty()) {
        break;
      }
      Mirror mirror = order.get(i);
      try {
        FetchResponse response = mirror.fetcher.open(request);
        mirror.worked();
        return new Opened(mirror, response);
      } catch (FetchNotFoundException e) {
        mirror.worked();
        missing = e;
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        mirror.failed();
        failures.add(e);
      }
    }
    throw refusal(request, missing, failures);
  }

  private IOException refusal(
      FetchRequest request, @Nullable FetchNotFoundException missing, List<IOException> failures) {
    boolean single = mirrors.size() == 1 && failures.size() == 1;
    IOException refusal;
    boolean allSayMissing = failures.isEmpty() && request.avoided().isEmpty();
    if (missing != null && (allSayMissing || !strict)) {
      refusal = missing;
    } else if (single) {
      return failures.get(0);
    } else {
      refusal =
          new FetchFailedException(
              request.path(),
              FetchFailedException.NO_STATUS,
              failures.stream().anyMatch(MirrorFetcher::mayHelpLater),
              failures.isEmpty()
                  ? "content of every mirror that has it was refused"
                  : failures.size() + " of " + mirrors.size() + " mirrors failed",
              failures.isEmpty() ? null : failures.get(0));
    }
    for (IOException failure : failures) {
      if (failure != refusal.getCause()) {
        refusal.addSuppressed(failure);
      }
    }
    return refusal;
  }

  private static boolean mayHelpLater(IOException failure) {
    return !(failure instanceof FetchFailedException failed) || failed.retryable();
  }

  /** One mirror, and how it fares. */
  static final class Mirror {
    private static final int LONGEST_REST = 64;

    private final String name;
    private final Fetcher fetcher;
    private int rest;
    private int nextRest = 1;

    Mirror(String name, Fetcher fetcher) {
      this.name = name;
      this.fetcher = fetcher;
    }

    String name() {
      return name;
    }

    /** Says whether it rests during one request, which is one request less then. */
    synchronized boolean isResting() {
      if (rest == 0) {
        return false;
      }
      rest--;
      return true;
    }

    /** Lets it rest for what it served, once for all requests that avoid it meanwhile. */
    synchronized void refused() {
      if (rest == 0) {
        failed();
      }
    }

    synchronized void failed() {
      rest = nextRest;
      nextRest = Math.min(2 * nextRest, LONGEST_REST);
    }

    synchronized void worked() {
      rest = 0;
      nextRest = 1;
    }
  }
}
