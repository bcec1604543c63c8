// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.tuf.author.PassphraseSource;
import dev.gantry.tuf.author.Signer;
import dev.gantry.tuf.author.SigningFailedException;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in files, key stores and behind commands. */
class KeyLocationsTest {
  private static final Bytes MESSAGE = Bytes.of("message".getBytes(StandardCharsets.UTF_8));
  private static final PassphraseSource SECRET = PassphraseSource.of("secret".toCharArray());

  @TempDir Path directory;

  @Test
  void aKeyOfAKeyStoreSigns() throws IOException {
    Path store = directory.resolve("k.p12");
    Path keytool = ExternalTool.require("keytool");
    String[] make = {
      "-genkeypair",
      "-keystore",
      store.toString(),
      "-storetype",
      "PKCS12",
      "-storepass",
      "secret",
      "-keyalg",
      "EC",
      "-groupname",
      "secp256r1",
      "-alias",
      "k",
      "-dname",
      "CN=k"
    };
    assertEquals(0, ExternalTool.run(keytool, make).exitCode());
    Signer signer = KeyLocations.open("pkcs12://" + store + "?alias=k", SECRET);
    signer.sign(MESSAGE);
    assertEquals(
        signer.publicKey(), KeyLocations.publicKey("pkcs12://" + store + "?alias=k", SECRET));
    assertThrows(
        MalformedDataException.class,
        () -> KeyLocations.open("pkcs12://" + store + "?alias=other", SECRET));
  }

  @Test
  void aCommandSignsWithTheKeyOfItsPublicHalf() throws IOException {
    Path openssl = ExternalTool.require("openssl");
    Path key = directory.resolve("k.pem");
    Path pub = directory.resolve("k.pub");
    String[] make = {"genrsa", "-out", key.toString(), "2048"};
    assertEquals(0, ExternalTool.run(openssl, make).exitCode());
    String[] half = {"rsa", "-in", key.toString(), "-pubout", "-out", pub.toString()};
    assertEquals(0, ExternalTool.run(openssl, half).exitCode());
    Path description = directory.resolve("signer.json");
    Files.writeString(
        description,
        "{\"public_key\":\"k.pub\",\"command\":[\"openssl\",\"dgst\",\"-sha256\",\"-sign\",\""
            + key
            + "\",\"-sigopt\",\"rsa_padding_mode:pss\",\"-sigopt\",\"rsa_pss_saltlen:32\"]}");
    Signer signer = KeyLocations.open("command://" + description, PassphraseSource.none());
    assertEquals(SigningKey.load(key).publicKey(), signer.publicKey());
    signer.sign(MESSAGE);

    Files.writeString(description, "{\"public_key\":\"k.pub\",\"command\":[\"false\"]}");
    Signer broken = KeyLocations.open("command://" + description, PassphraseSource.none());
    assertThrows(SigningFailedException.class, () -> broken.sign(MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"command\":[]}", "{\"command\":[\"a\"]}", "{"})
  void descriptionsOfCommandsThatAreNone(String json) throws IOException {
    Path description = directory.resolve("signer.json");
    Files.writeString(description, json);
    assertThrows(
        MalformedDataException.class,
        () -> KeyLocations.open("command://" + description, PassphraseSource.none()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs12:///absent.p12",
        "pkcs12:///absent.p12?name=k",
        "pkcs11:///lib.so?alias=k",
        "pkcs11:///lib.so?slot=x&alias=k"
      })
  void sourcesThatSayTooLittle(String source) {
    assertThrows(MalformedDataException.class, () -> KeyLocations.open(source, SECRET));
  }

  @Test
  void eitherHalfGivesThePublicKeyButNoBareDigits() throws IOException {
    Path key = TestRepository.newKey(directory.resolve("k.pem"));
    TufPublicKey expected = SigningKey.load(key).publicKey();
    PassphraseSource none = PassphraseSource.none();
    assertEquals(expected, KeyLocations.publicKey(key.toString(), none));
    Path json = directory.resolve("k.json");
    Files.writeString(json, expected.toJson());
    assertEquals(expected, KeyLocations.publicKey(json.toUri().toString(), none));
    Path digits = directory.resolve("k.hex");
    Files.writeString(digits, "ab".repeat(32) + "\n");
    assertThrows(
        MalformedDataException.class, () -> KeyLocations.publicKey(digits.toString(), none));
  }

  @Test
  void newKeysAreFiles() {
    assertThrows(
        UnsupportedFormatException.class, () -> KeyLocations.newFile("pkcs12:///k.p12?alias=k"));
  }
}
