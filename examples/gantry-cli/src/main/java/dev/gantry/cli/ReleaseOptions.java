// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Version;
import dev.gantry.partition.layout.BottlerocketLayout;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.update.image.ReleaseIdentity;
import dev.gantry.update.image.ReleaseImageBuilder;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images make a release, and for which disks. */
final class ReleaseOptions {
  @Option(
      names = "--root-image",
      paramLabel = "FILE",
      required = true,
      description = "Root file system, a multiple of 4096 bytes.")
  private Path rootImage = Path.of("");

  @Option(
      names = "--boot-image",
      paramLabel = "FILE",
      description = "Boot file system (ext4 or tar) with /grub/grub.cfg; default: one is made.")
  private @Nullable Path bootImage;

  @Option(
      names = "--hash-image",
      paramLabel = "FILE",
      description = "dm-verity image of the root; goes with --boot-image; default: one is made.")
  private @Nullable Path hashImage;

  @Option(
      names = "--kernel",
      paramLabel = "FILE",
      description = "Kernel for the boot file system that is made; default: a placeholder.")
  private @Nullable Path kernel;

  @Option(names = "--image-version", paramLabel = "VERSION", required = true)
  private String version = "";

  @Option(names = "--variant", required = true, description = "For example aws-k8s-1.31.")
  private String variant = "";

  @Option(
      names = "--arch",
      defaultValue = "x86_64",
      description = "Architecture; default: ${DEFAULT-VALUE}.")
  private String arch = "";

  @Option(
      names = "--commit",
      defaultValue = "00000000",
      description = "Commit that the images were built from; default: ${DEFAULT-VALUE}.")
  private String commit = "";

  @Option(
      names = "--pretty-name",
      defaultValue = "Gantry OS",
      description = "Name in the boot menu; default: ${DEFAULT-VALUE}.")
  private String prettyName = "";

  @Option(
      names = "--os-gib",
      paramLabel = "N",
      defaultValue = "2",
      description = "Size of the disk with the slots; default: ${DEFAULT-VALUE}.")
  private int osGib;

  ReleaseIdentity identity() {
    return new ReleaseIdentity(
        ReleaseIdentity.BOTTLEROCKET_PREFIX,
        variant,
        arch,
        Version.parse(version),
        commit,
        prettyName);
  }

  SlotLayout layout() {
    return BottlerocketLayout.builder(osGib, 1).build().osLayout();
  }

  /** Refuses to write over what is read. */
  void checkIsNoInput(Path output) throws IOException {
    for (Path input : new Path[] {rootImage, bootImage, hashImage, kernel}) {
      if (input != null && Files.exists(output) && Files.isSameFile(input, output)) {
        throw new IllegalArgumentException(output + " is an input of the image");
      }
    }
  }

  /** Takes the images that were given, or makes those that were not. */
  ReleaseImages images(Path work, VerityOptions options) throws IOException {
    if (bootImage != null && hashImage != null) {
      return ReleaseImages.verify(identity(), bootImage, rootImage, hashImage, options);
    }
    if (bootImage != null || hashImage != null) {
      throw new IllegalArgumentException(
          "--boot-image and --hash-image go together: one names the root hash of the other");
    }
    ReleaseImageBuilder builder =
        new ReleaseImageBuilder(rootImage, identity(), layout()).options(options);
    if (kernel != null) {
      builder.kernel(kernel);
    }
    return builder.build(work);
  }
}
