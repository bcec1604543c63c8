// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.HelperSignature.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known of a value before a template is rendered. */
sealed interface Shape {
  /** A value of which nothing is known. */
  Shape ANY = new OfKinds(EnumSet.allOf(Kind.class), true);

  /** A text. */
  Shape STRING = new OfKinds(EnumSet.of(Kind.STRING), false);

  /** A map with names that are known, such as the outermost one. */
  record Names(Map<String, Shape> entries) implements Shape {}

  /** A value of a type of the model. */
  record OfType(SettingType type) implements Shape {}

  /** A value of which only the kind is known. */
  record OfKinds(Set<Kind> kinds, boolean open) implements Shape {}

  /** Returns what a template sees. */
  static Shape root(SettingsModel model) {
    Map<String, Shape> settings = new TreeMap<>();
    for (Namespace namespace : model.namespaces().values()) {
      settings.put(namespace.name(), new OfType(namespace.type()));
    }
    Map<String, Shape> os = new TreeMap<>();
    for (String name : List.of("arch", "build_id", "pretty_name", "variant_id", "version_id")) {
      os.put(name, STRING);
    }
    return new Names(Map.of("settings", new Names(settings), "os", new Names(os)));
  }

  /** Returns what a name leads to: nothing, or one shape for each that the value may have. */
  static List<Shape> inside(Shape shape, String name) {
    if (shape instanceof Names names) {
      Shape found = names.entries().get(name);
      return found == null ? List.of() : List.of(found);
    }
    if (shape instanceof OfKinds kinds) {
      return kinds.open() ? List.of(ANY) : List.of();
    }
    return insideType(((OfType) shape).type(), name);
  }

  private static List<Shape> insideType(SettingType type, String name) {
    List<Shape> found = new ArrayList<>();
    if (type instanceof ObjectType object) {
      if (object.fields().containsKey(name)) {
        found.add(new OfType(object.fields().get(name).type()));
      } else if (object.others() != null) {
        found.add(new OfType(object.others().value()));
      }
    } else if (type instanceof MapType map) {
      found.add(new OfType(map.value()));
    } else if (type instanceof ListType list && isIndex(name)) {
      found.add(new OfType(list.item()));
    } else if (type instanceof TupleType tuple && isIndex(name)) {
      int index = Integer.parseInt(name);
      if (index < tuple.items().size()) {
        found.add(new OfType(tuple.items().get(index)));
      }
    } else if (type instanceof UnionType union) {
      union.shapes().forEach(each -> found.addAll(insideType(each, name)));
    }
    return found;
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty() && name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns the names that are known inside a value. */
  static List<String> names(Shape shape) {
    if (shape instanceof Names names) {
      return List.copyOf(names.entries().keySet());
    }
    return shape instanceof OfType typed ? namesOf(typed.type()) : List.of();
  }

  private static List<String> namesOf(SettingType type) {
    if (type instanceof ObjectType object) {
      return List.copyOf(object.fields().keySet());
    }
    List<String> all = new ArrayList<>();
    if (type instanceof UnionType union) {
      union.shapes().forEach(each -> all.addAll(namesOf(each)));
    }
    return all;
  }

  /** Returns what a loop walks through. */
  static List<Shape> items(Shape shape) {
    if (shape instanceof Names names) {
      return List.copyOf(names.entries().values());
    }
    return shape instanceof OfType typed ? itemsOf(typed.type()) : List.of(ANY);
  }

  private static List<Shape> itemsOf(SettingType type) {
    List<Shape> found = new ArrayList<>();
    if (type instanceof ListType list) {
      found.add(new OfType(list.item()));
    } else if (type instanceof TupleType tuple) {
      tuple.items().forEach(item -> found.add(new OfType(item)));
    } else if (type instanceof MapType map) {
      found.add(new OfType(map.value()));
    } else if (type instanceof ObjectType object) {
      object.fields().values().forEach(field -> found.add(new OfType(field.type())));
      if (object.others() != null) {
        found.add(new OfType(object.others().value()));
      }
    } else if (type instanceof UnionType union) {
      union.shapes().forEach(each -> found.addAll(itemsOf(each)));
    }
    return found;
  }

  /** Returns the kinds that a value may have, if it is set. */
  static Set<Kind> kinds(Shape shape) {
    if (shape instanceof Names) {
      return EnumSet.of(Kind.MAP);
    }
    return shape instanceof OfType typed
        ? kindsOf(typed.type())
        : EnumSet.copyOf(((OfKinds) shape).kinds());
  }

  private static Set<Kind> kindsOf(SettingType type) {
    if (type instanceof StringType || type instanceof ScalarType<?>) {
      return EnumSet.of(Kind.STRING);
    }
    if (type instanceof BooleanType) {
      return EnumSet.of(Kind.BOOLEAN);
    }
    if (type instanceof IntegerType || type instanceof NumberType) {
      return EnumSet.of(Kind.NUMBER);
    }
    if (type instanceof ListType || type instanceof TupleType) {
      return EnumSet.of(Kind.LIST);
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (type instanceof UnionType union) {
      union.shapes().forEach(each -> kinds.addAll(kindsOf(each)));
    } else {
      kinds.add(Kind.MAP);
    }
    return kinds;
  }
}
