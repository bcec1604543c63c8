// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.internal.template.Expression.Call;
import dev.gantry.settings.internal.template.Expression.Literal;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperCall.Argument;
import dev.gantry.settings.template.HelperSignature;
import dev.gantry.settings.template.HelperSignature.Form;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.TemplateEnvironment;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateLimits;
import dev.gantry.settings.template.TemplateRenderException;
import dev.gantry.settings.template.TemplateRenderException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a template says. What is not set is an error where it would be written or walked
 * through, as in the strict mode of Bottlerocket's engine; helpers decide for themselves.
 */
public final class Evaluator {
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,18}");
  private static final int ARGUMENT_UNITS = 8;
  private static final Argument NOTHING = new Argument(Optional.empty(), true, Optional.empty());

  private final Map<String, TemplateHelper> helpers;
  private final TemplateEnvironment environment;
  private final TemplateLimits limits;
  private final Work work;
  private final StringBuilder out = new StringBuilder();
  private Scope scope;

  private Evaluator(
      Map<String, TemplateHelper> helpers,
      TemplateEnvironment environment,
      TemplateLimits limits,
      MapValue root) {
    this.helpers = helpers;
    this.environment = environment;
    this.limits = limits;
    this.work = new Work(limits);
    this.scope = Scope.outermost(root);
  }

  /**
   * Writes a template.
   *
   * @param nodes the template
   * @param root what paths lead to
   * @param helpers the helpers that it may call, by name
   * @param environment what helpers may know of the host
   * @param limits what it may take
   * @return what it wrote
   * @throws TemplateRenderException if it cannot be rendered with these values
   * @throws LimitExceededException if it takes too much
   * @throws GantryException if a helper fails
   */
  public static String render(
      List<Node> nodes,
      MapValue root,
      Map<String, TemplateHelper> helpers,
      TemplateEnvironment environment,
      TemplateLimits limits)
      throws GantryException {
    Evaluator evaluator = new Evaluator(helpers, environment, limits, root);
    evaluator.all(nodes);
    return evaluator.out.toString();
  }

  private void all(List<Node> nodes) throws GantryException {
    for (Node node : nodes) {
      work.step();
      if (node instanceof Node.Text text) {
        write(text.text());
      } else if (node instanceof Node.Output output) {
        output(output);
      } else if (node instanceof Node.Block block) {
        block(block);
      }
    }
  }

  private void write(String text) throws LimitExceededException {
    LimitExceededException.check(
        "characters written by a template",
        limits.outputChars(),
        (long) out.length() + text.length());
    out.append(text);
  }

  private void output(Node.Output output) throws GantryException {
    Expression expression = output.expression();
    if (expression instanceof Path path) {
      if (helpers.containsKey(path.text()) || StandardHelpers.BLOCKS.contains(path.text())) {
        expression = new Call(path.text(), List.of(), Map.of(), path.span(), path.span());
      } else {
        writeValue(path, output.raw());
        return;
      }
    }
    Call call = (Call) expression;
    TemplateHelper helper = helper(call);
    if (helper.signature().form() == Form.BLOCK) {
      throw failed(call, "is a block, which starts with # and has an end");
    }
    SettingValue value = value(call, helper).orElse(null);
    boolean raw = output.raw() || helper.signature().form() == Form.TEXT;
    write(raw ? ValueText.of(value) : ValueText.escaped(ValueText.of(value)));
  }

  private void writeValue(Path path, boolean raw) throws GantryException {
    Argument value = resolve(path);
    if (value.missing()) {
      throw missing(path);
    }
    if (value.value().orElse(null) instanceof ListValue list) {
      work.reads(list);
    }
    String text = ValueText.of(value.value().orElse(null));
    write(raw ? text : ValueText.escaped(text));
  }

  private static TemplateRenderException missing(Path path) {
    return new TemplateRenderException(
        Reason.MISSING_VALUE, path.span(), Text.quote(path.text()) + " is not set");
  }

  private TemplateHelper helper(Call call) throws TemplateRenderException {
    TemplateHelper helper = helpers.get(call.helper());
    if (helper == null) {
      throw new TemplateRenderException(
          Reason.UNKNOWN_HELPER,
          call.nameSpan(),
          "the template has no helper " + Text.quote(call.helper()));
    }
    return helper;
  }

  private static TemplateRenderException failed(Call call, String problem) {
    return failed(call, problem, null);
  }

  private static TemplateRenderException failed(
      Call call, String problem, @Nullable Throwable cause) {
    return new TemplateRenderException(
        Reason.HELPER_FAILED,
        call.span(),
        "helper " + Text.clean(call.helper()) + ": " + problem,
        cause);
  }

  private Optional<SettingValue> value(Call call, TemplateHelper helper) throws GantryException {
    HelperSignature signature = helper.signature();
    int expected = signature.parameters().size();
    int found = call.arguments().size();
    boolean refuses = signature.missing() == Missing.REFUSED;
    if (refuses ? found < expected : found != expected) {
      throw failed(call, "got " + found + " arguments, expected " + expected);
    }
    List<Argument> arguments = arguments(call.arguments());
    for (int i = 0; refuses && i < expected; i++) {
      if (arguments.get(i).missing()) {
        throw call.arguments().get(i) instanceof Path path
            ? missing(path)
            : failed(call, "argument " + (i + 1) + " is nothing");
      }
    }
    Map<String, Argument> options = options(call);
    for (Argument argument : arguments) {
      work.reads(argument.value().orElse(null));
    }
    HelperCall made =
        new HelperCall(
            call.helper(), call.span(), arguments, options, environment, limits.outputChars());
    Optional<SettingValue> value = called(helper, call, made);
    work.makes(value.orElse(null));
    return value;
  }

  /** Helpers of vendors may do anything; whoever reads the error should know which one did. */
  private static Optional<SettingValue> called(
      TemplateHelper helper, Call call, HelperCall arguments) throws GantryException {
    Optional<SettingValue> value;
    try {
      value = helper.call(arguments);
    } catch (RuntimeException e) {
      // Its message may have values, and it must not end the plans of other files.
      throw failed(call, "failed with " + e.getClass().getName() + ", expected a value", e);
    }
    if (value == null) {
      throw failed(call, "gave null, expected a value or an empty Optional");
    }
    return value;
  }

  private Map<String, Argument> options(Call call) throws GantryException {
    Map<String, Argument> options = new HashMap<>();
    for (Map.Entry<String, Expression> option : call.options().entrySet()) {
      options.put(option.getKey(), argument(option.getValue()));
    }
    return options;
  }

  private List<Argument> arguments(List<Expression> expressions) throws GantryException {
    List<Argument> arguments = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      arguments.add(argument(expression));
    }
    return arguments;
  }

  private Argument argument(Expression expression) throws GantryException {
    work.spend(ARGUMENT_UNITS);
    if (expression instanceof Literal literal) {
      return new Argument(Optional.ofNullable(literal.value()), false, Optional.empty());
    }
    if (expression instanceof Path path) {
      return resolve(path);
    }
    Call call = (Call) expression;
    TemplateHelper helper = helper(call);
    if (helper.signature().form() == Form.BLOCK) {
      throw failed(call, "is a block and gives no value");
    }
    return new Argument(value(call, helper), false, Optional.empty());
  }

  private Argument resolve(Path path) throws GantryException {
    work.spend(path.names().size());
    SettingValue value = scope.start(path);
    List<String> names = scope.rest(path);
    for (String name : names) {
      value = inside(path, value, name);
    }
    return new Argument(Optional.ofNullable(value), value == null, Optional.of(path.text()));
  }

  private static @Nullable SettingValue inside(Path path, @Nullable SettingValue value, String name)
      throws TemplateRenderException {
    if (value instanceof MapValue map) {
      return map.entries().get(name);
    }
    if (!(value instanceof ListValue list)) {
      return null;
    }
    String digits = name.startsWith("+") ? name.substring(1) : name;
    if (!INDEX.matcher(digits).matches()) {
      throw new TemplateRenderException(
          Reason.BAD_PATH,
          path.span(),
          Text.quote(path.text()) + " goes through a list, expected the number of an item");
    }
    BigInteger index = new BigInteger(digits);
    return index.compareTo(BigInteger.valueOf(list.items().size())) < 0
        ? list.items().get(index.intValue())
        : null;
  }

  private void block(Node.Block block) throws GantryException {
    Call call = block.call();
    switch (call.helper()) {
      case "if" -> choose(block, isTrue(call));
      case "unless" -> choose(block, !isTrue(call));
      case "each" -> each(block);
      case "with" -> with(block);
      default -> {
        TemplateHelper helper = helper(call);
        if (helper.signature().form() != Form.BLOCK) {
          throw failed(call, "is not a block");
        }
        choose(block, value(call, helper).filter(SettingValue.of(true)::equals).isPresent());
      }
    }
  }

  private void choose(Node.Block block, boolean first) throws GantryException {
    List<Node> chosen = first ? block.body() : block.inverse();
    if (chosen != null) {
      all(chosen);
    }
  }

  private Argument only(Call call) throws GantryException {
    if (call.arguments().isEmpty()) {
      throw failed(call, "got no arguments, expected 1");
    }
    // What else is there has no use, but fails as it would anywhere.
    Argument first = arguments(call.arguments()).get(0);
    options(call);
    return first;
  }

  private boolean isTrue(Call call) throws GantryException {
    Argument value = only(call);
    Expression option = call.options().get("includeZero");
    Argument zero = option == null ? NOTHING : argument(option);
    boolean includeZero = zero.value().orElse(null) instanceof BooleanValue truth && truth.value();
    if (value.value().orElse(null) instanceof NumberValue number) {
      work.reads(number);
    }
    return ValueText.isTrue(value.value().orElse(null), includeZero);
  }

  private void each(Node.Block block) throws GantryException {
    SettingValue value = only(block.call()).value().orElse(null);
    int size = -1;
    if (value instanceof ListValue list) {
      size = list.items().size();
    } else if (value instanceof MapValue map) {
      size = map.entries().size();
    }
    if (size < 0 || (size == 0 && block.inverse() != null)) {
      otherwise(block);
      return;
    }
    int index = 0;
    if (value instanceof ListValue list) {
      for (SettingValue item : list.items()) {
        item(block, item, SettingValue.of(index), "index", index, size);
        index++;
      }
    } else if (value instanceof MapValue map) {
      for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
        item(block, entry.getValue(), SettingValue.of(entry.getKey()), "key", index, size);
        index++;
      }
    }
  }

  private void item(
      Node.Block block, SettingValue item, SettingValue key, String keyName, int index, int size)
      throws GantryException {
    work.step();
    Map<String, SettingValue> locals =
        Map.of(
            "first",
            SettingValue.of(index == 0),
            "last",
            SettingValue.of(index == size - 1),
            keyName,
            key);
    inner(block, new Scope(scope, item, locals, Scope.named(block.parameters(), item, key)));
  }

  private void inner(Node.Block block, Scope inner) throws GantryException {
    Scope outer = scope;
    scope = inner;
    all(block.body());
    scope = outer;
  }

  private void with(Node.Block block) throws GantryException {
    SettingValue value = only(block.call()).value().orElse(null);
    if (value != null && ValueText.isTrue(value, false)) {
      List<String> parameters = block.parameters();
      // Two names mean nothing here, as with Bottlerocket.
      Map<String, SettingValue> named =
          parameters.size() == 1 ? Map.of(parameters.get(0), value) : Map.of();
      inner(block, new Scope(scope, value, Map.of(), named));
    } else {
      otherwise(block);
    }
  }

  private void otherwise(Node.Block block) throws GantryException {
    if (block.inverse() != null) {
      all(block.inverse());
      return;
    }
    Expression argument = block.call().arguments().get(0);
    throw argument instanceof Path path
        ? missing(path)
        : failed(block.call(), "got nothing to walk through");
  }
}
