// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where targets come from. Thread-safe if the fetcher is. */
final class TargetSource {
  /** No fetcher should have more sources; one that names a new one each time ends here. */
  private static final int MAX_ATTEMPTS = 16;

  private final Fetcher fetcher;

  TargetSource(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /** Takes the content of a target from its start. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes and verifies a body.
     *
     * @param response a body from offset 0
     * @param attempt 1, or more if what came before was refused
     * @throws VerificationException if the content is not the target's
     */
    void take(FetchResponse response, int attempt) throws IOException;
  }

  /** Opens a target at an offset or, if the source cannot, at its start. */
  FetchResponse open(Target target, long offset, CancellationToken cancellation)
      throws IOException {
    return open(FetchRequest.of(target.servedPath()).from(offset).cancelledBy(cancellation));
  }

  /**
   * Fetches a target from its start; what is refused is asked for again from those sources that
   * have not given it yet, if the fetcher has several.
   *
   * @throws VerificationException what was wrong with the last content, if all was refused
   */
  void fetch(Target target, CancellationToken cancellation, Taker taker) throws IOException {
    FetchRequest request = FetchRequest.of(target.servedPath()).cancelledBy(cancellation);
    VerificationException refused = null;
    for (int attempt = 1; ; attempt++) {
      cancellation.throwIfCancelled();
      Optional<String> origin;
      try (FetchResponse response = openUnless(refused, request)) {
        origin = response.origin();
        try {
          taker.take(response, attempt);
          return;
        } catch (VerificationException e) {
          refused = e;
        }
      }
      if (origin.isEmpty() || attempt == MAX_ATTEMPTS) {
        throw refused;
      }
      request = request.avoiding(origin.get());
    }
  }

  /** Who has no other source is told what was wrong with the content of the last one. */
  private FetchResponse openUnless(@Nullable VerificationException refused, FetchRequest request)
      throws IOException {
    try {
      return open(request);
    } catch (IOException noOther) {
      if (refused == null) {
        throw noOther;
      }
      refused.addSuppressed(noOther);
      throw refused;
    }
  }

  private FetchResponse open(FetchRequest request) throws IOException {
    FetchResponse response = fetcher.open(request);
    if (response.offsetBytes() != request.offsetBytes() && response.offsetBytes() != 0) {
      response.close();
      throw new FetchFailedException(
          request.path(),
          FetchFailedException.NO_STATUS,
          false,
          "starts at byte " + response.offsetBytes() + ", asked for byte " + request.offsetBytes(),
          null);
    }
    return response;
  }
}
