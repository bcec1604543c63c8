// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.tuf.TargetPath;
import java.util.List;

/**
 * What became of the files of a directory.
 *
 * @param listed paths that are listed now with the content of their file, sorted
 * @param skipped paths that were listed with other content and stay so, sorted
 * @param passedOver symbolic links and special files, relative to the directory, sorted
 */
public record ImportedTargets(
    List<TargetPath> listed, List<TargetPath> skipped, List<String> passedOver) {
  /** Creates a result; the lists are copied. */
  public ImportedTargets {
    listed = List.copyOf(listed);
    skipped = List.copyOf(skipped);
    passedOver = List.copyOf(passedOver);
  }
}
