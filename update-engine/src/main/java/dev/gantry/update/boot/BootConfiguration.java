// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Text;
import dev.gantry.core.Version;
import dev.gantry.verity.DmModCreate;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityTable;
import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What the boot loader's configuration says: which version it starts, with which verity device as
 * root file system.
 *
 * <p>Immutable and thread-safe; equal if all parts are. The form is that of Bottlerocket's {@code
 * grub.cfg}, see {@code docs/formats/boot-image.md}. The configuration is only as trustworthy as
 * the partition that it was read from.
 */
public final class BootConfiguration {
  /** Path of the file in the boot partition. */
  public static final String FILE = "grub/grub.cfg";

  /** Path of the kernel in the boot partition. */
  public static final String KERNEL = "vmlinuz";

  /** Longest file accepted, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final Pattern NAME = Pattern.compile("[^\"'$\\\\\\p{Cntrl}]{1,200}");

  private final String prettyName;
  private final Version version;
  private final DmModCreate device;
  private final String kernel;

  BootConfiguration(String prettyName, Version version, DmModCreate device, String kernel) {
    this.prettyName = prettyName;
    this.version = version;
    this.device = device;
    this.kernel = kernel;
  }

  /**
   * Makes a configuration that starts {@value #KERNEL} with a verity device as Bottlerocket has it.
   *
   * @param prettyName what the menu shows before the version: 1 to 200 characters without quotes,
   *     dollars, backslashes and control characters
   * @param version the version
   * @param table the kernel's table of the root device
   * @return the configuration
   * @throws IllegalArgumentException if the name is not one
   */
  public static BootConfiguration of(String prettyName, Version version, VerityTable table) {
    if (!NAME.matcher(prettyName).matches() || !prettyName.strip().equals(prettyName)) {
      throw new IllegalArgumentException(
          "name is " + Text.quote(prettyName) + ", expected 1 to 200 plain characters");
    }
    return new BootConfiguration(
        prettyName,
        Objects.requireNonNull(version, "version"),
        DmModCreate.readOnly(VerityTable.BOTTLEROCKET_NAME, table),
        KERNEL);
  }

  /**
   * Reads the configuration from a boot partition or an image of one, as a boot loader would: finds
   * the file, and checks that the kernel which it names is there.
   *
   * @param bootPartition ext2, ext3, ext4 or tar; not closed
   * @return the configuration
   * @throws dev.gantry.core.MalformedDataException if the file system is damaged, file or kernel is
   *     not there (codes {@code BOOT_CONFIG_MISSING} and {@code BOOT_KERNEL_MISSING}), or the file
   *     does not say what it must
   * @throws dev.gantry.core.UnsupportedFormatException if file system or configuration use what is
   *     not known here
   * @throws dev.gantry.core.LimitExceededException if the file is longer than {@link #MAX_BYTES}
   * @throws IOException if the partition cannot be read
   */
  public static BootConfiguration read(BlockSource bootPartition) throws IOException {
    return BootConfigurationReader.read(bootPartition);
  }

  /**
   * Parses the text of a configuration.
   *
   * @param text the whole file
   * @param source where it comes from, for messages
   * @return the configuration
   * @throws dev.gantry.core.MalformedDataException if it does not say what it must
   * @throws dev.gantry.core.UnsupportedFormatException if its verity device is of a kind that is
   *     not known here
   * @throws dev.gantry.core.LimitExceededException if the device's table is too long
   * @throws IOException never for another reason
   */
  public static BootConfiguration parse(String text, String source) throws IOException {
    return new BootConfigurationReader(source).parse(text);
  }

  /**
   * Returns the text of the file; {@link #parse} reads it back to an equal configuration.
   *
   * @return lines as Bottlerocket writes them
   */
  public String render() {
    return String.join(
        "\n",
        "set default=\"0\"",
        "set timeout=\"0\"",
        "set dm_verity_root=\"" + device + "\"",
        "menuentry \"" + title() + "\" --unrestricted {",
        "   linux ($root)/" + kernel + " \\",
        "       root=/dev/dm-0 rootwait ro \\",
        "       raid=noautodetect \\",
        "       random.trust_cpu=on \\",
        "       selinux=1 enforcing=1 \\",
        "       dm-mod.create=\"$dm_verity_root\" \\",
        "       -- \\",
        "       systemd.log_target=journal-or-kmsg \\",
        "       systemd.log_color=0 \\",
        "       systemd.show_status=true",
        "   initrd ($private)/bootconfig.data",
        "   boot",
        "}",
        "");
  }

  /**
   * Returns the title of the menu entry.
   *
   * @return name and version
   */
  public String title() {
    return prettyName.isEmpty() ? version.toString() : prettyName + " " + version;
  }

  /**
   * Returns what the title has before the version.
   *
   * @return the name, possibly empty in a file of somebody else
   */
  public String prettyName() {
    return prettyName;
  }

  /**
   * Returns the version that starts.
   *
   * @return the last word of the title
   */
  public Version version() {
    return version;
  }

  /**
   * Returns the device that the kernel maps.
   *
   * @return the value of {@code dm-mod.create}
   */
  public DmModCreate device() {
    return device;
  }

  /**
   * Returns the table of the device.
   *
   * @return the table, with the root hash
   */
  public VerityTable table() {
    return device.table();
  }

  /**
   * Returns the root hash of the root file system.
   *
   * @return the table's root hash
   */
  public RootHash rootHash() {
    return device.table().rootHash();
  }

  /**
   * Returns which kernel starts.
   *
   * @return its path in the boot partition, without a slash at the beginning
   */
  public String kernel() {
    return kernel;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BootConfiguration that
        && prettyName.equals(that.prettyName)
        && version.equals(that.version)
        && device.equals(that.device)
        && kernel.equals(that.kernel);
  }

  @Override
  public int hashCode() {
    return Objects.hash(prettyName, version, device, kernel);
  }

  /** Returns the title and the root hash. */
  @Override
  public String toString() {
    return title() + ", root hash " + rootHash();
  }
}
