// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.DmModCreate;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTableOption;
import dev.gantry.verity.signature.RootHashSigner;
import dev.gantry.verity.signature.SignatureDigest;
import dev.gantry.verity.signature.SigningFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kernel that demands signatures takes ours and refuses the others; and a kernel boots from a
 * disk of ours by a line of ours alone, as Bottlerocket does. The kernel is built by {@code
 * src/test/kernel/build-signed-kernel.sh}, which takes minutes, so this is skipped where {@code
 * GANTRY_SIGNED_KERNEL} does not name its directory, under {@code CI} too.
 */
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedKernelTest {
  private static final String DEMAND = "quiet dm_verity.require_signatures=1";

  @TempDir static Path work;

  private GuestKernel kernel;
  private Path keys;
  private VerityDisk disk;

  @BeforeAll
  void makeDisk() throws Exception {
    Optional<Path> directory = GuestKernel.signedKernelDirectory();
    Assumptions.assumeTrue(directory.isPresent(), "GANTRY_SIGNED_KERNEL names no directory");
    keys = directory.orElseThrow();
    kernel = new GuestKernel(keys.resolve("bzImage"), Map.of());
    Path files = Files.createDirectory(work.resolve("files"));
    addRootFileSystem(files);
    disk = VerityDisk.make(work, files);
  }

  /** The kernel mounts the disk itself and runs this. */
  private static void addRootFileSystem(Path files) throws IOException {
    for (String directory : List.of("bin", "dev", "proc", "sys", "tmp")) {
      Files.createDirectory(files.resolve(directory));
    }
    Files.copy(ExternalTool.require("busybox"), files.resolve("bin/busybox"));
    for (String tool : List.of("sh", "mount", "sha256sum", "poweroff", "cat")) {
      Files.createSymbolicLink(files.resolve("bin/" + tool), Path.of("busybox"));
    }
    Path init = files.resolve("init");
    Files.writeString(
        init,
        """
        #!/bin/sh
        export PATH=/bin
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        echo "GUEST name $(cat /sys/block/dm-0/dm/name)"
        for i in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
          echo "GUEST digest $(sha256sum /file$i)"
        done
        echo "GUEST end"
        poweroff -f
        """);
    assertTrue(init.toFile().setExecutable(true));
  }

  @Test
  void bootsAsBottlerocketDoesFromTheCommandLineAlone() throws Exception {
    String line =
        VerityTable.bottlerocket(disk.bootUuid().toString(), disk.tree()).dmModCreate("root");
    GuestRun run = bootLine(line);
    assertTrue(run.ended(), run.console());
    assertEquals(List.of("root"), run.said("name"));
    List<String> expected =
        disk.manifest().lines().map(l -> l.replace(" file", "  /file")).sorted().toList();
    assertEquals(expected, run.said("digest").stream().sorted().toList());
  }

  @Test
  void doesNotBootByAnotherRootHash() throws Exception {
    String right = disk.tree().rootHash().hex();
    String wrong = (right.charAt(0) == '0' ? "1" : "0") + right.substring(1);
    String line =
        VerityTable.bottlerocket(disk.bootUuid().toString(), disk.tree()).dmModCreate("root");
    GuestRun run = bootLine(line.replace(right, wrong));
    assertEquals(List.of(), run.said("name"), run.console());
    assertTrue(!run.ended(), run.console());
  }

  private GuestRun bootLine(String line) throws IOException {
    return Guest.boot(
        kernel.image(),
        Optional.empty(),
        disk.image(),
        "root=/dev/dm-0 rootfstype=ext4 rootwait ro init=/init dm-mod.create=\"" + line + "\"");
  }

  @Test
  void takesOurSignaturesAndRefusesTheOthers() throws Exception {
    RootHash root = disk.tree().rootHash();
    RootHash other = RootHash.sha256("ab".repeat(32));
    Map<String, Bytes> taken = new LinkedHashMap<>();
    Map<String, Bytes> refused = new LinkedHashMap<>();
    List<RootHashSigner> trusted = new ArrayList<>();
    for (String name : List.of("rsa", "p256", "p384")) {
      RootHashSigner signer = signer(name);
      trusted.add(signer);
      for (SignatureDigest digest : SignatureDigest.values()) {
        taken.put(name + "-" + digest, signer.withDigest(digest).sign(root).encoded());
      }
      refused.put(name + "-other-root", signer.sign(other).encoded());
    }
    RootHashSigner stranger = signer("stranger");
    refused.put("stranger", stranger.sign(root).encoded());
    taken.put("three-signers", RootHashSigner.sign(root, trusted).encoded());
    taken.put(
        "with-stranger", RootHashSigner.sign(root, List.of(stranger, trusted.get(0))).encoded());
    refused.put("openssl-raw-bytes", openssl(root.value().toByteArray(), "-noattr"));
    byte[] text = root.hex().getBytes(StandardCharsets.US_ASCII);
    refused.put("openssl-signed-attributes", openssl(text));
    refused.put("openssl-content", openssl(text, "-noattr", "-nodetach"));
    taken.put("openssl", openssl(text, "-noattr"));
    taken.put("openssl-key-identifier", openssl(text, "-noattr", "-keyid"));
    taken.put("openssl-sha1", openssl(text, "-noattr", "-md", "sha1"));
    byte[] cut = signer("rsa").sign(root).encoded().toByteArray();
    refused.put("cut", Bytes.of(cut, 0, cut.length - 1));

    Map<String, String> seen = present(taken, refused);
    taken.keySet().forEach(name -> assertEquals("taken", seen.get(name), name));
    refused.keySet().forEach(name -> assertEquals("refused", seen.get(name), name));
    assertEquals("refused", seen.get("none"));
  }

  private Map<String, String> present(Map<String, Bytes> taken, Map<String, Bytes> refused)
      throws IOException {
    GuestArchive archive = GuestArchive.of(kernel).tool("keyctl");
    Map<String, Bytes> all = new LinkedHashMap<>(taken);
    all.putAll(refused);
    StringBuilder names = new StringBuilder();
    for (Map.Entry<String, Bytes> signature : all.entrySet()) {
      archive.file("signatures/" + signature.getKey(), signature.getValue().toByteArray());
      archive.text("tables/" + signature.getKey(), line(Optional.of(signature.getKey())));
      names.append(signature.getKey()).append(' ');
    }
    archive.text("tables/none", line(Optional.empty()));
    Path initramfs = work.resolve("initramfs");
    archive
        .text(
            "scenario",
            """
            for name in %s none; do
              if [ -f /signatures/$name ]; then
                keyctl padd user gantry:$name @u < /signatures/$name >/dev/null
              fi
              if dmsetup create --concise "$(cat /tables/$name)" 2>/tmp/error; then
                say signature $name taken
                dmsetup remove root
              else
                say signature $name refused
                sed 's/^/GUEST why /' /tmp/error
              fi
            done
            """
                .formatted(names.toString().strip()))
        .write(initramfs);
    GuestRun run = Guest.boot(kernel.image(), Optional.of(initramfs), disk.image(), DEMAND);
    assertTrue(run.ended(), run.console());
    Map<String, String> seen = new LinkedHashMap<>();
    for (String said : run.said("signature")) {
      int space = said.indexOf(' ');
      seen.put(said.substring(0, space), said.substring(space + 1));
    }
    return seen;
  }

  private String line(Optional<String> signature) {
    VerityTable.Builder table =
        VerityTable.builder(
            "/dev/vda2", "/dev/vda3", disk.tree().superblock(), disk.tree().rootHash());
    signature.ifPresent(name -> table.option(new VerityTableOption.SignatureKey("gantry:" + name)));
    return DmModCreate.readOnly("root", table.build()).toString();
  }

  private RootHashSigner signer(String name) throws IOException {
    Bytes key = Bytes.of(Files.readAllBytes(keys.resolve(name + ".key.pem")));
    Bytes certificate = Bytes.of(Files.readAllBytes(keys.resolve(name + ".cert.pem")));
    return RootHashSigner.of(
        SigningFiles.readPrivateKey(key, name),
        SigningFiles.readCertificates(certificate, name).get(0));
  }

  private Bytes openssl(byte[] content, String... options) throws IOException {
    Path in = Files.write(work.resolve("content"), content);
    Path out = work.resolve("openssl.p7s");
    List<String> arguments = new ArrayList<>(List.of("cms", "-sign", "-binary", "-nocerts"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-outform", "DER", "-in", in.toString(), "-out", out.toString()));
    arguments.addAll(List.of("-inkey", keys.resolve("rsa.key.pem").toString()));
    arguments.addAll(List.of("-signer", keys.resolve("rsa.cert.pem").toString()));
    ExternalTool.run(ExternalTool.require("openssl"), arguments).orFail();
    return Bytes.of(Files.readAllBytes(out));
  }
}
