// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.MalformedDataException;
import dev.gantry.update.boot.BootConfiguration;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityProof;
import dev.gantry.verity.VeritySuperblock;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The three images of a release, which were found to belong together: the boot image starts the
 * release's version and hands the kernel the root hash of the root image.
 *
 * <p>Immutable; the files are not kept open. Who must be sure that they did not change since calls
 * {@link #verifyAgain}.
 */
public final class ReleaseImages {
  /** Root images are whole blocks of this size, since nothing protects less than a block. */
  public static final int BLOCK_BYTES = 4096;

  private final ReleaseIdentity identity;
  private final Path boot;
  private final Path root;
  private final Path hash;
  private final BootConfiguration configuration;
  private final VerityProof proof;

  private ReleaseImages(
      ReleaseIdentity identity,
      Path boot,
      Path root,
      Path hash,
      BootConfiguration configuration,
      VerityProof proof) {
    this.identity = identity;
    this.boot = boot;
    this.root = root;
    this.hash = hash;
    this.configuration = configuration;
    this.proof = proof;
  }

  /**
   * Verifies that three images are a release.
   *
   * @param identity what the release is called
   * @param boot the boot image
   * @param root the root image
   * @param hash the verity hash image
   * @param options how the root image is verified
   * @return the images
   * @throws MalformedDataException if an image cannot be used; {@code IMAGE_VERSION} if the boot
   *     image starts another version, {@code IMAGE_ROOT_SIZE} if the root image is not exactly what
   *     the root hash covers in blocks of {@value #BLOCK_BYTES}, {@code IMAGE_HASH_SUPERBLOCK} if
   *     the hash image's superblock is not that of the table in the boot image
   * @throws dev.gantry.verity.CorruptBlockException if the root image or the hash image is not what
   *     the root hash stands for
   * @throws dev.gantry.core.GantryException if the boot image cannot be read
   * @throws IOException if a file cannot be read
   */
  public static ReleaseImages verify(
      ReleaseIdentity identity, Path boot, Path root, Path hash, VerityOptions options)
      throws IOException {
    Objects.requireNonNull(identity, "identity");
    BootConfiguration configuration;
    try (BlockSource source = BlockDevices.openSource(boot)) {
      configuration = BootConfiguration.read(source);
    }
    if (!configuration.version().equals(identity.version())) {
      throw bad(
          "IMAGE_VERSION",
          boot,
          "version",
          configuration.version().toString(),
          identity.version().toString());
    }
    VerityTable table = configuration.table();
    checkRootSize(root);
    long rootBytes = Files.size(root);
    if (rootBytes != table.dataBytes()) {
      throw bad(
          "IMAGE_ROOT_SIZE",
          root,
          "size",
          rootBytes + " bytes",
          table.dataBytes() + " bytes, which the root hash covers");
    }
    try (BlockSource data = BlockDevices.openSource(root);
        BlockSource tree = BlockDevices.openSource(hash)) {
      checkSuperblock(VeritySuperblock.read(tree), table, hash);
      VerityProof proof = VerityVerifier.verify(data, tree, table, options);
      return new ReleaseImages(identity, boot, root, hash, configuration, proof);
    }
  }

  static void checkRootSize(Path root) throws IOException {
    long size = Files.size(root);
    if (size == 0 || size % BLOCK_BYTES != 0) {
      throw bad("IMAGE_ROOT_SIZE", root, "size", size + " bytes", "a multiple of " + BLOCK_BYTES);
    }
  }

  /** The kernel does not look at the superblock, but tools do. */
  private static void checkSuperblock(VeritySuperblock superblock, VerityTable table, Path hash)
      throws MalformedDataException {
    if (!superblock.salt().equals(table.salt())
        || superblock.dataBlocks() != table.dataBlocks()
        || superblock.algorithm() != table.algorithm()) {
      throw bad(
          "IMAGE_HASH_SUPERBLOCK",
          hash,
          "superblock",
          superblock.toString(),
          "that of table " + table);
    }
  }

  private static MalformedDataException bad(
      String code, Path image, String field, String found, String expected) {
    return new MalformedDataException(
        code, image.toString(), MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }

  /**
   * Verifies the files as they are now.
   *
   * @param options how the root image is verified
   * @return the images
   * @throws MalformedDataException as {@link #verify} does; {@code IMAGE_CHANGED} if they are a
   *     release, but another one than before
   * @throws IOException as {@link #verify} does
   */
  public ReleaseImages verifyAgain(VerityOptions options) throws IOException {
    ReleaseImages now = verify(identity, boot, root, hash, options);
    if (!now.configuration.equals(configuration)) {
      throw bad(
          "IMAGE_CHANGED",
          boot,
          "boot configuration",
          now.configuration.toString(),
          configuration.toString());
    }
    return now;
  }

  /**
   * Checks that each image fits its partition.
   *
   * @param sizes the sizes of the partitions
   * @throws dev.gantry.core.LimitExceededException if an image is too large
   * @throws IOException if a file's size cannot be read
   */
  public void checkFits(ImageSizes sizes) throws IOException {
    sizes.checkBoot(boot);
    sizes.checkRoot(root);
    sizes.checkHash(hash);
  }

  /**
   * Returns what the release is called.
   *
   * @return the identity
   */
  public ReleaseIdentity identity() {
    return identity;
  }

  /**
   * Returns the boot image.
   *
   * @return a file
   */
  public Path boot() {
    return boot;
  }

  /**
   * Returns the root image.
   *
   * @return a file
   */
  public Path root() {
    return root;
  }

  /**
   * Returns the verity hash image.
   *
   * @return a file
   */
  public Path hash() {
    return hash;
  }

  /**
   * Returns what the boot image says.
   *
   * @return the configuration, with the root hash
   */
  public BootConfiguration configuration() {
    return configuration;
  }

  /**
   * Returns the proof that the root image is what the root hash stands for.
   *
   * @return the proof
   */
  public VerityProof proof() {
    return proof;
  }

  /** Returns the stem of the names and the root hash. */
  @Override
  public String toString() {
    return identity.stem() + ", root hash " + proof.rootHash();
  }
}
