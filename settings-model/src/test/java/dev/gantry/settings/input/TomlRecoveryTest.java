// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static dev.gantry.settings.input.TomlConformanceTest.read;
import static dev.gantry.settings.input.TomlConformanceTest.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told after the first error, and where values are. */
class TomlRecoveryTest {
  @Test
  void errorsInOneListAreToldOneByOne() throws LimitExceededException {
    String text = "a = [\n 1,\n \"bad \\q\",\n 1__2,\n]\nb = 01\nc = [\n 1 2,\n tru\n]\n";
    assertEquals(
        List.of(
            "3:7 invalid-escape",
            "4:2 malformed-number",
            "6:5 malformed-number",
            "8:3 missing-separator",
            "9:2 malformed-value"),
        told(read(text)));
  }

  @Test
  void errorsInInlineTablesAreToldOneByOne() throws LimitExceededException {
    String text = "a = { x = 1, y = , z = tru, w 5 }\nb = \"ok\nc = 1\n[bad\nd = 1\n[x y]\ne = 2\n";
    assertEquals(
        List.of(
            "1:18 missing-value",
            "1:24 malformed-value",
            "1:31 missing-equals",
            "2:5 unterminated-string",
            "4:5 malformed-header",
            "6:4 malformed-header"),
        told(read(text)));
  }

  @Test
  void bracesThatCloseNothingAreTold() throws LimitExceededException {
    assertEquals(
        List.of("1:9 unexpected-text", "2:6 unexpected-text", "3:10 unterminated-list"),
        told(read("a = [1, }, 2]\nb = [}]\nc = {d = [1}\n")));
  }

  @Test
  void theReaderComesToAnEndWhateverTheText() {
    List<String> pieces =
        List.of(
            "[", "]", "{", "}", ",", "=", ".", "#", "\"", "'", "\\", "\n", " ", "a", "1", "\"\"\"");
    Random random = new Random(1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder("k = [{");
            text.setLength(random.nextInt(7));
            for (int j = random.nextInt(30); j > 0; j--) {
              text.append(pieces.get(random.nextInt(pieces.size())));
            }
            DocumentChecks.check(read(text.toString()));
          }
        });
  }

  @Test
  void listWithoutItsEndDoesNotSwallowWhatFollows() throws LimitExceededException {
    SettingsDocument document = read("a = [\n \"x\",\n \"y\"\n[b]\nc = 1__0\n");
    assertEquals(List.of("1:5 unterminated-list", "5:5 malformed-number"), told(document));
    assertTrue(document.root().entry("b").isPresent());
  }

  @Test
  void stringOverLinesWithoutItsEndTakesProseAndDataWithIt() throws LimitExceededException {
    String text = "a = \"\"\"\nsome prose\nMIIEvQIBADANBg\nabc123==\nb = 1\n[c]\nd = 01\n";
    SettingsDocument document = read(text);
    assertEquals(List.of("1:5 unterminated-string", "7:5 malformed-number"), told(document));
    assertTrue(document.root().entry("b").isPresent());
  }

  @Test
  void stringOverLinesBehindABrokenKeyIsSteppedOver() throws LimitExceededException {
    SettingsDocument document =
        read("a b = \"\"\"\nx\ny = 1\n\"\"\" # c\nc} = '''\nz = [\n'''\nd = 1\n");
    assertEquals(List.of("1:3 missing-equals", "5:2 missing-equals"), told(document));
    assertTrue(document.root().entry("d").isPresent());
    assertTrue(document.root().entry("y").isEmpty());
  }

  @Test
  void valuesBelowABrokenHeaderBelongNowhere() throws LimitExceededException {
    SettingsDocument document = read("[a]\nx = 1\n[b..c]\nx = 2\n[d]\n");
    assertEquals(List.of("3:4 malformed-key"), told(document));
    assertFalse(document.isComplete());
    assertEquals(2, document.root().entries().size());
    assertTrue(read("[a]\n[b..c]\n[d]\n").isComplete());
  }

  @Test
  void columnsCountCodePointsAndSpansHoldTheWholeValue() throws LimitExceededException {
    SettingsDocument document =
        read("\t\"😀\".b = [\"😀\", 15]\r\n[c]\nd = \"\"\"\nx\n\"\"\" # y\n");
    Entry key = document.root().entries().get(0);
    assertEquals(new SourceSpan("t", 1, 2, 1, 5), key.nameSpan());
    Entry inner = ((DocumentNode.TableNode) key.value()).entries().get(0);
    assertEquals(new SourceSpan("t", 1, 6, 1, 7), inner.nameSpan());
    ArrayNode list = (ArrayNode) inner.value();
    assertEquals(new SourceSpan("t", 1, 10, 1, 19), list.span());
    assertEquals(new SourceSpan("t", 1, 16, 1, 18), list.items().get(1).span());
    Entry table = document.root().entries().get(1);
    assertEquals(new SourceSpan("t", 2, 2, 2, 3), table.nameSpan());
    Entry last = ((DocumentNode.TableNode) table.value()).entries().get(0);
    assertEquals(new SourceSpan("t", 3, 5, 5, 4), last.value().span());
    assertEquals("d = \"\"\"", document.lineText(3));
    assertEquals(6, document.lineCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a = [[[[[[", "a.b.c.d.e.f = 1", "[a.b.c.d.e.f]", "a = {b={c={d={e={f=1}}}}}"})
  void depthIsLimited(String text) throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.parse(
            "t", DocumentFormat.TOML, text, InputLimits.defaults().withMaxDepth(4));
    assertEquals(
        List.of(ViolationCodes.LIMIT_EXCEEDED),
        document.violations().stream().map(each -> each.code()).distinct().toList());
  }

  @Test
  void numbersOfValuesAndViolationsAreLimited() throws LimitExceededException {
    InputLimits limits = InputLimits.defaults().withMaxNodes(10).withMaxViolations(3);
    SettingsDocument many =
        SettingsDocument.parse("t", DocumentFormat.TOML, "a = [" + "1,".repeat(100) + "]", limits);
    assertEquals(ViolationCodes.LIMIT_EXCEEDED, many.violations().get(0).code());
    SettingsDocument wrong =
        SettingsDocument.parse("t", DocumentFormat.TOML, "=\n".repeat(100), limits);
    assertEquals(3, wrong.violations().size());
    assertThrows(
        LimitExceededException.class,
        () ->
            SettingsDocument.parse(
                "t", DocumentFormat.TOML, "a = 1", InputLimits.defaults().withMaxBytes(4)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "[",
        "a.",
        "\"",
        "'",
        "=\n",
        "a={",
        "a=[\n",
        "\"\"\"\n",
        "a={\n",
        "a=[}",
        "a={]"
      })
  void timeGrowsWithTheLengthOnly(String piece) throws LimitExceededException {
    int length = 1 << 20;
    SettingsDocument document = read(piece.repeat(length / piece.length()));
    assertTrue(document.violations().size() <= InputLimits.defaults().maxViolations());
  }
}
