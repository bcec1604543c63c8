// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.Text;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.internal.document.Suggestions;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.internal.template.Expression.Start;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.TemplateFinding.Code;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the paths of a template through the model. */
final class LintPaths {
  /** Takes findings. */
  interface Sink {
    void report(Code code, SourceSpan span, String message, @Nullable String suggestion);
  }

  private record Scope(List<Shape> value, List<String> locals, List<String> named) {}

  private final Shape root;
  private final @Nullable Set<String> required;
  private final Sink sink;
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private final Set<String> used = new HashSet<>();

  LintPaths(SettingsModel model, @Nullable Set<String> required, Sink sink) {
    this.root = Shape.root(model);
    this.required = required;
    this.sink = sink;
    scopes.push(new Scope(List.of(root), List.of(), List.of()));
  }

  void enter(List<Shape> value, List<String> locals, List<String> named) {
    scopes.push(new Scope(value, locals, named));
  }

  void leave() {
    scopes.pop();
  }

  boolean isUsed(String namespace) {
    return used.contains(namespace) || namespace.equals("os");
  }

  static Shape shapeOf(@Nullable SettingValue value) {
    if (value == null) {
      return new Shape.OfKinds(EnumSet.of(Kind.NOTHING), false);
    }
    Kind kind =
        value instanceof NumberValue
            ? Kind.NUMBER
            : value instanceof BooleanValue ? Kind.BOOLEAN : Kind.STRING;
    return new Shape.OfKinds(EnumSet.of(kind), false);
  }

  static @Nullable String nearest(String name, Collection<String> names) {
    return Suggestions.nearest(name, names).orElse(null);
  }

  List<Shape> resolve(Path path) {
    if (path.origin() == Start.LOCAL) {
      return local(path);
    }
    if (path.origin() == Start.CURRENT && isNamed(path)) {
      return List.of(Shape.ANY);
    }
    List<Shape> shapes = List.of(root);
    if (path.origin() == Start.CURRENT) {
      Scope scope = scope(path.up());
      shapes = scope == null ? scopes.getFirst().value() : scope.value();
    }
    boolean fromRoot = shapes.contains(root);
    for (int i = 0; i < path.names().size(); i++) {
      String name = path.names().get(i);
      List<Shape> next = new ArrayList<>();
      shapes.forEach(shape -> next.addAll(Shape.inside(shape, name)));
      if (next.isEmpty()) {
        unknown(path, i, shapes, fromRoot);
        return List.of();
      }
      shapes = next;
    }
    if (fromRoot && path.names().size() > 1 && path.names().get(0).equals("settings")) {
      require(path);
    }
    return shapes;
  }

  private boolean isNamed(Path path) {
    return !path.names().isEmpty()
        && scopes.stream().anyMatch(scope -> scope.named().contains(path.names().get(0)));
  }

  private @Nullable Scope scope(int up) {
    Iterator<Scope> all = scopes.iterator();
    Scope found = all.next();
    for (int i = 0; i < up; i++) {
      if (!all.hasNext()) {
        return null;
      }
      found = all.next();
    }
    return found;
  }

  private List<Shape> local(Path path) {
    Scope scope = scope(path.up());
    String name = path.names().get(0);
    if (scope == null || !scope.locals().contains(name)) {
      String near = scope == null ? null : nearest(name, scope.locals());
      sink.report(
          Code.UNKNOWN_SETTING,
          path.span(),
          Text.quote(path.text()) + " has no value here",
          near == null ? null : "@" + near);
      return List.of();
    }
    return switch (name) {
      case "key" -> List.of(Shape.STRING);
      case "index" -> List.of(shapeOf(SettingValue.of(0)));
      default -> List.of(shapeOf(SettingValue.of(true)));
    };
  }

  private void require(Path path) {
    String namespace = path.names().get(1);
    used.add(namespace);
    if (required != null && !required.contains(namespace)) {
      sink.report(
          Code.NOT_REQUIRED,
          path.span(),
          "the template does not require the extension " + Text.quote(namespace),
          namespace + " = \"v1\"");
    }
  }

  private void unknown(Path path, int index, List<Shape> around, boolean fromRoot) {
    String name = path.names().get(index);
    List<String> names = new ArrayList<>();
    around.forEach(shape -> names.addAll(Shape.names(shape)));
    String near = nearest(name, names);
    List<String> before = path.names().subList(0, index);
    String suggestion = near == null ? null : String.join(".", plus(before, near));
    if (fromRoot && before.equals(List.of("settings"))) {
      String deeper = deeper(path.names().subList(index, path.names().size()));
      suggestion = deeper == null ? suggestion : deeper;
    }
    sink.report(
        Code.UNKNOWN_SETTING,
        path.span(),
        before.isEmpty()
            ? "there is nothing named " + Text.quote(name) + " here"
            : Text.quote(String.join(".", before)) + " has no " + Text.quote(name),
        suggestion);
  }

  /** Finds a namespace in which names would lead to a setting, first among the required ones. */
  private @Nullable String deeper(List<String> names) {
    String found = null;
    List<Shape> settings = Shape.inside(root, "settings");
    for (String namespace : Shape.names(settings.get(0))) {
      List<Shape> shapes = Shape.inside(settings.get(0), namespace);
      for (String name : names) {
        List<Shape> next = new ArrayList<>();
        shapes.stream()
            .filter(shape -> Shape.names(shape).contains(name))
            .forEach(shape -> next.addAll(Shape.inside(shape, name)));
        shapes = next;
      }
      boolean preferred = required != null && required.contains(namespace);
      if (!shapes.isEmpty() && (found == null || preferred)) {
        found = "settings." + namespace + "." + String.join(".", names);
      }
    }
    return found;
  }

  private static List<String> plus(List<String> names, String last) {
    List<String> all = new ArrayList<>(names);
    all.add(last);
    return all;
  }
}
