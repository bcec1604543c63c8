// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.Output;
import dev.gantry.tuf.RepositoryClone;
import picocli.CommandLine.Option;

/** Whether metadata that has expired is read all the same. */
final class ExpiryOptions {
  @Option(
      names = "--allow-expired-repo",
      description = "Accept metadata that has expired. Unsafe: updates may be held back.")
  private boolean ignored;

  /** Says whether expiry does not matter, and warns if so. */
  boolean isIgnored(Output output) {
    if (ignored) {
      output.warning("metadata that has expired is accepted; updates may be held back unnoticed");
    }
    return ignored;
  }

  RepositoryClone.Builder apply(RepositoryClone.Builder clone, Output output) {
    return isIgnored(output) ? clone.unsafeIgnoreExpiry() : clone;
  }
}
