// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.core.Version;
import dev.gantry.update.boot.BootConfiguration;
import dev.gantry.update.boot.BootImageBuilder;
import dev.gantry.update.codec.Lz4EncodeOptions;
import dev.gantry.update.codec.Lz4Frames;
import dev.gantry.update.manifest.ImageNames;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A release of small images: boot, root and hash, raw and as targets. */
final class TestRelease {
  static final String VARIANT = "dev";
  static final String ARCH = "x86_64";

  private final Version version;
  private byte[] boot;
  private byte[] root;
  private byte[] hash;
  private final Map<String, Bytes> targets = new LinkedHashMap<>();

  private TestRelease(Version version, byte[] boot, byte[] root, byte[] hash) {
    this.version = version;
    this.boot = boot;
    this.root = root;
    this.hash = hash;
  }

  /** Makes a release whose boot configuration is right. */
  static TestRelease of(String version) throws IOException {
    return of(version, version, 40);
  }

  /** Makes a release whose boot configuration may name another version. */
  static TestRelease of(String version, String bootVersion, int rootBlocks) throws IOException {
    Version parsed = Version.parse(version);
    Random random = new Random(version.hashCode());
    byte[] root = new byte[rootBlocks * 4096];
    random.nextBytes(root);
    // Half of it compresses.
    java.util.Arrays.fill(root, root.length / 2, root.length, (byte) parsed.minor());
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    VerityParameters parameters = VerityParameters.of(Guid.random(random), Bytes.of(salt));
    byte[] hash = new byte[(int) VerityFormatter.hashAreaBytes(rootBlocks, parameters) + 4096];
    VerityTree tree =
        VerityFormatter.format(device(root), device(hash), parameters, VerityOptions.defaults());
    return new TestRelease(
        parsed,
        boot(
            BootConfiguration.of(
                "Test",
                Version.parse(bootVersion),
                VerityTable.bottlerocket(VerityTable.BOOT_UUID_VARIABLE, tree))),
        root,
        hash);
  }

  static byte[] boot(BootConfiguration configuration) throws IOException {
    Path directory = Files.createTempDirectory("gantry-boot");
    Path file = directory.resolve("boot");
    new BootImageBuilder(configuration).write(file);
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    Files.delete(directory);
    return content;
  }

  private static BlockDevice device(byte[] content) {
    return BlockDevices.inMemory(content, 512);
  }

  TestRelease withBoot(byte[] other) {
    boot = other;
    return this;
  }

  TestRelease withRoot(byte[] other) {
    root = other;
    return this;
  }

  TestRelease withHash(byte[] other) {
    hash = other;
    return this;
  }

  /** Replaces a target by other bytes, which the repository will sign all the same. */
  TestRelease withTarget(String image, byte[] content) {
    targets.put(name(image), Bytes.of(content));
    return this;
  }

  Version version() {
    return version;
  }

  byte[] boot() {
    return boot;
  }

  byte[] root() {
    return root;
  }

  byte[] hash() {
    return hash;
  }

  private String name(String image) {
    return "os-" + VARIANT + "-" + ARCH + "-" + version + "-" + image + ".lz4";
  }

  UpdateEntry.Builder entry() {
    return UpdateEntry.builder(
            VARIANT, ARCH, version, new ImageNames(name("boot"), name("root"), name("hash")))
        .maxVersion(Version.of(9, 9, 9));
  }

  Map<String, Bytes> targets() throws IOException {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put(name("boot"), Bytes.of(compress(boot)));
    all.put(name("root"), Bytes.of(compress(root)));
    all.put(name("hash"), Bytes.of(compress(hash)));
    all.putAll(targets);
    return all;
  }

  static byte[] compress(byte[] raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Lz4Frames.encode(new ByteArrayInputStream(raw), out, Lz4EncodeOptions.defaults());
    return out.toByteArray();
  }
}
