// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.Text;
import dev.gantry.core.Version;
import dev.gantry.update.manifest.ImageNames;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a release is called.
 *
 * @param prefix how all names of images begin, {@value #BOTTLEROCKET_PREFIX} in the original
 * @param variant what kind of host it is for, for example {@code aws-k8s-1.31}
 * @param arch the processor architecture, for example {@code x86_64}
 * @param version its version
 * @param commit what it was built from, the first 8 digits of a commit in the original
 * @param prettyName what the boot menu shows before the version
 */
public record ReleaseIdentity(
    String prefix, String variant, String arch, Version version, String commit, String prettyName) {
  /** The prefix of Bottlerocket's images. */
  public static final String BOTTLEROCKET_PREFIX = "bottlerocket";

  /** Repositories put a digest before a name, and file systems end at 255 bytes. */
  private static final int MAX_STEM_LENGTH = 100;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * Creates an identity.
   *
   * @throws IllegalArgumentException if prefix, variant, architecture or commit is not 1 to 64
   *     letters, digits, dots, underscores and dashes, or does not begin with a letter or digit; or
   *     if the {@link #stem()} is longer than 100 characters
   */
  public ReleaseIdentity {
    check("prefix", prefix);
    check("variant", variant);
    check("architecture", arch);
    check("commit", commit);
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(prettyName, "prettyName");
    String stem = stem(prefix, variant, arch, version, commit);
    if (stem.length() > MAX_STEM_LENGTH) {
      throw new IllegalArgumentException(
          stem + " has " + stem.length() + " characters, expected at most " + MAX_STEM_LENGTH);
    }
  }

  private static void check(String what, String word) {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          what + " is " + Text.quote(word) + ", expected " + WORD.pattern());
    }
  }

  /**
   * Returns how the names of all images of this release begin.
   *
   * @return prefix, variant, architecture, version and commit
   */
  public String stem() {
    return stem(prefix, variant, arch, version, commit);
  }

  private static String stem(
      String prefix, String variant, String arch, Version version, String commit) {
    return prefix + "-" + variant + "-" + arch + "-" + version + "-" + commit;
  }

  /**
   * Returns the names of the targets that hold the images. As in the original they do not depend on
   * what the images are: a boot image in tar format is called {@code ext4} too.
   *
   * @return the names
   */
  public ImageNames targetNames() {
    return new ImageNames(
        stem() + "-boot.ext4.lz4", stem() + "-root.ext4.lz4", stem() + "-root.verity.lz4");
  }
}
