// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Writes the repositories that every implementation is measured with, in the form that all of them
 * read: sorted members, no blanks, ed25519, consistent snapshots.
 *
 * <p>Arguments: an empty directory, and optionally the numbers of targets, of further targets, of
 * rotations, of bits of the hash bins, and of MiB of the large target.
 */
public final class GenerateRepositories {
  private final Path base;

  private GenerateRepositories(Path base) {
    this.base = base;
  }

  /**
   * Writes all repositories.
   *
   * @param args see the class
   * @throws IOException if one cannot be written
   */
  public static void main(String[] args) throws IOException {
    GenerateRepositories all = new GenerateRepositories(Path.of(args[0]));
    all.targets("targets-small", number(args, 1, 10_000));
    all.targets("targets-large", number(args, 2, 100_000));
    all.rotations("rotations", number(args, 3, 1000));
    all.bins("bins", number(args, 4, 14));
    all.download("download", number(args, 5, 512));
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private void targets(String name, int count) throws IOException {
    StringBuilder targets = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String path = path(i);
      targets.append(i == 0 ? "" : ",").append('"').append(path).append("\":");
      targets.append(target(i, Digest.compute(DigestAlgorithm.SHA256, utf8(path)).hex()));
    }
    new RepositoryFiles(base.resolve(name)).finish(targets.toString(), "", 1);
  }

  /** Returns a path of fixed width, so that counting order is byte order. */
  private static String path(int i) {
    String digits = Integer.toString(i);
    return "packages/package-" + "0".repeat(8 - digits.length()) + digits + ".tar.gz";
  }

  private static String target(long lengthBytes, String sha256) {
    return "{\"hashes\":{\"sha256\":\"" + sha256 + "\"},\"length\":" + lengthBytes + "}";
  }

  private void rotations(String name, int count) throws IOException {
    RepositoryFiles files = new RepositoryFiles(base.resolve(name));
    for (int i = 0; i < count; i++) {
      files.rotateRoot();
    }
    files.finish("", "", 1);
  }

  private void bins(String name, int bits) throws IOException {
    RepositoryFiles files = new RepositoryFiles(base.resolve(name));
    List<List<String>> targets = new ArrayList<>();
    for (int bin = 0; bin < 1 << bits; bin++) {
      targets.add(new ArrayList<>());
    }
    for (int i = 0; i < 1 << bits; i++) {
      String hash = Digest.compute(DigestAlgorithm.SHA256, utf8(path(i))).hex();
      int bin = (int) (Long.parseLong(hash.substring(0, 8), 16) >>> (32 - bits));
      targets.get(bin).add('"' + path(i) + "\":" + target(i, hash));
    }
    StringBuilder meta = new StringBuilder();
    int digits = (bits + 3) / 4;
    for (int bin = 0; bin < 1 << bits; bin++) {
      String number = Integer.toHexString(bin);
      String role = "bin-" + "0".repeat(digits - number.length()) + number;
      files.writeTargetsRole(role, String.join(",", targets.get(bin)), "", 1);
      meta.append('"').append(role).append(".json\":{\"version\":1},");
    }
    files.meta(meta.toString());
    files.finish("", files.succinct(bits, "bin"), 1);
  }

  private void download(String name, int mebibytes) throws IOException {
    Path targets = Files.createDirectories(base.resolve(name).resolve("targets"));
    Path file = targets.resolve("image.bin");
    Random random = new Random(1);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    String sha256 = sha256(file);
    Files.move(file, targets.resolve(sha256 + ".image.bin"));
    String entry = "\"image.bin\":" + target((long) mebibytes << 20, sha256);
    new RepositoryFiles(base.resolve(name)).finish(entry, "", 1);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest engine = DigestAlgorithm.SHA256.newMessageDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), engine)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(engine.digest());
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
