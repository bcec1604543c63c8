// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue.MapValue;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a template says, it is rendered or refused with a typed error. */
class TemplatePropertyTest {
  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{{",
          "}}}",
          "{{#",
          "{{/",
          "{{~",
          "~}}",
          "{{!",
          "{{!--",
          "--}}",
          "{{^",
          "#if ",
          "if",
          "each ",
          "each",
          "with",
          "else",
          " a",
          "a.b",
          "l",
          "..",
          "/",
          ".",
          "@",
          "@root",
          "@key",
          "this",
          "(",
          ")",
          " eq ",
          " default ",
          "\"",
          "'",
          "\\",
          "1",
          "-",
          "1.5",
          "true",
          "null",
          " x=",
          "|",
          " as |p|",
          "[",
          "]",
          "\n",
          "  ",
          "\r\n",
          "😀",
          "\u0000",
          "+++",
          "text");

  private static final MapValue DATA = Vectors.json("{'a': {'b': 'v'}, 'l': [1, 'x']}");
  private static final TemplateEngine ENGINE =
      TemplateEngine.create(TemplateEnvironment.of(1, false, false, Set.of()));

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(PIECES).list().ofMaxSize(25).map(pieces -> String.join("", pieces));
  }

  @Property(tries = 4000)
  void anyBodyIsRenderedOrRefused(@ForAll("templates") String body) {
    try {
      ENGINE.render(Template.ofBody("t", body), new TemplateData(DATA));
    } catch (MalformedTemplateException e) {
      assertTrue(e.span().line() >= 1);
    } catch (GantryException e) {
      assertTrue(e instanceof TemplateRenderException, e.toString());
    }
  }

  @Property(tries = 2000)
  void anyFrontMatterIsReadOrRefused(@ForAll("templates") String front) {
    try {
      assertEquals("{{a}}", Template.parse("t", front + "\n+++\n{{a}}").body());
    } catch (MalformedTemplateException e) {
      assertEquals("t", e.template());
    } catch (GantryException e) {
      throw new AssertionError(e);
    } catch (AssertionError e) {
      assertTrue(front.contains("+++"), front);
    }
  }

  @Property(tries = 1000)
  void textWithoutBracesStaysAsItIs(@ForAll String text) throws GantryException {
    String plain = text.replace("{", "").replace("\\", "");
    assertEquals(plain, ENGINE.render(Template.ofBody("t", plain), new TemplateData(DATA)));
  }

  @Property(tries = 2000)
  void anyOutputCanBeChecked(@ForAll("templates") String output) {
    for (OutputFormat format : OutputFormat.values()) {
      assertEquals(format.problem(output), format.problem(output));
    }
  }

  @Property(tries = 1)
  void longTemplatesAndOutputsTakeNoTimeAndNoStack() throws GantryException {
    String many = "{{a.b}}".repeat(140_000);
    assertEquals(
        140_000, ENGINE.render(Template.ofBody("t", many), new TemplateData(DATA)).length());
    String large = "\"" + "x\\\\".repeat(1 << 20) + "\"";
    assertTrue(OutputFormat.YAML.problem("a: " + large).isEmpty());
    assertTrue(OutputFormat.YAML.problem(large + ": a").isEmpty());
    assertTrue(OutputFormat.YAML.problem("'" + "''".repeat(1 << 20) + "': a").isEmpty());
    assertTrue(OutputFormat.INI.problem("a=" + "x".repeat(1 << 20)).isEmpty());
  }
}
