// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.Text;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.internal.template.Expression.Call;
import dev.gantry.settings.internal.template.Expression.Literal;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.ExtensionRequirement;
import dev.gantry.settings.template.HelperCatalog;
import dev.gantry.settings.template.HelperSignature;
import dev.gantry.settings.template.HelperSignature.Form;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.HelperSignature.Parameter;
import dev.gantry.settings.template.TemplateFinding;
import dev.gantry.settings.template.TemplateFinding.Code;
import dev.gantry.settings.template.TemplateHelper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Walks through a template as rendering does, with all that each value may be. */
public final class LintWalk {
  private static final List<String> BLOCKS = List.of("if", "unless", "each", "with");

  private final LintPaths paths;
  private final HelperCatalog helpers;
  private final boolean seesAll;
  private final Set<String> imported = new HashSet<>();
  private final Set<String> usedHelpers = new HashSet<>();
  private final Set<TemplateFinding> findings = new LinkedHashSet<>();

  private LintWalk(
      SettingsModel model,
      HelperCatalog helpers,
      List<ExtensionRequirement> requirements,
      boolean seesAll) {
    this.helpers = helpers;
    this.seesAll = seesAll;
    requirements.forEach(each -> imported.addAll(each.helpers()));
    List<String> required = requirements.stream().map(ExtensionRequirement::name).toList();
    this.paths = new LintPaths(model, seesAll ? null : new HashSet<>(required), this::report);
  }

  /**
   * Checks a template.
   *
   * @param nodes the template
   * @param model what settings may be
   * @param helpers the helpers that may be imported
   * @param requirements what the template requires
   * @param seesAll whether it sees all settings and helpers
   * @param places gives where an extension or one of its helpers is named
   * @return the findings
   */
  public static List<TemplateFinding> check(
      List<Node> nodes,
      SettingsModel model,
      HelperCatalog helpers,
      List<ExtensionRequirement> requirements,
      boolean seesAll,
      BiFunction<String, String, SourceSpan> places) {
    LintWalk walk = new LintWalk(model, helpers, requirements, seesAll);
    walk.all(nodes);
    walk.imports(requirements, places);
    return new ArrayList<>(walk.findings);
  }

  private void report(Code code, SourceSpan span, String message, @Nullable String suggestion) {
    findings.add(new TemplateFinding(code, span, message, Optional.ofNullable(suggestion)));
  }

  private void all(List<Node> nodes) {
    for (Node node : nodes) {
      if (node instanceof Node.Output output) {
        output(output);
      } else if (node instanceof Node.Block block) {
        block(block);
      }
    }
  }

  private void output(Node.Output output) {
    Expression expression = output.expression();
    if (expression instanceof Path path && helpers.helper(path.text()).isPresent()) {
      expression = new Call(path.text(), List.of(), Map.of(), path.span(), path.span());
    }
    if (expression instanceof Call call) {
      call(call, false);
      return;
    }
    Set<Kind> kinds = kinds(expression);
    if (!kinds.isEmpty() && EnumSet.of(Kind.MAP, Kind.LIST).containsAll(kinds)) {
      report(
          kinds.contains(Kind.MAP) ? Code.WRONG_KIND : Code.WRITES_LIST,
          expression.span(),
          "writes " + shown(kinds) + ", expected a string, a number or a boolean",
          null);
    }
  }

