// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.TrustedView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is dangerous on the JVM in particular, and what sigstore-java does not check. */
class JavaPlatformAdvisoryTest {
  /** The order of the group of P-256. */
  private static final String ORDER =
      "00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory.resolve("store"));
  }

  private void serveTimestamp(String text) {
    repository.put("timestamp.json", RepositorySimulator.utf8(text));
  }

  /** Signatures, which do not hold either, must not have been looked at. */
  private void assertRefusedAsMalformed() {
    GantryException e = host.refuses(GantryException.class);
    assertFalse(e instanceof VerificationException, e::getMessage);
  }

  private String timestamp() {
    return new String(repository.bytes("timestamp.json").toByteArray(), StandardCharsets.UTF_8);
  }

  /** JDK 15 to 17.0.2 took a signature of zeros for any message. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "3006020100020100",
        "3006020101020100",
        "3006020100020101",
        "3046022100ORDER022100ORDER",
        "302602210" + "0ORDER020101",
        "3006020101020101",
        "30060201ff0201ff",
        "00"
      })
  void cve_2022_21449_ecdsaSignatureOfZerosIsRefused(String signature) {
    TestKey key = TestKey.ecdsa("timestamp");
    repository.setKeys("timestamp", 1, key).serveNextRoot();
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    String hex = signature.replace("00ORDER", ORDER);
    signatures.addObject().put("keyid", key.id()).put("sig", hex);
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    assertEquals(0, host.refuses(SignatureThresholdException.class).validKeys());
  }

  /** {@code new String} maps bytes that are no UTF-8 to U+FFFD: different bytes look the same. */
  @ParameterizedTest
  @ValueSource(strings = {"ff", "c080", "eda080", "f4908080", "c3", "fe", "e28080c3"})
  void badUtf8IsRefused(String hex) throws IOException {
    repository.timestamp.put("x-note", "??");
    repository.serveTimestamp();
    byte[] raw = repository.bytes("timestamp.json").toByteArray();
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    String bad = new String(Bytes.parseHex(hex).toByteArray(), StandardCharsets.ISO_8859_1);
    repository.put(
        "timestamp.json", Bytes.of(text.replace("??", bad).getBytes(StandardCharsets.ISO_8859_1)));
    assertRefusedAsMalformed();
  }

  /** What U+FFFD stands for must have been signed as such. */
  @Test
  void badUtf8IsNotMappedToWhatWasSigned() throws IOException {
    repository.timestamp.put("x-note", "\uFFFD");
    repository.serveTimestamp();
    assertEquals(1, host.refresh().timestamp().version());
    String text =
        new String(repository.bytes("timestamp.json").toByteArray(), StandardCharsets.ISO_8859_1);
    String signed =
        new String("\uFFFD".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(signed));
    repository.put(
        "timestamp.json",
        Bytes.of(text.replace(signed, "\u00ff").getBytes(StandardCharsets.ISO_8859_1)));
    assertRefusedAsMalformed();
  }

  /** Of two members of one name, parsers take the first or the last. */
  @ParameterizedTest
  @ValueSource(strings = {"\"version\":1,", "\"version\":2,", "\"\\u0076ersion\":9,"})
  void duplicateMembersAreRefused(String duplicate) {
    String text = timestamp();
    int at = text.indexOf("\"version\"");
    serveTimestamp(text.substring(0, at) + duplicate + text.substring(at));
    assertRefusedAsMalformed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"signed\":"})
  void deepNestingIsRefused(String opening) {
    serveTimestamp(opening.repeat(20_000));
    assertRefusedAsMalformed();
    serveTimestamp("{\"signatures\":[],\"signed\":" + opening.repeat(9_000));
    assertRefusedAsMalformed();
  }

  /** As a BigDecimal that is turned into an integer it takes a gigabyte. */
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1E+9", "1.0", "0x1", "01", "NaN"})
  void hugeOrOddNumbersAreRefused(String number) {
    serveTimestamp(timestamp().replaceFirst("\"version\":1", "\"version\":" + number));
    assertRefusedAsMalformed();
  }

  /** In Turkish, "I" in lower case has no dot; in Thai and Arabic, digits look otherwise. */
  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "th-TH-u-nu-thai", "az-AZ"})
  void localeChangesNothing(String tag, @TempDir Path directory) throws IOException {
    repository.addTarget("FILE-I.txt", "content");
    ObjectNode role = repository.delegate(repository.targets, "ROLE-Iİı", false, "DIR-I/*");
    repository.addTarget(role, "DIR-I/file", "delegated");
    repository.release();
    Locale before = Locale.getDefault();
    TestHost other = new TestHost(repository, directory.resolve("other"));
    host.refresh().require(TargetPath.of("DIR-I/file"));
    Locale.setDefault(Locale.forLanguageTag(tag));
    try {
      TrustedView view = other.refresh();
      assertEquals(
          RepositorySimulator.utf8("delegated"),
          other.client().read(view.require(TargetPath.of("DIR-I/file")), 100));
      assertEquals(
          RepositorySimulator.utf8("content"),
          other.client().read(view.require(TargetPath.of("FILE-I.txt")), 100));
      assertEquals(host.keptNames(), other.keptNames());
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Windows and macOS do not tell case; Windows has names of devices, and drops final dots. */
  @Test
  void reservedAndCollidingNamesOfRolesAreKeptApart() throws IOException {
    List<String> names =
        List.of(
            "con", "CON", "nul", "NUL.x", "com1", "role", "ROLE", "Role", "ROOT", "Targets", "a:b",
            "a b", "a.", "a*", "a|b");
    for (String name : names) {
      repository.delegate(repository.targets, name, false, "*");
    }
    repository.release();
    assertFalse(host.refresh().find(TargetPath.of("file")).isPresent());
    Set<String> kept = host.keptNames();
    assertEquals(4 + names.size(), kept.size());
    Set<String> folded = new HashSet<>();
    for (String name : kept) {
      assertTrue(folded.add(name.toLowerCase(Locale.ROOT)), name);
      String stem = name.substring(0, name.indexOf('.'));
      assertFalse(
          Set.of("con", "nul", "com1", "prn", "aux").contains(stem.toLowerCase(Locale.ROOT)), name);
      assertTrue(name.chars().noneMatch(c -> ":*|\"<>?\\/ ".indexOf(c) >= 0), name);
    }
  }

  // What sigstore-java does not check (no advisory).

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0", "0.9", "", "1", "one", "1.0.0.0.0"})
  void sigstoreJava_specVersionIsChecked(String version) {
    repository.timestamp.put("spec_version", version);
    repository.serveTimestamp();
    host.refuses(UnsupportedFormatException.class);
  }

  /** Integers beyond 2^53 were read as floating-point numbers, and others taken for them. */
  @Test
  void sigstoreJava_integersAreExact() throws IOException {
    repository.timestamp.put("x-count", (1L << 53) + 1);
    repository.serveTimestamp();
    assertEquals(1, host.refresh().timestamp().version());
    serveTimestamp(timestamp().replace("9007199254740993", "9007199254740992"));
    host.refuses(SignatureThresholdException.class);
  }

  /** Lengths were kept in 32 bits. */
  @Test
  void sigstoreJava_lengthsHave64Bits() throws IOException {
    ObjectNode entry = ((ObjectNode) repository.targets.get("targets")).putObject("large");
    entry.put("length", 5L << 32).putObject("hashes").put("sha256", "00".repeat(32));
    repository.release();
    assertEquals(5L << 32, host.refresh().require(TargetPath.of("large")).lengthBytes());
  }
}
