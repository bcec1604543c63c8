// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.Output;
import dev.gantry.cli.WorkDirectory;
import dev.gantry.tuf.Freshness;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client for one verb, with a store of its own unless there is one to keep. */
final class ClientSession implements AutoCloseable {
  private final @Nullable WorkDirectory temporary;
  private final TufClient client;
  private final TrustedView view;

  private ClientSession(@Nullable WorkDirectory temporary, TufClient client, TrustedView view) {
    this.temporary = temporary;
    this.client = client;
    this.view = view;
  }

  /** Verifies the metadata of a repository. */
  static ClientSession open(RepositoryOptions repository, Output output) throws IOException {
    return open(repository, repository.freshness(output), output);
  }

  /** Verifies the metadata of a repository, as fresh as asked for. */
  static ClientSession open(RepositoryOptions repository, Freshness freshness, Output output)
      throws IOException {
    Path kept = repository.store();
    WorkDirectory temporary = kept == null ? WorkDirectory.create() : null;
    Path store = temporary == null ? Objects.requireNonNull(kept, "kept") : temporary.path();
    try {
      TufClient client =
          TufClient.builder(
                  repository.root(output),
                  TrustedStore.open(store),
                  repository.metadata(),
                  repository.targets())
              .build();
      return new ClientSession(temporary, client, client.refresh(freshness));
    } catch (IOException | RuntimeException e) {
      close(temporary);
      throw e;
    }
  }

  TufClient client() {
    return client;
  }

  TrustedView view() {
    return view;
  }

  @Override
  public void close() throws IOException {
    close(temporary);
  }

  private static void close(@Nullable WorkDirectory directory) throws IOException {
    if (directory != null) {
      directory.close();
    }
  }
}
