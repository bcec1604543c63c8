// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code gantry tuf-conformance}, as the help lists it. The launcher starts {@link
 * ConformanceClient} itself, which takes less time.
 */
@Command(
    name = "tuf-conformance",
    description = {
      "The client under test of theupdateframework/tuf-conformance:",
      "--metadata-dir DIR [--metadata-url URL] [--target-name NAME]..."
          + " [--target-dir DIR --target-base-url URL] (init ROOTFILE | refresh | download)"
    })
public final class TufConformanceCommand implements Callable<Integer> {
  @Unmatched private final List<String> words = new ArrayList<>();

  /** Called by picocli. */
  public TufConformanceCommand() {}

  @Override
  public Integer call() {
    return ConformanceClient.run(InstantSource.system(), System.err, words.toArray(String[]::new));
  }
}
