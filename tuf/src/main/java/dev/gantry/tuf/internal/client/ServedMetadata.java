// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that a repository serves. What is refused is asked for again from those mirrors that
 * have not given it yet, if the fetcher says that it has several. As thread-safe as its fetcher.
 *
 * @param fetcher where files come from
 */
record ServedMetadata(Fetcher fetcher) implements MetadataSource {
  /** As many mirrors as a map file may list; a fetcher that names ever new ones ends here. */
  private static final int MAX_ATTEMPTS = 64;

  @Override
  public String describe(String roleName, long version) {
    return RoleNames.served(roleName, version);
  }

  @Override
  public <T> T read(String roleName, long version, int maxBytes, Verifier<T> verifier)
      throws IOException {
    FetchRequest request = FetchRequest.of(describe(roleName, version));
    GantryException refused = null;
    for (int attempt = 1; ; attempt++) {
      Optional<String> origin;
      Bytes raw;
      try (FetchResponse response = fetcher.open(request)) {
        origin = response.origin();
        raw = Bytes.of(response.body().readNBytes(maxBytes + 1));
      } catch (IOException noOther) {
        throw failure(roleName, refused, noOther);
      }
      try {
        return verifier.verify(raw);
      } catch (GantryException e) {
        refused = joined(refused, e);
      }
      if (origin.isEmpty() || request.avoided().contains(origin.get()) || attempt == MAX_ATTEMPTS) {
        throw refused;
      }
      request = request.avoiding(origin.get());
    }
  }

  /**
   * Returns what to throw if no mirror is left. A root that no other mirror has does not exist: a
   * mirror that makes one up can do no more than one that leaves one out.
   */
  private static IOException failure(
      String roleName, @Nullable GantryException refused, IOException noOther) {
    if (refused == null) {
      return noOther;
    }
    boolean isAnswer =
        Thread.currentThread().isInterrupted()
            || (noOther instanceof FetchNotFoundException && roleName.equals(RoleNames.ROOT));
    IOException thrown = isAnswer ? noOther : refused;
    thrown.addSuppressed(isAnswer ? refused : noOther);
    return thrown;
  }

  private static GantryException joined(@Nullable GantryException first, GantryException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
