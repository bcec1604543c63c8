// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.update.boot.BootConfiguration;
import dev.gantry.update.boot.BootImageBuilder;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the images of a release from a root file system: the hash image of the size of the hash
 * partition, and a boot image with the root hash.
 *
 * <p>Equal input gives equal bytes. Not thread-safe.
 */
public final class ReleaseImageBuilder {
  private final Path root;
  private final ReleaseIdentity identity;
  private final ImageSizes sizes;
  private Optional<Path> kernel = Optional.empty();
  private Optional<VerityParameters> parameters = Optional.empty();
  private VerityOptions options = VerityOptions.defaults();

  /**
   * Starts a release with a placeholder for the kernel, and with salt and UUID derived from the
   * content of the root image.
   *
   * @param root the root file system, a multiple of {@value ReleaseImages#BLOCK_BYTES} bytes
   * @param identity what the release is called
   * @param layout the disks that it is for
   * @throws IllegalArgumentException if the layout has no slot
   */
  public ReleaseImageBuilder(Path root, ReleaseIdentity identity, SlotLayout layout) {
    this.root = Objects.requireNonNull(root, "root");
    this.identity = Objects.requireNonNull(identity, "identity");
    this.sizes = ImageSizes.of(layout);
  }

  /**
   * Takes a kernel.
   *
   * @param file a kernel
   * @return this builder
   */
  public ReleaseImageBuilder kernel(Path file) {
    this.kernel = Optional.of(file);
    return this;
  }

  /**
   * Sets salt and UUID.
   *
   * @param value parameters with SHA-256 and blocks of {@value ReleaseImages#BLOCK_BYTES} bytes
   * @return this builder
   * @throws IllegalArgumentException if the data blocks have another size
   */
  public ReleaseImageBuilder verityParameters(VerityParameters value) {
    if (value.dataBlockSizeBytes() != ReleaseImages.BLOCK_BYTES) {
      throw new IllegalArgumentException(
          "data blocks have " + value.dataBlockSizeBytes() + " bytes");
    }
    this.parameters = Optional.of(value);
    return this;
  }

  /**
   * Sets threads, progress and cancellation.
   *
   * @param value the options
   * @return this builder
   */
  public ReleaseImageBuilder options(VerityOptions value) {
    this.options = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Makes the boot image and the hash image, and verifies them with the root image, which stays
   * where it is. Nothing is left behind if that fails.
   *
   * @param directory an existing directory in which neither image exists yet
   * @return the images, named by {@link ReleaseIdentity#stem()}
   * @throws FileAlreadyExistsException if one exists; it stays as it is
   * @throws dev.gantry.core.MalformedDataException if the root image is empty or not a multiple of
   *     {@value ReleaseImages#BLOCK_BYTES} bytes, or the kernel is empty
   * @throws dev.gantry.core.LimitExceededException if an image does not fit its partition
   * @throws IOException if a file cannot be read or written
   * @throws java.util.concurrent.CancellationException if the options' token says so
   */
  public ReleaseImages build(Path directory) throws IOException {
    ReleaseImages.checkRootSize(root);
    sizes.checkRoot(root);
    Path boot = directory.resolve(identity.stem() + "-boot.ext4");
    Path hash = directory.resolve(identity.stem() + "-root.verity");
    for (Path image : new Path[] {boot, hash}) {
      if (Files.exists(image)) {
        throw new FileAlreadyExistsException(image.toString());
      }
    }
    boolean complete = false;
    try {
      VerityTree tree = format(hash);
      BootImageBuilder builder =
          new BootImageBuilder(
              BootConfiguration.of(
                  identity.prettyName(),
                  identity.version(),
                  VerityTable.bottlerocket(VerityTable.BOOT_UUID_VARIABLE, tree)));
      kernel.ifPresent(builder::kernel);
      builder.write(boot);
      ReleaseImages images = ReleaseImages.verify(identity, boot, root, hash, options);
      images.checkFits(sizes);
      complete = true;
      return images;
    } finally {
      if (!complete) {
        Files.deleteIfExists(boot);
        Files.deleteIfExists(hash);
      }
    }
  }

  private VerityTree format(Path hash) throws IOException {
    VerityParameters chosen =
        parameters.isPresent() ? parameters.get() : ContentParameters.of(root, options);
    try (BlockSource data = BlockDevices.openSource(root);
        BlockDevice device =
            BlockDevices.create(
                hash, sizes.hashBytes(), BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES)) {
      return VerityFormatter.format(data, device, chosen, options);
    }
  }
}
