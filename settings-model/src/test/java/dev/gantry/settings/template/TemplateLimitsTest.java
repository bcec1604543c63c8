// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.template.HelperSignature.Form;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.TemplateRenderException.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would take all memory or all time end with an error soon. */
class TemplateLimitsTest {
  private static final TemplateEngine ENGINE =
      TemplateEngine.create(TemplateEnvironment.of(2, false, false, Set.of()));
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LOOPS = "{{#each l}}{{#each @root.l}}{{#each @root.l}}";
  private static final String ENDS = "{{/each}}{{/each}}{{/each}}";

  private static TemplateData data() {
    Map<String, SettingValue> map = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      map.put("k" + i, SettingValue.of("v"));
    }
    return new TemplateData(
        SettingValue.map(
            Map.of(
                "l", SettingValue.strings("a".repeat(100).split("")),
                "map", SettingValue.map(map),
                "list", new ListValue(List.copyOf(map.values())),
                "long", SettingValue.of("y".repeat(1 << 20)),
                "number", new NumberValue(new BigDecimal("9".repeat(100_000))),
                "quotes", SettingValue.of("'\""))));
  }

  private static LimitExceededException refusal(String body) {
    return assertTimeoutPreemptively(
        SOON,
        () ->
            assertThrows(
                LimitExceededException.class,
                () -> ENGINE.render(Template.ofBody("t", body), data())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{join_map long '' 'fail-if-missing' map}}",
        "{{join_array long list}}",
        "{{join_array (join_array (join_array 'x' list) list) list}}",
        "{{#if (join_map long '' 'fail-if-missing' map)}}{{/if}}",
      })
  void helpersMakeNoTextThatIsTooLong(String body) {
    assertEquals(TemplateLimits.DEFAULT.outputChars(), refusal(body).limit());
  }

  @Test
  void nestedEscapesEnd() {
    String body = "{{" + "toml_encode (".repeat(60) + "toml_encode quotes" + ")".repeat(60) + "}}";
    assertEquals(TemplateLimits.DEFAULT.outputChars(), refusal(body).limit());
  }

  @Test
  void whatTakesTimeInALoopCountsAsSteps() {
    for (String body :
        List.of(
            "{{#if x" + ".y".repeat(300_000) + "}}{{/if}}",
            "{{#if (eq 1 1" + " l.1".repeat(200_000) + ")}}{{/if}}",
            "{{#if 1" + " a=1".repeat(200_000) + "}}{{/if}}",
            "{{#if (eq @root.list @root.map)}}{{/if}}",
            "{{#if (len @root.long)}}{{/if}}",
            "{{#if (toml_encode @root.list)}}{{/if}}",
            "{{#if @root.number}}{{/if}}",
            "{{#if (eq @root.number 1)}}{{/if}}")) {
      LimitExceededException e = refusal(LOOPS + body + ENDS);
      assertEquals(TemplateLimits.DEFAULT.steps(), e.limit(), e.getMessage());
    }
  }

  @Test
  void aLoopOfAnOrdinarySizeIsNoProblem() throws GantryException {
    String body =
        "{{#each map}}{{@key}}={{default 'x' this}} {{#if (eq this 'v')}}y{{/if}}\n{{/each}}";
    assertEquals(1000, ENGINE.render(Template.ofBody("t", body), data()).lines().count());
  }

  @Test
  void valuesThatLieTooDeepAreRefused() throws GantryException {
    SettingValue deep = SettingValue.of(1);
    for (int i = 0; i < 20_000; i++) {
      deep = SettingValue.list(deep);
    }
    TemplateData data = new TemplateData(SettingValue.map(Map.of("deep", deep)));
    for (String body : List.of("{{deep}}", "{{toml_encode deep}}", "{{eq deep deep}}")) {
      Template template = Template.ofBody("t", body);
      assertThrows(LimitExceededException.class, () -> ENGINE.render(template, data), body);
    }
  }

  @Test
  void commentsWithoutAnEndTakeNoTime() {
    String body = "{{!-- x}}".repeat(110_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertEquals("", ENGINE.render(Template.ofBody("t", body), data())));
  }

  @Test
  void listsInOneLineOfYamlTakeNoTimeAndNoStack() {
    assertTimeoutPreemptively(
        SOON, () -> assertTrue(OutputFormat.YAML.problem("- ".repeat(500_000)).isPresent()));
    assertTrue(OutputFormat.YAML.problem("- ".repeat(50) + "x").isEmpty());
  }

  @Test
  void theDeepestTemplatesNeedLittleStack() throws Exception {
    TemplateLimits limits = new TemplateLimits(1 << 20, 500, 1_000_000, 1 << 20);
    String body =
        "{{#with @root.map}}".repeat(500)
            + "{{"
            + "not (".repeat(499)
            + "not 1"
            + ")".repeat(499)
            + "}}"
            + "{{/with}}".repeat(500);
    Throwable[] thrown = new Throwable[1];
    Thread small =
        new Thread(
            null,
            () -> {
              try {
                Template template = Template.parse("t", "+++\n" + body, limits);
                assertEquals("true", ENGINE.withLimits(limits).render(template, data()));
                TemplateLinter.create(BottlerocketModel.model(), HelperCatalog.standard())
                    .check(template);
              } catch (GantryException | AssertionError | StackOverflowError e) {
                thrown[0] = e;
              }
            },
            "small stack",
            512 << 10);
    small.start();
    small.join();
    assertDoesNotThrow(
        () -> {
          if (thrown[0] != null) {
            throw thrown[0];
          }
        });
  }

  private record Bad(@Nullable RuntimeException thrown) implements TemplateHelper {
    @Override
    public HelperSignature signature() {
      return new HelperSignature("acme", "bad", Form.TEXT, List.of(), Missing.GIVEN, "");
    }

    @Override
    @SuppressWarnings({"NullAway", "OptionalAssignedToNull"}) // what a bad helper does
    public Optional<SettingValue> call(HelperCall call) {
      if (thrown != null) {
        throw thrown;
      }
      return null;
    }
  }

  @Test
  void aHelperWithABugFailsTheTemplateWithoutItsMessage() throws GantryException {
    Template template = Template.ofBody("t", "\n {{bad}}");
    for (RuntimeException thrown :
        new @Nullable RuntimeException[] {new IllegalStateException("hunter2"), null}) {
      TemplateEngine engine =
          ENGINE.withHelpers(HelperCatalog.standard().with(List.of(new Bad(thrown))));
      TemplateRenderException e =
          assertThrows(
              TemplateRenderException.class,
              () -> engine.render(template, new TemplateData(MapValue.EMPTY)));
      assertEquals(Reason.HELPER_FAILED, e.reason());
      assertEquals(2, e.span().line());
      assertFalse(String.valueOf(e.getMessage()).contains("hunter2"));
    }
  }

  @Test
  void aHelperKnowsHowMuchItMayGive() throws GantryException {
    TemplateHelper many =
        new TemplateHelper() {
          @Override
          public HelperSignature signature() {
            return new HelperSignature("acme", "many", Form.TEXT, List.of(), Missing.GIVEN, "");
          }

          @Override
          public Optional<SettingValue> call(HelperCall call) {
            return Optional.of(SettingValue.of("x".repeat(call.maxChars() + 1)));
          }
        };
    TemplateLimits limits = new TemplateLimits(100, 5, 100, 77);
    TemplateEngine engine =
        ENGINE.withHelpers(HelperCatalog.standard().with(List.of(many))).withLimits(limits);
    Template template = Template.ofBody("t", "{{#if (many)}}{{/if}}");
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class,
            () -> engine.render(template, new TemplateData(MapValue.EMPTY)));
    assertEquals(77, e.limit());
    assertEquals(78, e.requested());
  }
}
