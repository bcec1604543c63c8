// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignersTest {
  private static final Bytes MESSAGE = Bytes.of((byte) 1, (byte) 2, (byte) 3);

  @TempDir Path directory;

  private static void assertSigns(Signer signer) throws Exception {
    assertTrue(signer.publicKey().key().verifies(MESSAGE, signer.sign(MESSAGE)));
  }

  private CommandSigner.Builder shell(TufPublicKey key, String script) {
    Path sh = ExternalTool.require("sh");
    return CommandSigner.builder(key, List.of(sh.toString(), "-c", script));
  }

  private Path saved(SigningKey key) throws Exception {
    Path file = directory.resolve("key.pem");
    key.save(file, KeyFileMode.REPLACE);
    return file;
  }

  @Test
  void commandsSignMessagesAndDigests() throws Exception {
    String openssl = ExternalTool.require("openssl").toString();
    SigningKey key = SigningKey.generate(KeyAlgorithm.ECDSA_P256, new SecureRandom());
    String file = saved(key).toString();

    assertSigns(
        CommandSigner.builder(key.publicKey(), List.of(openssl, "dgst", "-sha256", "-sign", file))
            .build());
    assertSigns(
        shell(
                key.publicKey(),
                openssl + " dgst -sha256 -sign '" + file + "' | " + openssl + " base64")
            .output(CommandSigner.Output.BASE64)
            .build());
    // The digest comes as an argument, and standard input is empty.
    assertSigns(
        shell(
                key.publicKey(),
                "cat; "
                    + ExternalTool.require("perl")
                    + " -e 'print pack(\"H*\", shift)' {digest} > '"
                    + file
                    + ".digest'; "
                    + openssl
                    + " pkeyutl -sign -inkey '"
                    + file
                    + "' -in '"
                    + file
                    + ".digest' | od -An -v -tx1 | tr -d ' \\n'")
            .output(CommandSigner.Output.HEX)
            .environment("LC_ALL", "C")
            .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo trouble >&2; exit 3",
        "head -c 200000 /dev/zero",
        "head -c 200000 /dev/zero >&2",
        "kill -9 $$"
      })
  void commandsThatFailAreTyped(String script) throws Exception {
    CommandSigner signer = shell(TestKeys.ed25519(1).publicKey(), script).build();
    SigningFailedException e =
        assertThrows(SigningFailedException.class, () -> signer.sign(MESSAGE));
    assertTrue(e.signer().contains("sh"));
    if (script.startsWith("echo")) {
      assertTrue(e.found().contains("3") && e.found().contains("trouble"), e.found());
    }
    assertFalse(e.found().contains("\u0000"));
  }

  @Test
  void commandsThatWriteNoSignatureAreTyped() throws Exception {
    TufPublicKey key = TestKeys.ed25519(1).publicKey();
    CommandSigner empty = shell(key, "true").build();
    assertThrows(InvalidSignatureException.class, () -> empty.sign(MESSAGE));
    for (CommandSigner.Output output :
        List.of(CommandSigner.Output.HEX, CommandSigner.Output.BASE64)) {
      CommandSigner text = shell(key, "echo 'no, never'").output(output).build();
      assertThrows(SigningFailedException.class, () -> text.sign(MESSAGE));
    }
    CommandSigner none = CommandSigner.builder(key, List.of("/does/not/exist")).build();
    assertThrows(SigningFailedException.class, () -> none.sign(MESSAGE));
    assertThrows(
        UnsupportedFormatException.class,
        () -> CommandSigner.builder(key, List.of("x", "{digest}")).build());
    assertThrows(IllegalArgumentException.class, () -> CommandSigner.builder(key, List.of()));
  }

  /** Also where a child keeps the output open after the command itself has ended. */
  @ParameterizedTest
  @ValueSource(strings = {"exec sleep 60", "sleep 60 & exit 0", "sleep 60; true"})
  void commandsThatHangAreEnded(String script) throws Exception {
    CommandSigner signer =
        shell(TestKeys.ed25519(1).publicKey(), script).timeLimit(Duration.ofMillis(300)).build();
    GantryException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> assertThrows(GantryException.class, () -> signer.sign(MESSAGE)));
    // The JDK lets go of the output of a process that has ended, by chance before it is read.
    boolean ended = script.endsWith("exit 0");
    assertTrue(
        e instanceof SigningFailedException || (ended && e instanceof InvalidSignatureException),
        e::toString);
  }

  @Test
  void anInterruptEndsTheCommand() throws Exception {
    CommandSigner signer = shell(TestKeys.ed25519(1).publicKey(), "sleep 60").build();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, () -> signer.sign(MESSAGE));
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ED25519", "ECDSA_P256", "ECDSA_P384", "ECDSA_P521", "RSA_PSS_2048"})
  void servicesGetTheDigestOfTheScheme(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    RemoteSigner signer =
        RemoteSigner.of(
            key.publicKey(),
            request -> {
              assertEquals(MESSAGE, request.message());
              assertEquals(request.scheme().digest(), request.digest().map(d -> d.algorithm()));
              assertEquals(algorithm == KeyAlgorithm.ED25519, request.digest().isEmpty());
              assertEquals(key.publicKey().scheme(), request.scheme().id());
              return key.sign(request.message());
            });
    assertSigns(signer);
  }

  /** IEEE P1363, as some services and tokens answer. */
  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ECDSA_P256", "ECDSA_P384", "ECDSA_P521"})
  void twoNumbersOfFixedSizeBecomeDer(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    int field = SigningScheme.of(key.publicKey()).fieldBytes();
    RemoteSigner signer =
        RemoteSigner.of(
            key.publicKey(),
            request -> {
              ASN1Sequence der =
                  ASN1Sequence.getInstance(key.sign(request.message()).toByteArray());
              byte[] pair = new byte[2 * field];
              for (int i = 0; i < 2; i++) {
                byte[] number =
                    org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
                        field, ASN1Integer.getInstance(der.getObjectAt(i)).getValue());
                System.arraycopy(number, 0, pair, i * field, field);
              }
              return Bytes.of(pair);
            });
    for (int i = 0; i < 20; i++) {
      assertSigns(signer);
    }
  }

  @Test
  void servicesThatLieOrFailAreTyped() throws Exception {
    SigningKey key = TestKeys.ed25519(1);
    RemoteSigner liar =
        RemoteSigner.of(key.publicKey(), request -> TestKeys.ed25519(2).sign(MESSAGE));
    assertEquals(
        key.publicKey().keyId(),
        assertThrows(InvalidSignatureException.class, () -> liar.sign(MESSAGE)).keyId());
    RemoteSigner broken =
        RemoteSigner.of(
            key.publicKey(),
            request -> {
              throw new IllegalStateException("bug");
            });
    assertThrows(SigningFailedException.class, () -> broken.sign(MESSAGE));
    TufPublicKey old =
        TufPublicKey.parse(
            SigningKey.generate(KeyAlgorithm.RSA_PSS_2048, new SecureRandom())
                .publicKey()
                .toJson()
                .replace("rsassa-pss-sha256", "rsa-pkcs1v15-sha256"));
    assertThrows(
        UnsupportedFormatException.class, () -> RemoteSigner.of(old, request -> Bytes.empty()));
  }

  @Test
  void keysOfPkcs12FilesSign() throws Exception {
    Path openssl = ExternalTool.require("openssl");
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.RSA_PSS_2048, KeyAlgorithm.ECDSA_P384, KeyAlgorithm.ED25519)) {
      SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
      String pem = saved(key).toString();
      String certificate = directory.resolve("certificate.pem").toString();
      Path file = directory.resolve(algorithm + ".p12");
      run(openssl, "req", "-x509", "-new", "-key", pem, "-subj", "/CN=x", "-out", certificate);
      run(
          openssl,
          "pkcs12",
          "-export",
          "-inkey",
          pem,
          "-in",
          certificate,
          "-name",
          "signer",
          "-passout",
          "pass:secret",
          "-out",
          file.toString());

      KeyStoreSigner signer = KeyStoreSigner.load(file, "signer", source -> "secret".toCharArray());
      assertEquals(key.publicKey(), signer.publicKey());
      assertSigns(signer);
      assertThrows(
          MalformedDataException.class,
          () -> KeyStoreSigner.load(file, "nobody", source -> "secret".toCharArray()));
      assertThrows(
          MalformedDataException.class,
          () -> KeyStoreSigner.load(file, "signer", source -> "wrong".toCharArray()));
    }
    Path none = Files.write(directory.resolve("none.p12"), new byte[] {0x30, 0x03, 1, 2, 3});
    assertThrows(
        MalformedDataException.class,
        () -> KeyStoreSigner.load(none, "signer", PassphraseSource.none()));
  }

  private static void run(Path tool, String... arguments) throws Exception {
    ToolResult result = ExternalTool.run(tool, arguments);
    assertEquals(0, result.exitCode(), () -> result.stderr().toString());
  }

  @Test
  void aKeySourceKeepsItsSecretsOutOfMessages() throws Exception {
    for (String text : List.of("pkcs11://token?pin-value=1234", "kms://me:1234@host/key?t=1234")) {
      KeySource source = KeySource.parse(text);
      assertFalse(source.toString().contains("1234"), source.toString());
      UnsupportedFormatException e =
          assertThrows(
              UnsupportedFormatException.class, () -> source.open(PassphraseSource.none()));
      assertFalse(String.valueOf(e.getMessage()).contains("1234"), e.getMessage());
      assertTrue(source.location().contains("1234"));
    }
    assertEquals("kms://host/key@1", KeySource.parse("kms://host/key@1").toString());
  }

  @Test
  void keySourcesAreFilesOrSchemesSomebodyKnows() throws Exception {
    SigningKey key = TestKeys.ed25519(1);
    Path file = saved(key);
    for (String text : List.of(file.toString(), "file://" + file.toUri().getRawPath())) {
      KeySource source = KeySource.parse(text);
      assertEquals("file", source.scheme());
      assertEquals(file, source.path().orElseThrow());
      assertEquals(key.publicKey(), source.open(PassphraseSource.none()).publicKey());
    }
    for (String text : List.of("aws-ssm://profile/path?kms-key-id=1", "aws-kms://profile/key")) {
      KeySource source = KeySource.parse(text);
      assertTrue(source.path().isEmpty());
      UnsupportedFormatException e =
          assertThrows(
              UnsupportedFormatException.class, () -> source.open(PassphraseSource.none()));
      assertTrue(e.supported().contains("RemoteSigner"));
      assertEquals(
          key.publicKey(),
          source
              .open(
                  Map.of("aws-kms", (s, p) -> key, "aws-ssm", (s, p) -> key),
                  PassphraseSource.none())
              .publicKey());
    }
    assertEquals("profile/key", KeySource.parse("AWS-KMS://profile/key").location());
    assertEquals("file", KeySource.parse("C:\\keys\\root.pem").scheme());
    assertEquals("file", KeySource.parse("odd:name.pem").scheme());
    for (String text : List.of("", "file://host/x", "file://", "file:///a b", "a\u0000b")) {
      assertThrows(MalformedDataException.class, () -> KeySource.parse(text), text);
    }
  }
}
