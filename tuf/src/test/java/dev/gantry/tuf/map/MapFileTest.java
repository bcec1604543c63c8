// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.TargetPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapFileTest {
  /** The shape of TAP 4's own example: one repository, then two that must agree, then the rest. */
  private static final String EXAMPLE =
      """
      {
        "repositories": {
          "Framework": ["https://framework.example/"],
          "Numbers": ["https://numbers.example/", "https://mirror.example/numbers"],
          "Index": ["file:///srv/index"]
        },
        "mapping": [
          {"paths": ["*framework*"], "repositories": ["Framework"], "threshold": 1,
           "terminating": false, "x-note": "unknown members are ignored"},
          {"paths": ["*numbers*", "n/*"], "repositories": ["Numbers", "Index"], "threshold": 2,
           "terminating": true},
          {"paths": ["*"], "repositories": ["Index"], "threshold": 1}
        ]
      }
      """;

  private static MapFile parse(String text) throws GantryException {
    return MapFile.parse(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), "map.json");
  }

  /** One repository and one mapping, with a part that a test replaces. */
  private static String with(String old, String replacement) {
    String text =
        "{\"repositories\":{\"a\":[\"https://a.example/\"],\"b\":[\"https://b.example/\"]},"
            + "\"mapping\":[{\"paths\":[\"*\"],\"repositories\":[\"a\",\"b\"],\"threshold\":2,"
            + "\"terminating\":true}]}";
    assertTrue(text.contains(old), old);
    return text.replace(old, replacement);
  }

  @Test
  void theExampleIsRead() throws Exception {
    MapFile map = parse(EXAMPLE);

    assertEquals(
        List.of("Framework", "Numbers", "Index"), List.copyOf(map.repositories().keySet()));
    assertEquals(
        List.of(
            URI.create("https://numbers.example/"), URI.create("https://mirror.example/numbers")),
        map.repositories().get("Numbers"));
    Mapping second = map.mappings().get(1);
    assertEquals(List.of("*numbers*", "n/*"), second.paths());
    assertEquals(List.of("Numbers", "Index"), second.repositories());
    assertEquals(2, second.threshold());
    assertTrue(second.terminating());
    assertFalse(map.mappings().get(2).terminating());
  }

  @Test
  void whatIsWrittenIsReadTheSame() throws Exception {
    MapFile map = parse(EXAMPLE);
    Bytes written = map.encode();

    MapFile again = MapFile.parse(written, "again");

    assertEquals(written, again.encode());
    assertEquals(map.mappings(), again.mappings());
    assertEquals(map.repositories(), again.repositories());
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt,*,true",
    "d/a.txt,*,false",
    "d/a.txt,*/*,true",
    "d/a.txt,d/?.txt,true",
    "d/a.txt,D/*,false",
    "releases/a/b,releases/**,false",
    "a.txt,[ab].txt,true",
    "a.txt,[a.txt,false"
  })
  void patternsMatchSegmentBySegment(String path, String pattern, boolean matches) {
    Mapping mapping = new Mapping(List.of("nothing", pattern), List.of("a"), 1, false);

    assertEquals(matches, mapping.matches(TargetPath.of(path)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "..",
        ".a",
        "a/b",
        "a\\\\b",
        "",
        "-a",
        "_a",
        "a b",
        "a:b",
        "a\\u0000",
        "\\u00e9",
        "C:a",
        "a\\n"
      })
  void cve_2026_24686_namesCannotLeaveTheStore(String name) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> parse(with("\"a\"", "\"" + name + "\"")));
    assertEquals("MAP_FILE", e.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "0", "con", "a."})
  void otherNamesAreGood(String name) throws Exception {
    assertTrue(parse(with("\"a\"", "\"" + name + "\"")).repositories().containsKey(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "3", "9223372036854775808", "1.0", "\"1\"", "true", "null"})
  void thresholdsThatCannotBeMetOrMeanNothingAreRefused(String threshold) {
    assertThrows(
        MalformedDataException.class,
        () -> parse(with("\"threshold\":2", "\"threshold\":" + threshold)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\",\"a\"]",
        "[\"a\",\"c\"]",
        "[]",
        "\"a\"",
        "[1,\"a\"]",
        "{}",
        "[\"a\",\"B\"]"
      })
  void repositoriesOfAMappingAreKnownAndDistinct(String names) {
    assertThrows(MalformedDataException.class, () -> parse(with("[\"a\",\"b\"]", names)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/",
        "a.example",
        "//a.example/",
        "https:///x",
        "https://u:p@a.example/",
        "https://a.example/?q",
        "https://a.example/#f",
        "mailto:a@b",
        "https://a b/",
        "file://host/x",
        "file:relative",
        "javascript:1",
        ""
      })
  void otherUrlsAreRefused(String url) {
    assertThrows(MalformedDataException.class, () -> parse(with("https://a.example/", url)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"\"]", "[1]", "\"*\"", "null"})
  void pathsAreThere(String paths) {
    assertThrows(MalformedDataException.class, () -> parse(with("[\"*\"]", paths)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"repositories\":{},\"mapping\":[]}",
        "{\"repositories\":[],\"mapping\":[]}",
        "{\"repositories\":{\"a\":[]},\"mapping\":[]}"
      })
  void whatIsNoMapIsRefused(String text) {
    assertThrows(MalformedDataException.class, () -> parse(text));
  }

  @Test
  void aRepositoryTwiceIsRefused() {
    assertThrows(MalformedDataException.class, () -> parse(with("\"b\":[", "\"a\":[")));
    assertThrows(MalformedDataException.class, () -> parse(with("\"b\":[", "\"A\":[")));
    assertThrows(
        MalformedDataException.class,
        () -> parse(with("\"terminating\":true", "\"terminating\":1")));
  }

  @Test
  void sizesAreBounded() {
    assertThrows(
        LimitExceededException.class, () -> parse(" ".repeat(MapFile.MAX_BYTES) + EXAMPLE));
    Map<String, List<URI>> one = Map.of("a", List.of(URI.create("https://a.example/")));
    Mapping mapping = new Mapping(List.of("*"), List.of("a"), 1, false);
    assertThrows(
        IllegalArgumentException.class,
        () -> MapFile.of(one, Collections.nCopies(MapFile.MAX_MAPPINGS + 1, mapping)));
  }
}
