// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.extension.DefaultsFragment;
import dev.gantry.settings.extension.Variant;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.RecordTypes;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the variants of Bottlerocket from the resource that lists them. */
final class BottlerocketVariants {
  /** The fragment that all variants have. */
  private static final String COMMON = "defaults";

  private static final Map<String, DefaultsFragment> FRAGMENTS = new ConcurrentHashMap<>();

  private BottlerocketVariants() {}

  @SettingsNamespace(value = "common", doc = "Namespaces of all variants.", inline = true)
  record Common(@Setting("The namespaces.") List<String> common) {}

  record Family(@Setting("Namespaces besides those of all variants.") List<String> namespaces) {}

  @SettingsNamespace(value = "families", doc = "Variants with the same namespaces.")
  record Families(
      @Setting(value = "The families, by name.", others = true) Map<String, Family> families) {}

  record Listed(
      @Setting("Its family.") String family,
      @Setting("The list of its defaults.") String defaults) {}

  @SettingsNamespace(value = "variants", doc = "Variants.")
  record Variants(
      @Setting(value = "The variants, by name.", others = true) Map<String, Listed> variants) {}

  record Fragments(@Setting("Names of fragments.") List<String> fragments) {}

  @SettingsNamespace(value = "defaults", doc = "Lists of fragments.")
  record Lists(
      @Setting(value = "The lists, by name.", others = true) Map<String, Fragments> lists) {}

  static List<Variant> read() {
    try {
      return read(tree());
    } catch (InvalidSettingsException e) {
      throw new IllegalStateException("the list of variants is damaged", e);
    }
  }

  private static SettingsTree tree() throws InvalidSettingsException {
    SettingsModel model =
        SettingsModel.of(
            List.of(
                RecordTypes.namespace(Common.class),
                RecordTypes.namespace(Families.class),
                RecordTypes.namespace(Variants.class),
                RecordTypes.namespace(Lists.class)),
            List.of());
    return SettingsBinder.of(model, Profile.COMPAT)
        .bindSettings(fragment("variants", "variants.toml").document())
        .validTree();
  }

  private static List<Variant> read(SettingsTree tree) throws InvalidSettingsException {
    List<String> common = RecordTypes.read(tree, Common.class).common();
    Map<String, Family> families = RecordTypes.read(tree, Families.class).families();
    Map<String, Fragments> lists = RecordTypes.read(tree, Lists.class).lists();
    List<Variant> variants = new ArrayList<>();
    RecordTypes.read(tree, Variants.class)
        .variants()
        .forEach(
            (name, listed) -> {
              Set<String> namespaces = new HashSet<>(common);
              namespaces.addAll(get(families, listed.family()).namespaces());
              List<String> fragments = get(lists, listed.defaults()).fragments();
              variants.add(
                  new Variant(
                      name,
                      namespaces,
                      fragments.stream().map(BottlerocketVariants::defaults).toList()));
            });
    return variants;
  }

  private static <V> V get(Map<String, V> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static DefaultsFragment defaults(String name) {
    return FRAGMENTS.computeIfAbsent(name, each -> fragment(each, "defaults/" + each + ".toml"));
  }

  private static DefaultsFragment fragment(String name, String resource) {
    LayerKind kind = name.equals(COMMON) ? LayerKind.VENDOR_DEFAULT : LayerKind.VARIANT_DEFAULT;
    return DefaultsFragment.ofResource(name, kind, BottlerocketVariants.class, resource);
  }
}
