// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static dev.gantry.cli.tuf.Cli.tuf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The root ceremony by the command, with one key holder after the other and by bundles. */
class RootCeremonyTest {
  @TempDir Path directory;

  private Path path(String name) {
    return directory.resolve(name);
  }

  private String key(String root, String name, String... roles) {
    List<Object> words = new ArrayList<>(List.of("root", "gen-key", path(root), path(name)));
    for (String role : roles) {
      words.add("--role");
      words.add(role);
    }
    return tuf(words.toArray()).expect(ExitCode.OK).json().path("key_id").asString();
  }

  /** A root that two of two must sign, unsigned. */
  private void twoHolders() {
    tuf("root", "init", path("root.json")).expect(ExitCode.OK);
    key("root.json", "a.pem", "root");
    key("root.json", "b.pem", "root");
    key("root.json", "online.pem", "targets", "snapshot", "timestamp");
    tuf("root", "set-threshold", path("root.json"), "root", 2).expect(ExitCode.OK);
    for (String role : List.of("targets", "snapshot", "timestamp")) {
      tuf("root", "set-threshold", path("root.json"), role, 1).expect(ExitCode.OK);
    }
    tuf("root", "expire", path("root.json"), "2040-01-31T12:00:00+02:00").expect(ExitCode.OK);
  }

  @Test
  void oneKeyHolderAfterTheOther() throws IOException {
    twoHolders();
    byte[] unsigned = Files.readAllBytes(path("root.json"));
    Cli.Run refused = tuf("root", "sign", path("root.json"), "-k", path("a.pem"));
    assertEquals("THRESHOLD_NOT_MET", refused.expect(ExitCode.STATE_CONFLICT).errorCode());
    assertArrayEquals(unsigned, Files.readAllBytes(path("root.json")));

    JsonNode first =
        tuf("root", "sign", path("root.json"), "-k", path("a.pem"), "-i").expect(0).json();
    assertFalse(first.path("complete").asBoolean());
    JsonNode second = tuf("root", "sign", path("root.json"), "-k", path("b.pem")).expect(0).json();
    assertTrue(second.path("complete").asBoolean());

    JsonNode changed =
        tuf("root", "set-threshold", path("root.json"), "root", 1).expect(ExitCode.OK).json();
    assertEquals(0, changed.path("signatures").asInt());
    assertEquals("2040-01-31T10:00:00Z", changed.path("expires").asString());
  }

  @Test
  void rotationNeedsTheKeysBefore() throws IOException {
    twoHolders();
    tuf("root", "sign", path("root.json"), "-k", path("a.pem"), "-k", path("b.pem")).expect(0);
    Files.copy(path("root.json"), path("2.root.json"));
    assertEquals(
        2,
        tuf("root", "bump-version", path("2.root.json")).expect(0).json().path("version").asInt());
    String oldKey = signedKey(path("a.pem"));
    tuf("root", "remove-key", path("2.root.json"), oldKey).expect(0);
    key("2.root.json", "c.pem", "root");
    Object[] sign = {
      "root",
      "sign",
      path("2.root.json"),
      "-k",
      path("a.pem"),
      "-k",
      path("b.pem"),
      "-k",
      path("c.pem"),
      "--cross-sign",
      path("root.json")
    };
    Object[] withoutCross = Arrays.copyOf(sign, sign.length - 2);
    assertEquals("KEY_NOT_FOUND", tuf(withoutCross).expect(ExitCode.STATE_CONFLICT).errorCode());
    assertTrue(tuf(sign).expect(0).json().path("complete").asBoolean());
  }

  private String signedKey(Path key) {
    tuf("root", "init", path("scratch.json"), "--version", 7).expect(0);
    JsonNode added =
        tuf("root", "add-key", path("scratch.json"), "-k", key, "-r", "root").expect(0).json();
    return added.path("keys").get(0).asString();
  }

  @Test
  void bundleSignedApartAndMerged() throws IOException {
    twoHolders();
    tuf("bundle", "root", path("bundle.json"), path("root.json")).expect(ExitCode.OK);
    assertEquals(
        1, tuf("bundle", "show", path("bundle.json")).expect(0).json().path("documents").size());
    Files.copy(path("bundle.json"), path("for-b.json"));
    tuf("bundle", "report", path("bundle.json")).expect(ExitCode.STATE_CONFLICT);
    tuf("bundle", "sign", path("bundle.json"), "-k", path("a.pem")).expect(ExitCode.OK);
    tuf("bundle", "sign", path("bundle.json"), "-k", path("a.pem")).expect(ExitCode.NOTHING_TO_DO);
    tuf("bundle", "finish", path("bundle.json"), directory).expect(ExitCode.DATA_REFUSED);
    tuf("bundle", "sign", path("for-b.json"), "-k", path("b.pem")).expect(ExitCode.OK);
    tuf("bundle", "merge", path("bundle.json"), path("for-b.json")).expect(ExitCode.OK);
    tuf("bundle", "report", path("bundle.json")).expect(ExitCode.OK);
    tuf("bundle", "finish", path("bundle.json"), directory).expect(ExitCode.OK);
    assertTrue(Files.exists(path("1.root.json")));
  }

  @Test
  void rsaKeysAsTuftoolMakesThem() {
    tuf("root", "init", path("root.json")).expect(0);
    Cli.Run made =
        tuf("root", "gen-rsa-key", path("root.json"), path("r.pem"), "-b", 3072, "--role", "root");
    assertEquals(64, made.expect(0).json().path("key_id").asString().length());
    tuf("root", "gen-rsa-key", path("root.json"), path("r.pem"), "-r", "root")
        .expect(ExitCode.FAILURE);
    tuf("root", "gen-rsa-key", path("root.json"), path("s.pem"), "-r", "root", "-b", 1024)
        .expect(ExitCode.USAGE);
    assertFalse(Files.exists(path("s.pem")));
  }

  @Test
  void cloudKeysAreRefusedByName() {
    tuf("root", "init", path("root.json")).expect(0);
    Cli.Run run =
        tuf("root", "add-key", path("root.json"), "-k", "aws-kms://profile/key", "-r", "root");
    assertEquals("UNSUPPORTED_FORMAT", run.expect(ExitCode.DATA_REFUSED).errorCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "in 7", "in x days", "2030-01-01", "in -1 days", ""})
  void timesThatAreNone(String time) {
    tuf("root", "init", path("root.json")).expect(0);
    tuf("root", "expire", path("root.json"), time).expect(ExitCode.USAGE);
  }

  @Test
  void initReplacesNothing() {
    tuf("root", "init", path("root.json")).expect(ExitCode.OK);
    tuf("root", "init", path("root.json")).expect(ExitCode.FAILURE);
  }
}