  private Set<Kind> kinds(Expression expression) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    shapes(expression).forEach(shape -> kinds.addAll(Shape.kinds(shape)));
    return kinds;
  }

  /** Returns all that an expression may be; nothing if that was reported or cannot be known. */
  private List<Shape> shapes(Expression expression) {
    if (expression instanceof Path path) {
      return paths.resolve(path);
    }
    if (expression instanceof Literal literal) {
      return List.of(LintPaths.shapeOf(literal.value()));
    }
    return call((Call) expression, false);
  }

  private List<Shape> call(Call call, boolean block) {
    HelperSignature signature = signature(call);
    if (signature == null) {
      call.arguments().forEach(this::shapes);
      return List.of(Shape.ANY);
    }
    usedHelpers.add(signature.name());
    if (block != (signature.form() == Form.BLOCK)) {
      report(
          Code.WRONG_FORM,
          call.nameSpan(),
          "helper " + signature.name() + (block ? " is not a block" : " is a block"),
          null);
    }
    arity(call, signature.parameters().size());
    for (int i = 0; i < call.arguments().size(); i++) {
      Expression argument = call.arguments().get(i);
      Set<Kind> found = kinds(argument);
      if (i < signature.parameters().size()) {
        kind(argument, found, signature.parameters().get(i), signature);
      }
    }
    call.options().values().forEach(this::shapes);
    return List.of(signature.form() == Form.TEXT ? Shape.STRING : Shape.ANY);
  }

  private @Nullable HelperSignature signature(Call call) {
    Optional<TemplateHelper> helper = helpers.helper(call.helper());
    if (helper.isEmpty()) {
      List<String> names = new ArrayList<>(BLOCKS);
      helpers.signatures().forEach(each -> names.add(each.name()));
      boolean form = BLOCKS.contains(call.helper());
      report(
          form ? Code.WRONG_FORM : Code.UNKNOWN_HELPER,
          call.nameSpan(),
          form
              ? call.helper() + " is a block, which starts with # and has an end"
              : "there is no helper " + Text.quote(call.helper()),
          form ? null : LintPaths.nearest(call.helper(), names));
      return null;
    }
    HelperSignature signature = helper.get().signature();
    if (!seesAll && !signature.extension().isEmpty() && !imported.contains(signature.name())) {
      report(
          Code.HELPER_NOT_IMPORTED,
          call.nameSpan(),
          "the helper " + signature.name() + " is not imported",
          signature.extension()
              + " = { version = \"v1\", helpers = [\""
              + signature.name()
              + "\"] }");
    }
    return signature;
  }

  private void arity(Call call, int expected) {
    int found = call.arguments().size();
    if (found != expected) {
      report(
          Code.WRONG_ARITY,
          call.span(),
          "helper " + call.helper() + " got " + found + " arguments, expected " + expected,
          null);
    }
  }

  private void kind(
      Expression argument, Set<Kind> found, Parameter parameter, HelperSignature signature) {
    if (found.isEmpty() || found.stream().anyMatch(parameter.kinds()::contains)) {
      return;
    }
    report(
        Code.WRONG_KIND,
        argument.span(),
        "helper "
            + signature.name()
            + ": "
            + parameter.name()
            + " is "
            + shown(found)
            + ", expected "
            + shown(parameter.kinds()),
        null);
  }

  private static String shown(Set<Kind> kinds) {
    List<String> names = new ArrayList<>();
    for (Kind kind : EnumSet.copyOf(kinds)) {
      names.add(
          switch (kind) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case LIST -> "a list";
            case MAP -> "a table";
            case NOTHING -> "nothing";
          });
    }
    return String.join(" or ", names);
  }

  private void block(Node.Block block) {
    Call call = block.call();
    if (!BLOCKS.contains(call.helper())) {
      call(call, true);
      all(block.body());
    } else {
      arity(call, 1);
      List<Shape> shapes = call.arguments().isEmpty() ? List.of() : shapes(call.arguments().get(0));
      call.options().values().forEach(this::shapes);
      switch (call.helper()) {
        case "each" -> each(block, shapes);
        case "with" -> inner(block, shapes, List.of());
        default -> all(block.body());
      }
    }
    if (block.inverse() != null) {
      all(block.inverse());
    }
  }

  private void each(Node.Block block, List<Shape> shapes) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<Shape> items = new ArrayList<>();
    for (Shape shape : shapes) {
      kinds.addAll(Shape.kinds(shape));
      items.addAll(Shape.items(shape));
    }
    if (!kinds.isEmpty() && !kinds.contains(Kind.LIST) && !kinds.contains(Kind.MAP)) {
      report(
          Code.WRONG_KIND,
          block.call().arguments().get(0).span(),
          "each walks through " + shown(kinds) + ", expected a list or a table",
          null);
    }
    List<String> locals = new ArrayList<>(List.of("first", "last"));
    if (kinds.isEmpty() || kinds.contains(Kind.LIST)) {
      locals.add("index");
    }
    if (kinds.isEmpty() || kinds.contains(Kind.MAP)) {
      locals.add("key");
    }
    inner(block, items, locals);
  }

  private void inner(Node.Block block, List<Shape> value, List<String> locals) {
    List<Shape> known = value.isEmpty() ? List.of(Shape.ANY) : value;
    paths.enter(known, locals, block.parameters());
    all(block.body());
    paths.leave();
  }

  private void imports(
      List<ExtensionRequirement> requirements, BiFunction<String, String, SourceSpan> places) {
    for (ExtensionRequirement requirement : requirements) {
      boolean used = paths.isUsed(requirement.name());
      for (String name : requirement.helpers()) {
        SourceSpan place = places.apply(requirement.name(), name);
        boolean exists =
            helpers
                .helper(name)
                .filter(each -> each.signature().extension().equals(requirement.name()))
                .isPresent();
        if (!exists) {
          List<String> names = new ArrayList<>();
          helpers.signatures().stream()
              .filter(each -> each.extension().equals(requirement.name()))
              .forEach(each -> names.add(each.name()));
          report(
              Code.UNKNOWN_HELPER,
              place,
              "the extension "
                  + Text.quote(requirement.name())
                  + " has no helper "
                  + Text.quote(name),
              LintPaths.nearest(name, names));
        } else if (!usedHelpers.contains(name)) {
          report(
              Code.UNUSED_IMPORT,
              place,
              "the helper " + name + " is imported and not called",
              null);
        }
        used = true;
      }
      if (!used) {
        report(
            Code.UNUSED_EXTENSION,
            places.apply(requirement.name(), ""),
            "the extension " + Text.quote(requirement.name()) + " is required and not used",
            null);
      }
    }
  }
}
