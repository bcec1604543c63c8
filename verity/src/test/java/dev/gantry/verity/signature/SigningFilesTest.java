// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.RootHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningFilesTest {
  private static final RootHash ROOT = RootHash.sha256("77".repeat(32));

  @TempDir Path directory;

  @Test
  void keysOfOpensslAreRead() throws Exception {
    Path openssl = ExternalTool.require("openssl");
    for (TestSigner signer : TestSigner.ALL) {
      Path pem = signer.keyFile(directory);
      Path old = directory.resolve("old.pem");
      Path der = directory.resolve("key.der");
      ExternalTool.run(openssl, List.of("pkey", "-traditional", "-in", "" + pem, "-out", "" + old))
          .orFail();
      ExternalTool.run(
              openssl,
              List.of(
                  "pkcs8",
                  "-topk8",
                  "-nocrypt",
                  "-in",
                  "" + pem,
                  "-outform",
                  "DER",
                  "-out",
                  "" + der))
          .orFail();
      for (Path file : List.of(pem, old, der)) {
        var key = SigningFiles.readPrivateKey(read(file), file.toString());
        RootHashSigner.of(key, signer.certificate()).sign(ROOT);
      }
      Path parameters = directory.resolve("parameters.pem");
      Files.writeString(
          parameters,
          "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
              + Files.readString(old));
      SigningFiles.readPrivateKey(read(parameters), "test");
    }
  }

  @Test
  void keysThatCannotBeUsedAreRefused() throws Exception {
    Path openssl = ExternalTool.require("openssl");
    Path pem = TestSigner.P256.keyFile(directory);
    Path bad = directory.resolve("bad.pem");
    ExternalTool.run(
            openssl,
            List.of("pkcs8", "-topk8", "-passout", "pass:x", "-in", "" + pem, "-out", "" + bad))
        .orFail();
    refused(UnsupportedFormatException.class, read(bad));
    ExternalTool.run(
            openssl,
            List.of("pkey", "-in", "" + pem, "-ec_param_enc", "explicit", "-out", "" + bad))
        .orFail();
    refused(UnsupportedFormatException.class, read(bad));
    ExternalTool.run(openssl, List.of("genpkey", "-algorithm", "ED25519", "-out", "" + bad))
        .orFail();
    refused(UnsupportedFormatException.class, read(bad));
    refused(
        UnsupportedFormatException.class,
        TestSigner.ascii(TestSigner.pem(TestSigner.P256.certificate())));
    refused(MalformedDataException.class, Bytes.empty());
    refused(MalformedDataException.class, TestSigner.ascii("no key"));
    refused(MalformedDataException.class, Bytes.of((byte) 0x30, (byte) 0x80));
    refused(
        MalformedDataException.class,
        TestSigner.ascii("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"));
    refused(LimitExceededException.class, Bytes.of(new byte[SigningFiles.MAX_SIZE_BYTES + 1]));
  }

  @Test
  void certificatesAreReadAsPemAndDer() throws Exception {
    Bytes der = Bytes.of(TestSigner.P384.certificate().getEncoded());
    assertEquals(
        List.of(TestSigner.P384.certificate()), SigningFiles.readCertificates(der, "test"));
    StringBuilder pem = new StringBuilder("Some words in front\n");
    TestSigner.ALL.forEach(s -> pem.append(TestSigner.pem(s.certificate())));
    assertEquals(
        TestSigner.ALL.stream().map(TestSigner::certificate).toList(),
        SigningFiles.readCertificates(TestSigner.ascii(pem.toString()), "test"));
  }

  @Test
  void filesWithoutCertificatesAreRefused() throws IOException {
    String one = TestSigner.pem(TestSigner.P256.certificate());
    for (Bytes bad :
        List.of(
            Bytes.empty(),
            TestSigner.ascii("no certificate"),
            Bytes.of((byte) 0x30, (byte) 0x00),
            read(TestSigner.P256.keyFile(directory)),
            TestSigner.ascii(one.replace("MII", "AAA")))) {
      assertThrows(MalformedDataException.class, () -> SigningFiles.readCertificates(bad, "test"));
    }
    assertThrows(
        LimitExceededException.class,
        () -> SigningFiles.readCertificates(TestSigner.ascii(one.repeat(65)), "test"));
  }

  private static Bytes read(Path file) throws IOException {
    return Bytes.of(Files.readAllBytes(file));
  }

  private static void refused(Class<? extends Exception> type, Bytes file) {
    Exception e = assertThrows(Exception.class, () -> SigningFiles.readPrivateKey(file, "test"));
    assertEquals(type, e.getClass(), e.getMessage());
  }
}
