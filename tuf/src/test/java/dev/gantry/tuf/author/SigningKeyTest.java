// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  /** As on file systems without hard links. */
  @Test
  void aFileCreatedInPlaceIsPrivateAndReplacesNothing() throws Exception {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = directory.resolve("key.pem");
    KeyFiles.createInPlace(file, MESSAGE);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(MESSAGE, Bytes.of(Files.readAllBytes(file)));
    assertThrows(
        FileAlreadyExistsException.class, () -> KeyFiles.createInPlace(file, Bytes.empty()));
    Path dangling = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("to"));
    assertThrows(FileAlreadyExistsException.class, () -> KeyFiles.createInPlace(dangling, MESSAGE));
    assertEquals(MESSAGE, Bytes.of(Files.readAllBytes(file)));
    assertFalse(Files.exists(directory.resolve("to")));
  }

  private static final Bytes MESSAGE = Bytes.of((byte) 1, (byte) 2);
  private static final char[] PASSPHRASE = "correct horse".toCharArray();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ED25519", "ECDSA_P256", "RSA_PSS_2048", "RSA_PSS_3072"})
  void everyKindSignsSavesAndLoads(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    Path plain = directory.resolve("plain.pem");
    Path encrypted = directory.resolve("encrypted.pem");
    key.save(plain, KeyFileMode.CREATE_NEW);
    List<SigningKey> keys =
        new ArrayList<>(List.of(key, SigningKey.load(plain), SigningKey.load(plain, PASSPHRASE)));
    // Deriving the key is slow on purpose: two kinds are enough.
    if (algorithm != KeyAlgorithm.RSA_PSS_3072 && algorithm != KeyAlgorithm.ECDSA_P256) {
      key.saveEncrypted(encrypted, PASSPHRASE, new SecureRandom(), KeyFileMode.CREATE_NEW);
      keys.add(SigningKey.load(encrypted, PASSPHRASE));
    }

    for (SigningKey loaded : keys) {
      assertEquals(key.publicKey(), loaded.publicKey());
      Bytes signature = loaded.sign(MESSAGE);
      assertTrue(key.publicKey().key().verifies(MESSAGE, signature));
      assertFalse(key.publicKey().key().verifies(Bytes.empty(), signature));
    }
    assertEquals(64, key.publicKey().keyId().length());
    assertEquals(key.publicKey(), TufPublicKey.parse(key.publicKey().toJson()));
  }

  @Test
  void rfc8032_7_1_publicKeyIsDerivedFromTheSeed() throws Exception {
    String seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    byte[] pkcs8 = java.util.HexFormat.of().parseHex("302e020100300506032b657004220420" + seed);
    SigningKey key = PrivateKeys.fromPkcs8(pkcs8, "vector");

    assertTrue(
        key.publicKey()
            .toJson()
            .contains("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    assertTrue(key.sign(Bytes.empty()).toHex().startsWith("e5564300c360ac729086e2cc806e828a"));
  }

  @Test
  void filesOfOtherToolsLoad() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(384);
    SigningKey p384 = SigningKey.of(generator.generateKeyPair().getPrivate());

    assertEquals("ecdsa-sha2-nistp384", p384.publicKey().scheme());
    assertTrue(p384.publicKey().key().verifies(MESSAGE, p384.sign(MESSAGE)));
    // An Ed25519 key with its public half, PKCS#8 version 2, as in RFC 8410 section 10.3.
    String version2 =
        """
        -----BEGIN PRIVATE KEY-----
        MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
        Z9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PRIVATE KEY-----
        """;
    Path file = Files.writeString(directory.resolve("v2.pem"), version2);
    assertTrue(
        SigningKey.load(file)
            .publicKey()
            .toJson()
            .contains("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"));
  }

  /** Written by {@code openssl ecparam -name prime256v1 -genkey}, OpenSSL 3.0. */
  @Test
  void parametersBeforeAKeyAreSkipped() throws Exception {
    String text =
        """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIL4qW2V9NSbLSEmmYCnCfq+saDqf+dfpgxsiDoqqTPwkoAoGCCqGSM49
        AwEHoUQDQgAE8Dsrkug9w0ko5/mwQXxBziB2Gkg4quyuKAwf2NL/Dne6k987ibS4
        /zZGSHVcwAh8AewgayXwDwqzS7xX6I7YdQ==
        -----END EC PRIVATE KEY-----
        """;
    Path file = Files.writeString(directory.resolve("ec.pem"), text);

    assertEquals("ecdsa-sha2-nistp256", SigningKey.load(file).publicKey().scheme());
  }

  @Test
  void filesAreForTheOwnerOnly() throws Exception {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Path file = directory.resolve("key.pem");
    SigningKey key = TestKeys.ed25519(1);
    key.save(file, KeyFileMode.CREATE_NEW);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    key.save(file, KeyFileMode.REPLACE);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void existingFilesStayUnlessToldOtherwise() throws Exception {
    Path file = directory.resolve("key.pem");
    TestKeys.ed25519(1).save(file, KeyFileMode.CREATE_NEW);
    SigningKey second = TestKeys.ed25519(2);

    assertThrows(FileAlreadyExistsException.class, () -> second.save(file, KeyFileMode.CREATE_NEW));
    assertEquals(TestKeys.ed25519(1).publicKey(), SigningKey.load(file).publicKey());
    Path dangling = directory.resolve("dangling");
    Files.createSymbolicLink(dangling, directory.resolve("elsewhere"));
    assertThrows(
        FileAlreadyExistsException.class, () -> second.save(dangling, KeyFileMode.CREATE_NEW));
    second.save(file, KeyFileMode.REPLACE);
    assertEquals(second.publicKey(), SigningKey.load(file).publicKey());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void wrongPassphrasesAreTyped() throws Exception {
    Path file = directory.resolve("key.pem");
    SigningKey key = TestKeys.ed25519(1);
    key.saveEncrypted(file, PASSPHRASE, new SecureRandom(), KeyFileMode.CREATE_NEW);

    assertThrows(MalformedDataException.class, () -> SigningKey.load(file));
    assertThrows(MalformedDataException.class, () -> SigningKey.load(file, "wrong".toCharArray()));
    assertThrows(
        IllegalArgumentException.class,
        () -> key.saveEncrypted(file, new char[0], new SecureRandom(), KeyFileMode.REPLACE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----",
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----
        """
      })
  void otherFilesAreTyped(String content) throws Exception {
    Path file = Files.writeString(directory.resolve("key.pem"), content);

    assertThrows(GantryException.class, () -> SigningKey.load(file));
    assertThrows(GantryException.class, () -> SigningKey.load(file, PASSPHRASE));
  }

  /** PBES2 whose PBKDF2 asks for 2^31 - 1 iterations. */
  @Test
  void filesThatWouldTakeYearsToOpenAreRefused() throws Exception {
    String endless =
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGXMFMGCSqGSIb3DQEFDTBGMCUGCSqGSIb3DQEFDDAYBBAAAAAAAAAAAAAAAAAA
        AAAAAgR/////MB0GCWCGSAFlAwQBKgQQAAAAAAAAAAAAAAAAAAAAAARAAAAAAAAA
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AAAAAAAAAAAAAA==
        -----END ENCRYPTED PRIVATE KEY-----
        """;
    Path file = Files.writeString(directory.resolve("key.pem"), endless);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThrows(MalformedDataException.class, () -> SigningKey.load(file, PASSPHRASE)));
  }

  @Test
  void weakKeysAreRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    java.security.PrivateKey weak = generator.generateKeyPair().getPrivate();

    assertThrows(MalformedDataException.class, () -> SigningKey.of(weak));
  }

  @Test
  void textGivesNothingAway() throws Exception {
    SigningKey key = TestKeys.ed25519(0x5a);
    Path file = directory.resolve("key.pem");
    key.save(file, KeyFileMode.CREATE_NEW);
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    byte[] seed = new byte[32];
    java.util.Arrays.fill(seed, (byte) 0x5a);

    assertEquals("ed25519/ed25519 " + key.publicKey().keyId(), key.toString());
    assertFalse(pem.contains(key.toString()));
    assertFalse(key.toString().contains(Base64.getEncoder().encodeToString(seed)));
  }

  @Test
  void keyPoliciesMustBePossible() throws Exception {
    TufPublicKey a = TestKeys.ed25519(1).publicKey();
    TufPublicKey b = TestKeys.ed25519(2).publicKey();

    assertEquals(2, KeyPolicy.of(2, a, b).threshold());
    assertThrows(IllegalArgumentException.class, () -> KeyPolicy.of(0, a));
    assertThrows(IllegalArgumentException.class, () -> KeyPolicy.of(2, a));
    assertThrows(IllegalArgumentException.class, () -> KeyPolicy.of(2, a, a));
  }
}
