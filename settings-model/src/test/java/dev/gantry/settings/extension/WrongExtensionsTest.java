// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.ExtensionFailureException;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.bottlerocket.BottlerocketExtension;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.schema.SettingsNamespace;
import dev.gantry.settings.schema.SettingsRule;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateData;
import dev.gantry.settings.template.TemplateEngine;
import dev.gantry.settings.template.TemplateEnvironment;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mistakes of vendors: each error says whose it is, and vendors' failures have names. */
final class WrongExtensionsTest {
  @SettingsNamespace(value = "kernel", doc = "Added.")
  public record SameKey(@Setting("Again.") @Nullable String lockdown) {}

  @SettingsNamespace(value = "kernel", doc = "Added.")
  public record MoreKernel(@Setting("More.") @Nullable Boolean aardvark) {}

  @SettingsNamespace(value = "acme", doc = "Acme.")
  public record BadType(@Setting("A thread.") @Nullable Thread thread) {}

  @SettingsNamespace(value = "acme", doc = "Acme.")
  public record NotAnnotated(@Nullable String text) {}

  @SettingsNamespace(value = "acme", doc = "Acme.")
  public record EmptyRange(@Setting(value = "None.", min = 2, max = 1) @Nullable Long number) {}

  @SettingsNamespace(value = "acme", doc = "Acme.")
  public record BadKey(@Setting(value = "A key.", name = "a b") @Nullable String key) {}

  @SettingsNamespace(value = "a me", doc = "Acme.")
  public record BadNamespace(@Setting("A key.") @Nullable String key) {}

  @SettingsNamespace(value = "acme", doc = "Acme.")
  public record Scalars(
      @Setting("A site.") @Nullable Site site, @Setting("Broken.") @Nullable Broken broken) {}

  /** Has a pattern and no check. */
  public record Site(String text) implements ScalarValue {
    public static final ScalarType<Site> TYPE =
        ScalarType.builder("Site", Site.class, Site::new, Site::text)
            .pattern("^[A-Z]{3}$")
            .examples("LON")
            .build();
  }

  /** Refuses what it said it takes. */
  public record Broken(String text) implements ScalarValue {
    public static final ScalarType<Broken> TYPE =
        ScalarType.builder("Broken", Broken.class, Broken::refuse, Broken::text).build();

    private static Broken refuse(String text) {
      throw new IllegalStateException(text);
    }
  }

  /** An extension that brings one thing. */
  private static final class Acme implements SettingsExtension {
    private final String name;
    private final List<Class<? extends Record>> records;
    private final Supplier<List<SettingsRule>> rules;
    private final List<TemplateHelper> helpers;
    private final List<Variant> variants;

    Acme(
        String name,
        List<Class<? extends Record>> records,
        Supplier<List<SettingsRule>> rules,
        List<TemplateHelper> helpers,
        List<Variant> variants) {
      this.name = name;
      this.records = records;
      this.rules = rules;
      this.helpers = helpers;
      this.variants = variants;
    }

    static Acme of(Class<? extends Record> brought) {
      return new Acme("acme", List.of(brought), List::of, List.of(), List.of());
    }

    static Acme of(Supplier<List<SettingsRule>> rules) {
      return new Acme("acme", List.of(), rules, List.of(), List.of());
    }

    static Acme of(String name, TemplateHelper helper) {
      return new Acme(name, List.of(), List::of, List.of(helper), List.of());
    }

    static Acme of(Variant variant) {
      return new Acme("acme", List.of(), List::of, List.of(), List.of(variant));
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Class<? extends Record>> records() {
      return records;
    }

    @Override
    public List<SettingsRule> rules() {
      return rules.get();
    }

    @Override
    public List<TemplateHelper> helpers() {
      return helpers;
    }

    @Override
    public List<Variant> variants() {
      return variants;
    }
  }

  private static SettingsExtensions with(SettingsExtension... more) {
    return SettingsExtensions.of(
        Stream.concat(Stream.of(new BottlerocketExtension()), Arrays.stream(more)).toList());
  }

  private static BoundSettings bind(SettingsModel model, String toml) throws Exception {
    return SettingsBinder.of(model, Profile.STRICT)
        .bindSettings(
            SettingsDocument.parse("x", DocumentFormat.TOML, toml, InputLimits.defaults()));
  }

