// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.input.FuzzSeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any text is a template or refused with its place, and what is rendered of it keeps its limits.
 */
public class TemplateFuzzTest {
  private static final String SECRET = "hunter2";
  private static final MapValue SETTINGS =
      Vectors.json(
          "{'kubernetes': {'cluster-name': 'hunter2', 'max-pods': 10, 'node-labels': {'a':"
              + " 'hunter2', 'b': '2'}, 'node-taints': {'k': ['v:NoSchedule', 'hunter2']},"
              + " 'cluster-dns-ip': ['10.0.0.1']}, 'network': {'hostname': 'hunter2', 'hosts':"
              + " [['127.0.0.1', ['a']], ['10.0.0.1', ['hunter2']]]}, 'ecs': {'loglevel':"
              + " 'hunter2', 'reserved-memory': 5, 'enabled': true}, 'motd': 'aHVudGVyMg==', 'l':"
              + " [1, 2.5, 'hunter2', [], {}, false], 'oci-defaults': {'capabilities': {'kill':"
              + " true}, 'resource-limits': {'max-open-files': {'hard-limit': 5, 'soft-limit':"
              + " -1}}}, 'aws': {'region': 'us-west-2'}}");
  private static final TemplateData DATA =
      TemplateData.of(SETTINGS, Vectors.json("{'arch': 'x86_64'}"));
  private static final TemplateLimits LIMITS = new TemplateLimits(1 << 14, 32, 20_000, 1 << 16);
  private static final TemplateEngine ENGINE =
      TemplateEngine.create(TemplateEnvironment.of(2, true, true, Set.of("a"))).withLimits(LIMITS);
  private static final TemplateLinter LINTER =
      TemplateLinter.create(BottlerocketModel.model(), HelperCatalog.standard());

  TemplateFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(TemplateFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      take(text, Template.parse("f", text, LIMITS), text);
    } catch (GantryException refused) {
      check(text, refused);
    }
    try {
      take(text, Template.ofBody("f", text), text);
    } catch (GantryException refused) {
      check(text, refused);
    }
    try {
      RenderCommand command = RenderCommand.parse(text);
      take(command.template(), command.toTemplate("f"), command.template());
    } catch (MalformedDataException refused) {
      assertFalse(String.valueOf(refused.getMessage()).length() > 2000);
    } catch (GantryException refused) {
      assertTrue(
          refused instanceof MalformedTemplateException || isLimit(refused), refused::toString);
    }
    for (OutputFormat format : OutputFormat.values()) {
      format.problem(text);
    }
  }

  private static void take(String text, Template template, String whole) {
    assertTrue(whole.endsWith(template.body()));
    List<TemplateFinding> findings = LINTER.check(template);
    findings.forEach(finding -> checkPlace(text, finding.span()));
    String output;
    try {
      output = ENGINE.render(template, DATA);
      assertEquals(output, ENGINE.render(template, DATA));
    } catch (TemplateRenderException failed) {
      check(text, failed);
      return;
    } catch (GantryException failed) {
      assertTrue(isLimit(failed), failed::toString);
      return;
    }
    assertTrue(output.length() <= LIMITS.outputChars());
    for (OutputFormat format : OutputFormat.values()) {
      format
          .problem(output)
          .ifPresent(problem -> assertTrue(text.contains(SECRET) || !problem.contains(SECRET)));
    }
  }

  private static boolean isLimit(GantryException e) {
    return e instanceof LimitExceededException limit && limit.requested() > limit.limit();
  }

  private static void check(String text, GantryException e) {
    assertTrue(text.contains(SECRET) || !String.valueOf(e.getMessage()).contains(SECRET));
    if (e instanceof MalformedTemplateException malformed) {
      checkPlace(text, malformed.span());
    } else if (e instanceof TemplateRenderException failed) {
      checkPlace(text, failed.span());
    } else {
      assertTrue(isLimit(e), e::toString);
    }
  }

  private static void checkPlace(String text, SourceSpan span) {
    int from = offset(text, span.line(), span.column());
    assertTrue(from <= offset(text, span.endLine(), span.endColumn()));
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
      assertTrue(start > 0, "there is no line " + line);
    }
    return text.offsetByCodePoints(start, column - 1);
  }
}
