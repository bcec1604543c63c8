// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.TemplateFinding.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateLinterTest {
  private static final SettingType TEXT = new StringType();
  private static final SettingType TRUTH = new BooleanType();
  private static final ScalarType<String> NAME =
      ScalarType.builder("Name", String.class, Function.identity(), Function.identity())
          .examples("one", "two", "three")
          .build();

  private static final SettingsModel MODEL =
      SettingsModel.of(
          List.of(
              namespace(
                  "ecs",
                  Map.of(
                      "enable-spot-instance-draining", TRUTH,
                      "loglevel", NAME,
                      "reserved-memory", new IntegerType("i32", 0, 1000))),
              namespace(
                  "container-registry",
                  Map.of(
                      "credentials",
                      new ListType(
                          object(
                              Map.of(
                                  "registry",
                                  NAME,
                                  "auth",
                                  NAME,
                                  "username",
                                  NAME,
                                  "password",
                                  NAME)),
                          0,
                          false))),
              namespace(
                  "host-containers",
                  Map.of("map", new MapType(NAME, object(Map.of("source", TEXT))))),
              new Namespace("motd", TEXT, "A text.", "")),
          List.of());

  private static final TemplateLinter LINTER =
      TemplateLinter.create(MODEL, HelperCatalog.standard());

  private static ObjectType object(Map<String, SettingType> fields) {
    Map<String, Field> all = new LinkedHashMap<>();
    fields.forEach(
        (name, type) ->
            all.put(name, new Field(name, List.of(), type, false, false, "A field.", "", "")));
    return new ObjectType("Object", null, all, null);
  }

  private static Namespace namespace(String name, Map<String, SettingType> fields) {
    return new Namespace(name, object(fields), "A namespace.", "");
  }

  private static List<TemplateFinding> check(String text) throws GantryException {
    return LINTER.check(Template.parse("t", text));
  }

  @Test
  void findsAPathWithoutItsNamespace() throws GantryException {
    List<TemplateFinding> findings =
        check(
            "[required-extensions]\n"
                + "ecs = \"v1\"\n"
                + "std = { version = \"v1\", helpers = [\"default\"] }\n"
                + "+++\n"
                + "[Service]\n"
                + "L=\"{{settings.ecs.loglevel}}\"\n"
                + "Environment=D=\"{{default \"false\""
                + " settings.enable-spot-instance-draining}}\"\n");
    assertEquals(1, findings.size());
    TemplateFinding finding = findings.get(0);
    assertEquals(Code.UNKNOWN_SETTING, finding.code());
    assertEquals("t:7:34", finding.span().toString());
    assertEquals("settings.ecs.enable-spot-instance-draining", finding.suggestion().orElseThrow());
  }

  private static final String AUTH =
      "[required-extensions]\ncontainer-registry = \"v1\"\n+++\n[Service]\n"
          + "{{#if settings.container-registry.credentials~}}\nEnvironment=DATA='{\n"
          + "    {{~#each settings.container-registry.credentials~}}\n"
          + "    {{~#unless @first~}},{{~/unless~}}\n    \"{{registry}}\":"
          + "    {\"email\": \".\"\n        {{~#if auth~}},\"auth\": \"{{{auth}}}\"{{/if}}\n"
          + "        {{~#if username~}},\"username\": \"{{{username}}}\"{{/if}}\n"
          + "        {{~#if password~}},\"password\": \"{{{password}}}\"%s{{/if}}%s\n"
          + "    {{~/each~}}%s'\n{{/if}}\n";

  @Test
  void findsJsonWithABraceInTheWrongPlace() throws GantryException {
    Template broken = Template.parse("t", AUTH.formatted("}", "", "}}"));
    List<TemplateFinding> findings = LINTER.checkOutput(broken, OutputFormat.INI, 7, 30);
    assertEquals(
        List.of(Code.BROKEN_OUTPUT), findings.stream().map(TemplateFinding::code).toList());
    assertEquals(List.of(), LINTER.check(broken));
    Template right = Template.parse("t", AUTH.formatted("", "}", "}"));
    assertEquals(List.of(), LINTER.checkOutput(right, OutputFormat.INI, 7, 1));
    assertEquals(findings, LINTER.checkOutput(broken, OutputFormat.INI, 7, 30));
  }

  @Test
  void settingsWithEverythingHaveNoEmptyTexts() throws GantryException {
    TemplateLinter linter =
        TemplateLinter.create(BottlerocketModel.model(), HelperCatalog.standard());
    Template broken = Template.parse("t", AUTH.formatted("}", "", "}}"));
    assertEquals(
        List.of(Code.BROKEN_OUTPUT),
        linter.checkOutput(broken, OutputFormat.INI, 1, 1).stream()
            .map(TemplateFinding::code)
            .toList());
    Template twice =
        Template.parse(
            "t",
            "[required-extensions]\ncontainer-registry = \"v1\"\n+++\n"
                + "{{#each settings.container-registry.credentials}}[\"{{registry}}\"]\n{{/each}}");
    assertEquals(List.of(), linter.checkOutput(twice, OutputFormat.TOML, 1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{settings.ecs.loglevl}}| UNKNOWN_SETTING| settings.ecs.loglevel",
        "{{settings.ecs.loglevel.x}}| UNKNOWN_SETTING|",
        "{{setting.ecs.loglevel}}| UNKNOWN_SETTING| settings",
        "{{os.archh}}| UNKNOWN_SETTING| os.arch",
        "{{settings.motd}}| NOT_REQUIRED| motd = \"v1\"",
        "{{defualt 1 settings.ecs.loglevel}}| UNKNOWN_HELPER| default",
        "{{join_array \",\" settings.container-registry.credentials}}|"
            + " HELPER_NOT_IMPORTED| std = { version = \"v1\", helpers = [\"join_array\"] }",
        "{{default 1}}| WRONG_ARITY|",
        "{{#if}}x{{/if}}| WRONG_ARITY|",
        "{{default 1 settings.container-registry.credentials}}| WRONG_KIND|",
        "{{settings.container-registry}}| WRONG_KIND|",
        "{{settings.container-registry.credentials}}| WRITES_LIST|",
        "{{#each settings.ecs.loglevel}}x{{/each}}| WRONG_KIND|",
        "{{#if (gt settings.ecs.loglevel 1)}}x{{/if}}| WRONG_KIND|",
        "{{#each settings.container-registry.credentials}}{{user}}{{/each}}| UNKNOWN_SETTING|",
        "{{#each settings.container-registry.credentials}}{{usernam}}{{/each}}|"
            + " UNKNOWN_SETTING| username",
        "{{#each settings.container-registry.credentials}}{{@key}}{{/each}}| UNKNOWN_SETTING|",
        "{{@index}}| UNKNOWN_SETTING|",
        "{{#each settings.container-registry.credentials}}{{settings.ecs.loglevel}}{{/each}}|"
            + " UNKNOWN_SETTING|",
        "{{#default 1 2}}x{{/default}}| WRONG_FORM|",
        "{{if os.arch}}| WRONG_FORM|",
        "{{#if os.arch}}{{else}}{{settings.ecs.loglevl}}{{/if}}| UNKNOWN_SETTING|"
            + " settings.ecs.loglevel",
      })
  void findsMistakes(String body, Code code, String suggestion) throws GantryException {
    String front =
        "[required-extensions]\necs = \"v1\"\ncontainer-registry = \"v1\"\nstd = { version ="
            + " \"v1\", helpers = [\"default\"] }\n+++\n"
            + "{{default 1 settings.ecs.loglevel}}"
            + "{{#if settings.container-registry.credentials}}{{/if}}\n";
    List<TemplateFinding> findings = check(front + body);
    assertEquals(List.of(code), findings.stream().map(TemplateFinding::code).toList());
    assertEquals(7, findings.get(0).span().line());
    assertEquals(suggestion, findings.get(0).suggestion().orElse(null));
  }

  @Test
  void findsImportsThatNobodyUses() throws GantryException {
    List<TemplateFinding> findings =
        check(
            """
            [required-extensions]
            motd = "v1"
            ecs = "v1"
            std = { version = "v1", helpers = ["default", "join_mop"] }
            +++
            {{settings.motd}}
            """);
    assertEquals(
        List.of(Code.UNUSED_EXTENSION, Code.UNUSED_IMPORT, Code.UNKNOWN_HELPER),
        findings.stream().map(TemplateFinding::code).toList());
    assertEquals("t:3:1", findings.get(0).span().toString());
    assertEquals("t:4:36", findings.get(1).span().toString());
    assertEquals("join_map", findings.get(2).suggestion().orElseThrow());
    assertFalse(Code.UNUSED_IMPORT.isError());
  }

  @Test
  void findsNothingInAGoodTemplate() throws GantryException {
    assertEquals(
        List.of(),
        check(
            "[required-extensions]\nhost-containers = \"v1\"\necs = \"v1\"\n+++\n"
                + "{{#each settings.host-containers.map}}[{{@key}}]\n{{#if source}}{{this.source}}"
                + "{{../settings.ecs.loglevel}}{{/if}}{{@root.settings.ecs.loglevel}}{{/each}}\n"
                + "{{#each settings.host-containers.map as |v k|}}{{k}}{{v.source}}{{/each}}"
                + "{{#with settings.ecs}}{{loglevel}}{{/with}}"));
  }

  @Test
  void knowsFormatsByTheNamesOfFiles() {
    assertEquals(OutputFormat.TOML, OutputFormat.ofName("/etc/corndog.toml"));
    assertEquals(
        OutputFormat.TOML,
        OutputFormat.ofName("/usr/share/templates/containerd-config-toml_k8s_containerd_sock"));
    assertEquals(OutputFormat.JSON, OutputFormat.ofName("/etc/docker/daemon.json"));
    assertEquals(OutputFormat.YAML, OutputFormat.ofName("kubelet-config"));
    assertEquals(OutputFormat.INI, OutputFormat.ofName("ecs-base-conf"));
    assertEquals(OutputFormat.TEXT, OutputFormat.ofName("/etc/motd"));
  }

  @Test
  void readsOutputOfEachFormat() {
    assertTrue(OutputFormat.TOML.problem("a = 1\n").isEmpty());
    assertTrue(OutputFormat.TOML.problem("a = \n").isPresent());
    assertTrue(OutputFormat.JSON.problem("{\"a\": [1]}").isEmpty());
    assertTrue(OutputFormat.JSON.problem("{\"a\": [1]").isPresent());
    for (String good :
        List.of(
            "",
            "a: 1\nb:\n  c: \"x: y\"\n  d:\n  - e\n  - f: 1\n    g: 2\n# end\n",
            "---\na: [1, \"b, c\", ]\nb: {x: 1}\nc: |\n  any: thing: here\n\n  more\nd: 'it''s'\n",
            "- a\n- b: 1\n-\n  c: 2\n")) {
      assertEquals(Optional.empty(), OutputFormat.YAML.problem(good), good);
    }
    for (String bad :
        List.of(
            "a: 1\n  b: 2\n",
            "a: 1\na: 2\n",
            "a: [1, , 2]\n",
            "a: [1\n",
            "a: \"x\n",
            "a: b: c\n",
            "\ta: 1\n",
            "a\nb: 1\n",
            "a:\n   b: 1\n  c: 2\n",
            "a: @x\n",
            "a: {}}\n")) {
      assertTrue(OutputFormat.YAML.problem(bad).isPresent(), bad);
    }
    assertTrue(OutputFormat.INI.problem("# c\n[S]\nA=b\nEnvironment=\"X={}\"\n").isEmpty());
    assertTrue(OutputFormat.INI.problem("[S]\nA\n").isPresent());
    assertTrue(OutputFormat.INI.problem("[S]\nEnvironment=A='{}}'\n").isPresent());
    assertTrue(OutputFormat.INI.problem("[S]\nEnvironment=A='x\n").isPresent());
  }
}
