// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** CVE-2021-41149, CVE-2026-6968: no name of a target leads out, or onto another one's file. */
class TargetPathPropertyTest {
  private static final Path BASE = Path.of("base").toAbsolutePath();

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "a",
            "A",
            "B",
            "b",
            ".",
            "..",
            "...",
            "/",
            "//",
            " ",
            "con",
            "CON",
            "nul.",
            "com1",
            "LPT9.x",
            "%",
            "%2F",
            "%2f",
            "+",
            "~1",
            ":",
            "*",
            "\\",
            "ä",
            "a\u0308",
            "\u00c4",
            "\u0130",
            "i",
            "I",
            "\u0131",
            "ß",
            "ss",
            "\ufb01",
            "\ud83d\ude80",
            "\u212a",
            "K",
            "x".repeat(90),
            "X".repeat(60),
            ".gantry-",
            "\0",
            "\n",
            "root.json");
    return odd.list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts));
  }

  private static List<TargetPath> variants(String one, String two) {
    return Stream.of(
            one,
            two,
            one + two,
            one + "/" + two,
            one.toUpperCase(Locale.ROOT),
            one.toLowerCase(Locale.ROOT),
            one + ".",
            one + " ",
            "." + one,
            Normalizer.normalize(one, Normalizer.Form.NFC),
            Normalizer.normalize(one, Normalizer.Form.NFD),
            Normalizer.normalize(one, Normalizer.Form.NFKC),
            one.replace("/", "%2F"))
        .map(TargetPath::tryParse)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** What a file system that is not particular may make of a name. */
  private static String folded(String name) {
    String folded = Normalizer.normalize(name, Normalizer.Form.NFKC);
    folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return folded.replaceAll("[. ]+$", "");
  }

  @Property(tries = 1000)
  void distinctPathsHaveDistinctNamesEverywhere(
      @ForAll("names") String one, @ForAll("names") String two) {
    Map<String, TargetPath> names = new HashMap<>();
    Map<String, TargetPath> files = new HashMap<>();
    for (TargetPath path : variants(one, two)) {
      TargetPath same = names.put(folded(path.localName()), path);
      assertTrue(same == null, path + " and " + same);
      TargetPath sameFile = files.put(folded(path.localPath(BASE).toString()), path);
      assertTrue(sameFile == null, path + " and " + sameFile);
    }
  }

  @Property(tries = 1000)
  void everyNameIsThatOfAChild(@ForAll("names") String one, @ForAll("names") String two) {
    for (TargetPath path : variants(one, two)) {
      assertPlain(path.localName());
      assertEquals(BASE, BASE.resolve(path.localName()).normalize().getParent());
      Path file = path.localPath(BASE);
      assertEquals(file, file.normalize());
      assertTrue(file.startsWith(BASE));
      List<String> segments = new ArrayList<>();
      BASE.relativize(file).forEach(segment -> segments.add(segment.toString()));
      assertEquals(path.value().split("/", -1).length, segments.size());
      segments.forEach(TargetPathPropertyTest::assertPlain);
    }
  }

  private static void assertPlain(String name) {
    assertTrue(name.matches("[a-z0-9_%+-][a-z0-9A-F._%+-]{0,199}"), name);
    assertFalse(name.endsWith("."), name);
    assertFalse(name.matches("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?"), name);
  }

  @Example
  void namesOfTargets() {
    assertEquals("a.b-c_1", TargetPath.of("a.b-c_1").localName());
    assertEquals("dir%2F%52eadme", TargetPath.of("dir/Readme").localName());
    assertEquals("%2E..hidden%2E", TargetPath.of("...hidden.").localName());
    assertEquals("%63on.txt", TargetPath.of("con.txt").localName());
    assertEquals("console", TargetPath.of("console").localName());
    assertEquals("progra%7E1", TargetPath.of("progra~1").localName());
    assertEquals(
        BASE.resolve("dir").resolve("%52").resolve("%6Eul"),
        TargetPath.of("dir/R/nul").localPath(BASE));
  }

  @Example
  void longNamesAreCutAndStayDistinct() {
    String one = TargetPath.of("a".repeat(201)).localName();
    String two = TargetPath.of("a".repeat(202)).localName();
    assertEquals(165, one.length());
    assertEquals("a".repeat(100) + "+", one.substring(0, 101));
    assertFalse(one.equals(two));
    assertEquals(200, TargetPath.of("a".repeat(200)).localName().length());
    // No escape is cut in two.
    for (int i = 0; i < 4; i++) {
      String name = TargetPath.of("a".repeat(i) + "Z".repeat(300)).localName();
      assertTrue(name.matches("a*(%5A)*\\+[0-9a-f]{64}"), name);
    }
  }
}
