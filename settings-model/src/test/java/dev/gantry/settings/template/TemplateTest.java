// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.template.HelperSignature.Form;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.TemplateRenderException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final TemplateEngine ENGINE =
      TemplateEngine.create(TemplateEnvironment.of(2, false, false, Set.of()));
  private static final MapValue OS = Vectors.json("{'arch': 'x86_64'}");

  private static String render(String template, String settings) throws GantryException {
    return ENGINE.render(
        Template.parse("t", template), TemplateData.of(Vectors.json(settings), OS));
  }

  @Test
  void readsBothFormsOfRequirements() throws GantryException {
    Template template =
        Template.parse(
            "t",
            "   \n    [required-extensions]\n    a = { version = \"3\", helpers = [\"x\"],"
                + " optional = true }\n    # a comment\n    b = \"4\"\n        +++\nbody\n");
    assertEquals(
        List.of(
            new ExtensionRequirement("a", "3", List.of("x"), true),
            new ExtensionRequirement("b", "4", List.of(), false)),
        template.requirements());
    assertEquals("body\n", template.body());
    assertFalse(template.seesAll());
  }

  @Test
  void keepsTheSpaceOfTheBody() throws GantryException {
    String body = "\n  body\n  \n";
    assertEquals(
        body,
        render("[required-extensions]\nkubernetes = { version = \"v2\" }\n+++\n" + body, "{}"));
  }

  @Test
  void takesMorePlusesAndNoFrontMatter() throws GantryException {
    assertEquals("Hello\n", render("+++\nHello\n", "{}"));
    assertEquals(
        "v: set\n",
        render(
            "[required-extensions]\next = \"v\"\n++++++\nv: {{ settings.ext.a }}\n",
            "{'ext': {'a': 'set'}}"));
  }

  @Test
  void plusesInAStringAreNotTheEndOfTheFrontMatter() throws GantryException {
    String template =
        "[required-extensions]\nbeagle = \"\"\"\n+++\n\"\"\"\n"
            + "std = { version = \"v1\", helpers = [\"join_map\"] }\n+++\n"
            + "{{ join_map \"=\" \",\" \"fail-if-missing\" settings.beagle }}";
    assertEquals("howl=awoo", render(template, "{'beagle': {'howl': 'awoo'}}"));
  }

  @Test
  void commentsOfTheFrontMatterMayHaveQuotes() throws GantryException {
    assertEquals("x", render("# it's \"\"\" here\n[required-extensions]\n+++\nx", "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[required-extensions\\nunclosed = \"above\"\\n+++\\nx| 1",
        "[cute-puppies]\\nwhippets = \"yes\"\\n+++\\n| 1",
        "[required-extensions]\\np = \"yes\"\\n[extraneous]\\nk = \"also\"\\n+++\\n| 3",
        "[required-extensions]\\nmotd = \"v1\"\\n+.+\\n| 4",
        "[required-extensions]\\nmotd = 1\\n+++\\n| 2",
        "[required-extensions]\\nmotd = { helpers = [] }\\n+++\\n| 2",
        "[required-extensions]\\nmotd = { version = \"1\", other = 1 }\\n+++\\n| 2",
        "[required-extensions]\\na = { version = \"1\", helpers = [\"h\"] }\\n"
            + "b = { version = \"1\", helpers = [\"h\"] }\\n+++\\n| 3",
        "[required-extensions]\\nmotd = \"v1\"\\n+++\\nline\\n{{#if a}}\\n| 5",
      })
  void refusesWhatIsNotATemplate(String text, int line) {
    MalformedTemplateException e =
        assertThrows(
            MalformedTemplateException.class, () -> Template.parse("t", text.replace("\\n", "\n")));
    assertEquals("t", e.template());
    assertEquals(line, e.span().line());
  }

  @Test
  void seesOnlyWhatItRequires() throws GantryException {
    String settings = "{'motd': 'hi', 'ntp': {'x': 'y'}}";
    assertEquals(
        "hi", render("[required-extensions]\nmotd = \"1\"\n+++\n{{settings.motd}}", settings));
    TemplateRenderException e =
        assertThrows(
            TemplateRenderException.class,
            () ->
                render(
                    "[required-extensions]\nmotd = \"1\"\n+++\n\n {{settings.ntp.x}}", settings));
    assertEquals(Reason.MISSING_VALUE, e.reason());
    assertEquals("t:5:4", e.span().toString());
    assertEquals(
        "x86_64", ENGINE.render(Template.parse("t", "+++\n{{os.arch}}"), TemplateData.of(OS, OS)));
  }

  @Test
  void helpersMustBeImported() {
    TemplateRenderException e =
        assertThrows(
            TemplateRenderException.class, () -> render("+++\n{{default 1 settings.x}}", "{}"));
    assertEquals(Reason.UNKNOWN_HELPER, e.reason());
    e =
        assertThrows(
            TemplateRenderException.class,
            () ->
                render(
                    "[required-extensions]\nnetwork = { version = \"v1\", helpers = [\"default\"]"
                        + " }\n+++\n",
                    "{}"));
    assertEquals(Reason.UNKNOWN_HELPER, e.reason());
    assertEquals(2, e.span().line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{if a}}",
        "{{#eq 1 1}}x{{/eq}}",
        "{{#default 1 2}}x{{/default}}",
        "{{if_not_null a}}",
        "{{default 1}}",
        "{{default 1 2 3}}",
        "{{#if}}x{{/if}}",
        "{{#each}}x{{/each}}",
        "{{join_array ',' (if_not_null 1)}}",
      })
  void refusesWrongUseOfHelpers(String body) throws GantryException {
    Template template = Template.ofBody("t", body);
    TemplateRenderException e =
        assertThrows(
            TemplateRenderException.class,
            () -> ENGINE.render(template, new TemplateData(MapValue.EMPTY)));
    assertTrue(e.reason() == Reason.HELPER_FAILED || e.reason() == Reason.UNKNOWN_HELPER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{>partial}}",
        "{{#>partial}}{{/partial}}",
        "{{*deco}}",
        "{{#*inline \"x\"}}{{/inline}}",
        "{{{{raw}}}}{{{{/raw}}}}",
        "{{(eq 1 1)}}",
        "{{eq [1] 1}}",
        "{{eq {\"a\":1} 1}}",
        "{{#if a}}x{{else if b}}y{{/if}}",
        "{{this.getClass()}}",
        "{{eq \"\u0001\" 1}}",
        "{{x 1E999999999}}",
        "{{x 11111111111111111111111111111111111111111111111}}"
      })
  void refusesPartsOfTheLanguageThatItDoesNotTake(String body) {
    assertThrows(MalformedTemplateException.class, () -> Template.ofBody("t", body));
  }

  @Test
  void reachesNoJavaObjects() throws GantryException {
    for (String path : List.of("s.class", "s.bytes", "l.size", "m.entries", "class.name")) {
      Template template = Template.ofBody("t", "{{" + path + "}}");
      TemplateData data = new TemplateData(Vectors.json("{'s': 'x', 'l': [], 'm': {}}"));
      assertThrows(TemplateRenderException.class, () -> ENGINE.render(template, data), path);
    }
  }

  @Test
  void deepTemplatesEndWithAnError() {
    for (String open : List.of("{{#if a}}", "{{eq (", "{{eq (not ", "{{#each a}}{{else}}")) {
      assertThrows(GantryException.class, () -> Template.ofBody("t", open.repeat(20_000)), open);
    }
    assertThrows(
        LimitExceededException.class, () -> Template.ofBody("t", "{{#if a}}".repeat(20_000)));
    assertThrows(
        LimitExceededException.class, () -> Template.ofBody("t", "{{eq " + "(not ".repeat(20_000)));
    assertThrows(
        LimitExceededException.class,
        () -> Template.parse("t", "+++\n" + "x".repeat(100), new TemplateLimits(99, 9, 9, 9)));
  }

  @Test
  void longWorkEndsWithAnError() throws GantryException {
    String body =
        "{{#each l}}{{#each @root.l}}{{#each @root.l}}{{#each @root.l}}{{#each @root.l}}"
            + "x".repeat(1000)
            + "{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}";
    TemplateData data =
        new TemplateData(
            SettingValue.map(Map.of("l", SettingValue.strings("a".repeat(100).split("")))));
    Template template = Template.ofBody("t", body);
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> ENGINE.render(template, data));
    assertEquals(TemplateLimits.DEFAULT.outputChars(), e.limit());
    Template silent = Template.ofBody("t", body.replace("x", ""));
    e = assertThrows(LimitExceededException.class, () -> ENGINE.render(silent, data));
    assertEquals(TemplateLimits.DEFAULT.steps(), e.limit());
  }

  @Test
  void integersThatTomlDoesNotHaveAreRefused() throws GantryException {
    TemplateData none = new TemplateData(MapValue.EMPTY);
    assertEquals(
        "9223372036854775807 -5 1.0",
        ENGINE.render(
            Template.ofBody(
                "t", "{{toml_encode 9223372036854775807}} {{toml_encode -5}} {{toml_encode 1.0}}"),
            none));
    Template large = Template.ofBody("t", "{{toml_encode 9223372036854775808}}");
    TemplateRenderException e =
        assertThrows(TemplateRenderException.class, () -> ENGINE.render(large, none));
    assertEquals(Reason.HELPER_FAILED, e.reason());
  }

  @Test
  void messagesHaveNoValues() throws GantryException {
    Template template = Template.ofBody("t", "{{base64_decode p}}");
    TemplateData data = new TemplateData(Vectors.json("{'p': 'hunter2!'}"));
    TemplateRenderException e =
        assertThrows(TemplateRenderException.class, () -> ENGINE.render(template, data));
    assertFalse(String.valueOf(e.getMessage()).contains("hunter2"));
  }

  @Test
  void vendorsAddHelpers() throws GantryException {
    TemplateHelper shout =
        new TemplateHelper() {
          @Override
          public HelperSignature signature() {
            return new HelperSignature("acme", "bark", Form.TEXT, List.of(), Missing.GIVEN, "");
          }

          @Override
          public Optional<SettingValue> call(HelperCall call) {
            return Optional.of(SettingValue.of("<woof>"));
          }
        };
    HelperCatalog catalog = HelperCatalog.standard().with(List.of(shout));
    Template template =
        Template.of(
            "t", List.of(ExtensionRequirement.parse("acme@v1(helpers=[bark])")), "{{bark}}");
    TemplateData data = TemplateData.of(MapValue.EMPTY, OS);
    assertEquals("<woof>", ENGINE.withHelpers(catalog).render(template, data));
    assertThrows(IllegalArgumentException.class, () -> catalog.with(List.of(shout)));
  }

  @Test
  void readsRequirementsOfCommands() throws GantryException {
    assertEquals(
        new ExtensionRequirement("std", "v1", List.of("base64_decode", "join_array"), false),
        ExtensionRequirement.parse("std@v1   ( helpers = [  base64_decode,    join_array ] )  "));
    assertEquals(
        new ExtensionRequirement("weird-extension", "but_valid1.23", List.of("1", "2", "3"), false),
        ExtensionRequirement.parse("weird-extension@but_valid1.23(helpers=[1, 2,   3])"));
    for (String empty :
        List.of(" e@v1(    )   ", "e@v1", "e@v1(helpers=[])", "e@v1(helpers=[ ] )")) {
      assertEquals(
          new ExtensionRequirement("e", "v1", List.of(), false), ExtensionRequirement.parse(empty));
    }
    for (String bad :
        List.of(
            "unversioned",
            "no.dots.in.name@v1",
            "name@version(no.dots.in.helpers)",
            "what-helpers@v1(,,,,)",
            "badchar?@v1()",
            "needs-named-params@v1(helper1, helper2, helper3)",
            "a@b" + " ".repeat(9999) + "(",
            "a@b(helpers=[" + "a,".repeat(1000) + "!")) {
      assertThrows(MalformedDataException.class, () -> ExtensionRequirement.parse(bad), bad);
    }
  }

  @Test
  void readsTheCommandsOfGenerators() throws GantryException {
    String line =
        "schnauzer-v2 render --requires 'aws@v1(helpers=[ecr-prefix])' --template"
            + " '{{ ecr-prefix settings.aws.region }}/bottlerocket-admin:v0.11.1'";
    assertTrue(RenderCommand.isRenderCommand(line));
    RenderCommand command = RenderCommand.parse(line);
    assertEquals(
        "328549459982.dkr.ecr.us-west-2.amazonaws.com/bottlerocket-admin:v0.11.1",
        ENGINE.render(
            command.toTemplate("g"),
            TemplateData.of(Vectors.json("{'aws': {'region': 'us-west-2'}}"), OS)));
    assertFalse(RenderCommand.isRenderCommand("bork seed"));
    assertEquals(
        List.of("a b", "", "c\"d", "e\\f g"),
        RenderCommand.words("'a b' '' \"c\\\"d\"  \"e\\f\"\\ g"));
    for (String bad :
        List.of(
            "bork seed",
            "",
            "schnauzer-v2",
            "schnauzer-v2 render",
            "schnauzer-v2 render --template",
            "schnauzer-v2 render --requires x --template y",
            "schnauzer-v2 render 'x",
            "schnauzer-v2 render \\",
            "schnauzer-v2 render --other y --template x")) {
      assertThrows(MalformedDataException.class, () -> RenderCommand.parse(bad), bad);
    }
  }
}