  @Test
  void whatCannotBeIsRefusedWithTheNameOfTheExtension() {
    for (Class<? extends Record> each :
        List.<Class<? extends Record>>of(
            SameKey.class,
            BadType.class,
            NotAnnotated.class,
            EmptyRange.class,
            BadKey.class,
            BadNamespace.class)) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> with(Acme.of(each)));
      assertTrue(
          String.valueOf(thrown.getMessage()).startsWith("extension acme"), thrown::toString);
    }
  }

  @Test
  void whatFailsWhenItIsAskedIsNamed() {
    IllegalStateException boom = new IllegalStateException("boom");
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                with(
                    Acme.of(
                        () -> {
                          throw boom;
                        })));
    assertEquals(boom, thrown.getCause());
    assertTrue(String.valueOf(thrown.getMessage()).contains("acme"), thrown::toString);
  }

  @Test
  void namespacesOfAVariantMustBeThere() {
    Variant variant = new Variant("edge", Set.of("kernel", "kernal"), List.of());
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> with(Acme.of(variant)).variant("edge"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("kernal"), thrown::toString);
  }

  @Test
  void aNamespaceKeepsItsDescriptionWhoeverAddsToIt() {
    assertEquals(kernel(with()), kernel(with(Acme.of(MoreKernel.class))));
  }

  private static String kernel(SettingsExtensions extensions) {
    return Objects.requireNonNull(extensions.model().namespaces().get("kernel")).description();
  }

  @Test
  void twoHelpersOfOneNameAreOfBothExtensions() {
    TemplateHelper helper = helper("shout", call -> Optional.empty());
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> with(Acme.of("one", helper), Acme.of("two", helper)));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("one") && message.contains("two"), message);
  }

  @Test
  void patternsAreRulesIfThereAreNoOthers() throws Exception {
    SettingsModel model = with(Acme.of(Scalars.class)).model();
    assertEquals(List.of(), bind(model, "acme.site = \"LON\"").violations());
    assertEquals("invalid-value", bind(model, "acme.site = \"London\"").violations().get(0).code());
  }

  @Test
  void scalarsAndRulesThatThrowAreNamed() throws Exception {
    SettingsModel model = with(Acme.of(Scalars.class)).model();
    ExtensionFailureException thrown =
        assertThrows(
            ExtensionFailureException.class, () -> bind(model, "acme.broken = \"hunter2\""));
    assertEquals("constructor of type Broken", thrown.what());
    assertTrue(!String.valueOf(thrown.getMessage()).contains("hunter2"));
    SettingsModel ruled = with(Acme.of(() -> List.of(new BrokenRule()))).model();
    thrown = assertThrows(ExtensionFailureException.class, () -> bind(ruled, "motd = \"x\""));
    assertEquals("rule broken", thrown.what());
    assertInstanceOf(IllegalStateException.class, thrown.getCause());
  }

  /** Always throws. */
  private static final class BrokenRule implements SettingsRule {
    @Override
    public String code() {
      return "broken";
    }

    @Override
    public String description() {
      return "Throws.";
    }

    @Override
    public Set<SettingKey> reads() {
      return Set.of(SettingKey.of("motd"));
    }

    @Override
    public void check(Context context) {
      throw new IllegalStateException("boom");
    }
  }

  /** What a helper does. */
  private interface Body {
    Optional<SettingValue> call(HelperCall call);
  }

  private static TemplateHelper helper(String name, Body body) {
    return new TemplateHelper() {
      @Override
      public HelperSignature signature() {
        return new HelperSignature(
            "acme",
            name,
            HelperSignature.Form.TEXT,
            List.of(),
            HelperSignature.Missing.GIVEN,
            "Something.");
      }

      @Override
      public Optional<SettingValue> call(HelperCall call) {
        return body.call(call);
      }
    };
  }

  @SuppressWarnings("NullAway") // what vendors may do after all
  private static Optional<SettingValue> nothing(HelperCall call) {
    return null;
  }

  private static TemplateRenderException renderFails(Body body) {
    TemplateEngine engine =
        TemplateEngine.create(TemplateEnvironment.of(1, false, false, Set.of()))
            .withHelpers(with(Acme.of("acme", helper("shout", body))).helpers());
    TemplateData data = TemplateData.of(SettingsTree.empty(), MapValue.EMPTY);
    return assertThrows(
        TemplateRenderException.class,
        () -> engine.render(Template.ofBody("t", "x\n{{shout}}"), data));
  }

  @Test
  void helpersThatThrowOrGiveNullFailAtTheirPlace() {
    TemplateRenderException thrown =
        renderFails(
            call -> {
              throw new IllegalStateException("hunter2");
            });
    assertEquals(TemplateRenderException.Reason.HELPER_FAILED, thrown.reason());
    assertEquals(2, thrown.span().line());
    assertInstanceOf(IllegalStateException.class, thrown.getCause());
    assertTrue(!String.valueOf(thrown.getMessage()).contains("hunter2"));
    assertEquals(
        TemplateRenderException.Reason.HELPER_FAILED,
        renderFails(WrongExtensionsTest::nothing).reason());
  }

  @Test
  void modesThatAreNoneAreViolations() {
    SettingsExtension wrong =
        new SettingsExtension() {
          @Override
          public String name() {
            return "acme";
          }

          @Override
          public List<DefaultsFragment> defaults(String variant) {
            return List.of(
                DefaultsFragment.of(
                    "acme",
                    LayerKind.VARIANT_DEFAULT,
                    """
                    [configuration-files.acme]
                    path = "/etc/acme"
                    template-path = "/t"
                    mode = "rw"
                    """));
          }
        };
    InvalidSettingsException thrown =
        assertThrows(InvalidSettingsException.class, () -> with(wrong).variant("metal-dev"));
    assertEquals(
        SettingKey.of("configuration-files", "acme", "mode"), thrown.violations().get(0).key());
  }
}
