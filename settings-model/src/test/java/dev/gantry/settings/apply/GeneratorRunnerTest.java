// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static dev.gantry.settings.apply.ApplyFixture.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.GantryException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.apply.GeneratorReport.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratorRunnerTest {
  private interface Body {
    Optional<SettingValue> generate(SettingsTree settings) throws IOException;
  }

  private record Simple(SettingKey target, Set<SettingKey> inputs, Body body)
      implements SettingGenerator {
    @Override
    public Optional<SettingValue> generate(SettingsTree settings, CancellationToken token)
        throws IOException {
      token.throwIfCancelled();
      return body.generate(settings);
    }
  }

  private static SettingKey key(String text) {
    return SettingKey.of(text.split("\\."));
  }

  /** A generator that joins its target with the values of its inputs. */
  private static SettingGenerator joining(String target, String... inputs) {
    Set<SettingKey> keys = Stream.of(inputs).map(each -> key(each)).collect(Collectors.toSet());
    return new Simple(
        key(target),
        keys,
        settings ->
            Optional.of(
                SettingValue.of(
                    target
                        + keys.stream()
                            .sorted()
                            .map(each -> settings.get(each).orElseThrow())
                            .map(value -> "<" + ((StringValue) value).value() + ">")
                            .collect(Collectors.joining()))));
  }

  private static LayeredSettings settings(String json) {
    return LayeredSettings.of(
        List.of(SettingsLayer.of(LayerKind.USER_DATA, "user", tree(json), Origin.of("user data"))));
  }

  @Test
  void runsGeneratorsAfterThoseThatTheyRead() throws GantryException {
    GeneratorRunner runner =
        GeneratorRunner.create(
            List.of(joining("a.x", "b.x", "c"), joining("b.x", "c"), joining("c"), joining("d")));
    assertEquals(List.of(key("c"), key("b.x"), key("a.x"), key("d")), runner.order());
    GeneratorReport report =
        runner.run(settings("{'d': 'mine'}"), "boot", each -> CancellationToken.NONE);
    assertTrue(report.isComplete());
    assertEquals(LayerKind.GENERATED, report.layer().kind());
    assertEquals(
        tree("{'c': 'c', 'b': {'x': 'b.x<c>'}, 'a': {'x': 'a.x<b.x<c>><c>'}}"),
        report.layer().tree());
    assertEquals(Status.ALREADY_SET, report.outcomes().get(3).status());
  }

  @Test
  void valuesBelowTheTargetCountNameByName() throws GantryException {
    GeneratorRunner runner = GeneratorRunner.create(List.of(joining("net.host")));
    assertEquals(
        Status.ALREADY_SET,
        runner
            .run(settings("{'net': {'host': {'x': 'y'}}}"), "g", each -> CancellationToken.NONE)
            .outcomes()
            .get(0)
            .status());
    assertEquals(
        Status.GENERATED,
        runner
            .run(settings("{'net': {'hosts': 'y'}}"), "g", each -> CancellationToken.NONE)
            .outcomes()
            .get(0)
            .status());
  }

  @Test
  void loopsAreErrors() {
    GeneratorLoopException e =
        assertThrows(
            GeneratorLoopException.class,
            () ->
                GeneratorRunner.create(
                    List.of(
                        joining("a", "b"), joining("b", "c"), joining("c", "b.x"), joining("d"))));
    assertEquals(List.of(key("b"), key("c")), e.targets());
    assertThrows(
        IllegalArgumentException.class,
        () -> GeneratorRunner.create(List.of(joining("a"), joining("a"))));
  }

  @Test
  void failuresStopOnlyWhatNeedsThem() throws GantryException {
    SettingGenerator failing =
        new Simple(
            key("b"),
            Set.of(),
            settings -> {
              throw new IOException("no network");
            });
    SettingGenerator none = new Simple(key("e"), Set.of(), settings -> Optional.empty());
    GeneratorReport report =
        GeneratorRunner.create(
                List.of(failing, joining("a", "b"), joining("c", "a"), joining("d"), none))
            .run(settings("{}"), "g", each -> CancellationToken.NONE);
    assertFalse(report.isComplete());
    assertEquals(
        List.of(Status.FAILED, Status.SKIPPED, Status.SKIPPED, Status.GENERATED, Status.NO_VALUE),
        report.outcomes().stream().map(GeneratorReport.Outcome::status).toList());
    assertEquals(tree("{'d': 'd'}"), report.layer().tree());
  }

  @Test
  void timeIsUpByToken() throws GantryException {
    GeneratorReport report =
        GeneratorRunner.create(List.of(joining("a"), joining("b")))
            .run(settings("{}"), "g", each -> () -> each.equals(key("a")));
    assertEquals(Status.FAILED, report.outcomes().get(0).status());
    assertEquals(Status.GENERATED, report.outcomes().get(1).status());
  }

  @Test
  void rendersTemplatesOfGenerators() throws GantryException {
    SettingGenerator source =
        TemplateGenerator.parse(
            key("host-containers.admin.source"),
            "schnauzer-v2 render --requires 'aws@v1(helpers=[ecr-prefix])' --requires"
                + " 'host-containers@v1' --template '{{ ecr-prefix settings.aws.region"
                + " }}/admin:v1'",
            ApplyFixture.ENGINE,
            ApplyFixture.OS);
    assertEquals(Set.of(key("aws")), source.inputs());
    GeneratorReport report =
        GeneratorRunner.create(List.of(source, joining("aws.region")))
            .run(settings("{}"), "g", each -> CancellationToken.NONE);
    assertEquals(key("aws.region"), report.outcomes().get(0).target());
    assertEquals(
        Optional.of(SettingValue.of("328549459982.dkr.ecr.us-east-1.amazonaws.com/admin:v1")),
        report.layer().tree().get(key("host-containers.admin.source")));
  }
}
