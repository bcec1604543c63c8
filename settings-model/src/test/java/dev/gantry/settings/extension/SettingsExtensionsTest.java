// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings.Explanation;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.apply.SettingGenerator;
import dev.gantry.settings.bottlerocket.BottlerocketExtension;
import dev.gantry.settings.bottlerocket.KernelSettings;
import dev.gantry.settings.extension.vendor.VendorExtension;
import dev.gantry.settings.extension.vendor.VendorExtension.MoreKernelSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.schema.SettingsNamespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsExtensionsTest {
  private static final SettingsExtensions PLAIN =
      SettingsExtensions.of(List.of(new BottlerocketExtension()));
  private static final SettingsExtensions WITH_VENDOR =
      SettingsExtensions.of(List.of(new VendorExtension(), new BottlerocketExtension()));

  /** Brings the vendor's classes as a jar on the class path would. */
  private static final class VendorJar extends ClassLoader {
    private static final String PREFIX = VendorExtension.class.getPackageName() + ".";
    private static final String SERVICE = "META-INF/services/" + SettingsExtension.class.getName();

    VendorJar() {
      super(VendorExtension.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PREFIX)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = VendorExtension.class.getResourceAsStream(file)) {
        byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(text(VendorExtension.class.getName())))
          : super.getResources(name);
    }

    private static URL text(String text) throws IOException {
      return new URL(
          "vendor",
          "",
          0,
          "services",
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
              return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                  return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                }
              };
            }
          });
    }
  }

  @Test
  void findsExtensionsByServiceLoader() throws Exception {
    SettingsExtensions found = SettingsExtensions.load(new VendorJar());
    assertTrue(found.extensions().stream().anyMatch(extension -> extension.name().equals("acme")));
    assertNotNull(found.model().namespaces().get("acme-agent"));
    assertTrue(found.variants().containsKey("acme-edge"));
  }

  @Test
  void bottlerocketIsAnExtension() {
    assertTrue(
        SettingsExtensions.load().extensions().stream()
            .anyMatch(extension -> extension.name().equals(BottlerocketExtension.NAME)));
    assertEquals(27, PLAIN.model().namespaces().size());
    assertEquals(32, PLAIN.variants().size());
  }

  @Test
  void everyVariantHasValidDefaults() throws Exception {
    int settings = 0;
    for (String name : PLAIN.variants().keySet()) {
      VariantSettings variant = PLAIN.variant(name);
      assertEquals(PLAIN.variants().get(name).namespaces(), variant.model().namespaces().keySet());
      assertTrue(variant.defaults().effective().leaves().containsKey(SettingKey.of("motd")), name);
      assertFalse(variant.generators().isEmpty(), name);
      variant
          .affectedServices()
          .forEach(
              (key, services) ->
                  assertTrue(
                      variant.model().place(key).isPresent()
                          || !variant.model().namespaces().containsKey(key.names().get(0)),
                      name + " " + key));
      settings += variant.defaults().effective().leaves().size();
    }
    System.out.println(
        "defaults: "
            + PLAIN.variants().size()
            + " variants, "
            + settings
            + " settings in all, 0 violations");
  }

  @Test
  void defaultsSayWhereTheyComeFrom() throws Exception {
    VariantSettings variant = PLAIN.variant("aws-k8s-1.31-nvidia");
    Explanation provider =
        variant.defaults().explain(SettingKey.of("kubernetes", "cloud-provider"));
    assertEquals(SettingValue.of("external"), provider.winner().orElseThrow().definition().value());
    assertEquals(
        List.of("kubernetes-aws-external-cloud-provider", "kubernetes-aws"),
        provider.definitions().stream().map(each -> each.layer()).toList());
    assertNotNull(provider.definitions().get(0).definition().origin().place());
    Explanation motd = variant.defaults().explain(SettingKey.of("motd"));
    assertEquals(LayerKind.VENDOR_DEFAULT, motd.winner().orElseThrow().kind());
  }

  @Test
  void theNearestKeyNamesTheServices() throws Exception {
    VariantSettings variant = PLAIN.variant("aws-ecs-2");
    assertEquals(
        List.of("hostname", "hosts"),
        variant.affectedServices(SettingKey.of("network", "hostname")));
    assertEquals(
        List.of("containerd", "docker", "ecs", "host-containerd", "host-containers", "updog"),
        variant.affectedServices(SettingKey.of("network", "no-proxy")));
    assertEquals(List.of(), variant.affectedServices(SettingKey.of("metrics", "send-metrics")));
    assertEquals(
        "netdog generate-hostname", variant.generators().get(SettingKey.of("network", "hostname")));
    assertEquals(List.of("ecs-config"), get(variant.services(), "ecs").configurationFiles());
    assertEquals("/etc/motd", get(variant.configurationFiles(), "motd").path());
    assertEquals(
        "0600", get(PLAIN.variant("metal-k8s-1.28").configurationFiles(), "kubelet-config").mode());
    assertEquals(
        "/usr/share/templates/containerd-config-toml_k8s_nvidia_containerd_sock",
        get(PLAIN.variant("aws-k8s-1.24-nvidia").configurationFiles(), "containerd-config-toml")
            .templatePath());
  }

  private static <V> V get(Map<String, V> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  @Test
  void namespacesFollowTheMatrix() throws Exception {
    assertTrue(PLAIN.variant("aws-ecs-1").model().namespaces().containsKey("ecs"));
    assertFalse(PLAIN.variant("aws-ecs-1").model().namespaces().containsKey("boot"));
    assertFalse(PLAIN.variant("metal-k8s-1.30").model().namespaces().containsKey("autoscaling"));
    assertTrue(
        PLAIN
            .variant("aws-k8s-1.29-nvidia")
            .model()
            .namespaces()
            .containsKey("kubelet-device-plugins"));
    assertThrows(IllegalArgumentException.class, () -> PLAIN.variant("aws-k9s"));
  }

  @Test
  void aVendorAddsWithoutTouchingTheRest() throws Exception {
    VariantSettings variant = WITH_VENDOR.variant("aws-dev");
    SettingsModel model = variant.model();
    SettingsDocument document =
        SettingsDocument.parse(
            "user.toml",
            DocumentFormat.TOML,
            """
            [settings.acme-agent]
            level = 3
            [settings.kernel]
            acme-banner = "hi"
            lockdown = "none"
            [settings.kernel.hugepages]
            acme-pool = "db"
            """,
            InputLimits.defaults());
    var bound = SettingsBinder.of(model, Profile.STRICT).bindUserData(document);
    assertEquals(
        List.of("acme-level-needs-server"),
        bound.violations().stream().map(each -> each.code()).toList());
    assertEquals("hi", model.get(bound.tree(), MoreKernelSettings.class).acmeBanner());
    assertEquals("db", model.get(bound.tree(), MoreKernelSettings.class).hugepages().acmePool());
    assertNotNull(model.get(bound.tree(), KernelSettings.class).lockdown());

    SettingKey level = SettingKey.of("acme-agent", "level");
    assertEquals(SettingValue.of(0), variant.defaults().effective().leaves().get(level));
    assertEquals("acme-cloud", variant.defaults().explain(level).winner().orElseThrow().layer());
    assertEquals(
        "acme find-server", variant.generators().get(SettingKey.of("acme-agent", "server")));
    assertEquals(List.of("acme-agent"), variant.affectedServices(level));
    assertTrue(variant.services().containsKey("acme-agent"));

    assertTrue(WITH_VENDOR.helpers().helper("acme_shout").isPresent());
    assertTrue(WITH_VENDOR.helpers().helper("default").isPresent());
    assertEquals(1, WITH_VENDOR.migrations().size());
    assertEquals(List.of(level), keys(WITH_VENDOR.generators("aws-dev")));
    assertEquals(List.of(), keys(PLAIN.generators("aws-dev")));

    VariantSettings edge = WITH_VENDOR.variant("acme-edge");
    assertEquals(Set.of("acme-agent", "motd"), edge.model().namespaces().keySet());
    assertEquals(
        SettingValue.of("Acme"), edge.defaults().effective().leaves().get(SettingKey.of("motd")));
    assertFalse(PLAIN.model().namespaces().containsKey("acme-agent"));
  }

  private static List<SettingKey> keys(List<SettingGenerator> generators) {
    return generators.stream().map(SettingGenerator::target).toList();
  }

  private record Named(String name, List<Class<? extends Record>> records, String fragment)
      implements SettingsExtension {
    @Override
    public List<DefaultsFragment> defaults(String variant) {
      return fragment.isEmpty()
          ? List.of()
          : List.of(DefaultsFragment.of(name, LayerKind.VARIANT_DEFAULT, fragment));
    }
  }

  @SettingsNamespace(value = "kernel", doc = "Unused.")
  record SameKey(@Setting("Unused.") @Nullable String lockdown) {}

  @SettingsNamespace(value = "container-registry", doc = "Unused.")
  record SameAlias(@Setting("Unused.") @Nullable String creds) {}

  @SettingsNamespace(value = "motd", doc = "Unused.", inline = true)
  record SameValue(@Setting("Unused.") @Nullable String motd) {}

  @Test
  void contradictionsAreRefused() {
    for (Class<? extends Record> again :
        List.<Class<? extends Record>>of(SameKey.class, SameAlias.class, SameValue.class)) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              SettingsExtensions.of(
                  List.of(new BottlerocketExtension(), new Named("x", List.of(again), ""))),
          again.getSimpleName());
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SettingsExtensions.of(
                List.of(new Named("x", List.of(), ""), new Named("x", List.of(), ""))));
    assertThrows(
        IllegalArgumentException.class, () -> DefaultsFragment.of("x", LayerKind.USER_DATA, ""));
  }

  @Test
  void wrongDefaultsAreToldAtOnceAndWithPlaces() {
    SettingsExtensions extensions =
        SettingsExtensions.of(
            List.of(
                new BottlerocketExtension(),
                new Named(
                    "x",
                    List.of(),
                    """
                    [settings.kernel]
                    lockdown = "much"
                    lokdown = "none"
                    [generatorz]
                    a = "b"
                    [services.x]
                    restart-commands = "one"
                    """)));
    InvalidSettingsException thrown =
        assertThrows(InvalidSettingsException.class, () -> extensions.variant("aws-dev"));
    assertEquals(4, thrown.violations().size(), thrown.toString());
    assertTrue(thrown.violations().stream().allMatch(each -> each.span().isPresent()));
    SettingsExtensions dangling =
        SettingsExtensions.of(
            List.of(
                new BottlerocketExtension(),
                new Named(
                    "x",
                    List.of(),
                    """
                    [affected-services]
                    "motd" = ["nobody"]
                    "a..b" = []
                    [services.x]
                    configuration-files = ["none"]
                    [configuration-files.y]
                    path = "/etc/y"
                    """)));
    thrown = assertThrows(InvalidSettingsException.class, () -> dangling.variant("aws-dev"));
    assertEquals(
        Set.of("unknown-service", "invalid-key", "unknown-file", "missing-key"),
        Set.copyOf(thrown.violations().stream().map(each -> each.code()).toList()));
  }

  @Test
  void namespacesCanBeData() throws Exception {
    SettingsExtension data =
        new SettingsExtension() {
          @Override
          public String name() {
            return "data";
          }

          @Override
          public List<Namespace> namespaces() {
            return List.of(new Namespace("colour", new SettingType.StringType(), "A colour.", ""));
          }

          @Override
          public boolean isIn(String namespace, String variant) {
            return variant.equals("aws-dev");
          }
        };
    SettingsExtensions extensions =
        SettingsExtensions.of(List.of(new BottlerocketExtension(), data));
    assertTrue(extensions.variant("aws-dev").model().namespaces().containsKey("colour"));
    assertFalse(extensions.variant("metal-dev").model().namespaces().containsKey("colour"));
  }
}
