// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import dev.gantry.verity.RootHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL takes what we sign, and we take what OpenSSL signs, as far as the kernel does. */
class OpensslSignatureTest {
  private static final RootHash ROOT =
      RootHash.sha256("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");

  @TempDir Path directory;

  private Path openssl;
  private Path content;

  @BeforeEach
  void writeContent() throws IOException {
    openssl = ExternalTool.require("openssl");
    content = Files.writeString(directory.resolve("root.txt"), ROOT.hex());
  }

  @Test
  void opensslVerifiesEveryKeyAndDigestOfOurs() throws IOException {
    for (TestSigner signer : TestSigner.ALL) {
      for (SignatureDigest digest : SignatureDigest.values()) {
        RootHashSignature ours = signer.signer().withDigest(digest).sign(ROOT);
        for (String command : List.of("cms", "smime")) {
          assertEquals(0, verify(command, signer, ours, content).exitCode(), signer + " " + digest);
        }
        Path other = Files.writeString(directory.resolve("other.txt"), "0".repeat(64));
        assertNotEquals(0, verify("cms", signer, ours, other).exitCode());
        assertNotEquals(0, verify("cms", TestSigner.STRANGER, ours, content).exitCode());
      }
    }
  }

  @Test
  void weVerifyEveryKeyAndDigestOfOpenssl() throws IOException {
    for (TestSigner signer : TestSigner.ALL) {
      RootHashVerifier verifier =
          RootHashVerifier.of(List.of(TestSigner.STRANGER.certificate(), signer.certificate()));
      for (SignatureDigest digest : SignatureDigest.values()) {
        for (List<String> command :
            List.of(List.of("cms"), List.of("cms", "-keyid"), List.of("smime"))) {
          List<String> arguments = new ArrayList<>(command);
          arguments.addAll(List.of("-nocerts", "-noattr"));
          RootHashSignature theirs = sign(arguments, signer, digest);
          VerifiedRootHash proof = verifier.verify(ROOT, theirs);
          assertEquals(signer.certificate(), proof.signer());
          assertEquals(digest, proof.digest());
        }
      }
    }
  }

  @Test
  void rsaSignaturesAreTheBytesOfOpensslCms() throws IOException {
    for (SignatureDigest digest : SignatureDigest.values()) {
      RootHashSignature theirs =
          sign(List.of("cms", "-nocerts", "-noattr"), TestSigner.RSA, digest);
      assertEquals(theirs, TestSigner.RSA.signer().withDigest(digest).sign(ROOT));
    }
  }

  @Test
  void certificatesInASignatureDoNotMatter() throws IOException {
    RootHashSignature theirs =
        sign(List.of("cms", "-noattr"), TestSigner.P256, SignatureDigest.SHA256);
    RootHashVerifier.of(List.of(TestSigner.P256.certificate())).verify(ROOT, theirs);
    assertThrows(
        RootHashSignatureException.class,
        () -> RootHashVerifier.of(List.of(TestSigner.STRANGER.certificate())).verify(ROOT, theirs));
  }

  @Test
  void whatTheKernelRefusesIsRefused() {
    for (List<String> command :
        List.of(
            List.of("cms", "-nocerts"), // signed attributes
            List.of("cms", "-nocerts", "-noattr", "-nodetach"), // embedded content
            List.of("smime", "-nocerts"),
            List.of("smime", "-nocerts", "-noattr", "-nodetach"))) {
      assertThrows(
          UnsupportedFormatException.class,
          () -> sign(command, TestSigner.RSA, SignatureDigest.SHA256),
          command.toString());
    }
  }

  @Test
  void weakDigestsAndOtherPaddingsAreRefused() throws IOException {
    RootHashVerifier verifier = RootHashVerifier.of(List.of(TestSigner.RSA.certificate()));
    for (String md : List.of("sha1", "sha224", "md5", "sha3-256")) {
      RootHashSignature theirs =
          sign(List.of("cms", "-nocerts", "-noattr", "-md", md), TestSigner.RSA);
      RootHashSignatureException e =
          assertThrows(RootHashSignatureException.class, () -> verifier.verify(ROOT, theirs), md);
      assertEquals(RootHashSignatureException.Reason.DIGEST_NOT_ALLOWED, e.reason(), md);
    }
    assertThrows(
        UnsupportedFormatException.class,
        () ->
            sign(
                List.of(
                    "cms",
                    "-nocerts",
                    "-noattr",
                    "-md",
                    "sha256",
                    "-keyopt",
                    "rsa_padding_mode:pss"),
                TestSigner.RSA));
  }

  private RootHashSignature sign(List<String> command, TestSigner signer, SignatureDigest digest)
      throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-md", digest.name().toLowerCase(Locale.ROOT)));
    return sign(all, signer);
  }

  private RootHashSignature sign(List<String> command, TestSigner signer) throws IOException {
    Path out = directory.resolve("openssl.p7s");
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("-sign", "-binary", "-outform", "DER", "-in", content.toString()));
    arguments.addAll(1, List.of("-signer", signer.certificateFile(directory).toString()));
    arguments.addAll(List.of("-inkey", signer.keyFile(directory).toString()));
    arguments.addAll(List.of("-out", out.toString()));
    ExternalTool.run(openssl, arguments).orFail();
    return RootHashSignature.decode(Bytes.of(Files.readAllBytes(out)), out.toString());
  }

  private ToolResult verify(
      String command, TestSigner signer, RootHashSignature signature, Path signed)
      throws IOException {
    Path file = directory.resolve("ours.p7s");
    Files.write(file, signature.encoded().toByteArray());
    String certificate = signer.certificateFile(directory).toString();
    return ExternalTool.run(
        openssl,
        List.of(
            command,
            "-verify",
            "-binary",
            "-noverify",
            "-nointern",
            "-inform",
            "DER",
            "-in",
            file.toString(),
            "-content",
            signed.toString(),
            "-certfile",
            certificate));
  }
}
