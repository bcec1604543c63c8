// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.internal.template.Expression.Call;
import dev.gantry.settings.internal.template.Expression.Literal;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.internal.template.Expression.Start;
import dev.gantry.settings.template.MalformedTemplateException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands inside a tag. */
final class ExpressionReader {
  private static final int MAX_NUMBER_CHARS = 40;

  private final String text;
  private final Positions positions;
  private final int maxNesting;
  private int at;
  private int depth;

  ExpressionReader(String text, Positions positions, int maxNesting) {
    this.text = text;
    this.positions = positions;
    this.maxNesting = maxNesting;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  /** What a tag says: a name or a path, with what follows it. */
  record Head(
      Path name,
      List<Expression> arguments,
      Map<String, Expression> options,
      List<String> parameters,
      int start,
      int end) {
    boolean isNameOnly() {
      return arguments.isEmpty() && options.isEmpty();
    }
  }

  Head head(boolean block) throws MalformedTemplateException, LimitExceededException {
    skipSpace();
    int start = at;
    if (peek() == '(') {
      throw unexpected("a name; a call cannot name a helper");
    }
    Path name = path();
    List<Expression> arguments = new ArrayList<>();
    Map<String, Expression> options = new LinkedHashMap<>();
    readArguments(arguments, options);
    int end = at;
    boolean calls = block || !arguments.isEmpty() || !options.isEmpty();
    if (calls && !isIdentifier(name.text())) {
      throw new MalformedTemplateException(
          positions.span(start, start + name.text().length()),
          "found the path " + Text.quote(name.text()) + ", expected the name of a helper");
    }
    List<String> parameters = block ? blockParameters() : List.of();
    return new Head(name, arguments, options, parameters, start, end);
  }

  Call call(Head head) {
    return new Call(
        head.name().text(),
        head.arguments(),
        head.options(),
        positions.span(head.start(), head.end()),
        head.name().span());
  }

  private void readArguments(List<Expression> arguments, Map<String, Expression> options)
      throws MalformedTemplateException, LimitExceededException {
    while (true) {
      int before = at;
      skipSpace();
      if (!startsArgument()) {
        at = before;
        return;
      }
      if (at == before) {
        throw unexpected("a space");
      }
      String option = optionName();
      if (option == null) {
        arguments.add(argument());
      } else {
        options.put(option, argument());
      }
    }
  }

  private boolean startsArgument() {
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (c == '~' || c == '}' || c == ')' || c == '|') {
      return false;
    }
    return !isKeyword("as") && !isKeyword("else");
  }

  private boolean isKeyword(String word) {
    int end = at + word.length();
    return text.startsWith(word, at) && (end >= text.length() || !isSymbol(text.charAt(end)));
  }

  private @Nullable String optionName() {
    int end = symbolsFrom(at);
    int equals = end;
    while (equals < text.length() && isSpace(text.charAt(equals))) {
      equals++;
    }
    if (end == at || equals >= text.length() || text.charAt(equals) != '=') {
      return null;
    }
    String name = text.substring(at, end);
    at = equals + 1;
    skipSpace();
    return name;
  }

  private Expression argument() throws MalformedTemplateException, LimitExceededException {
    int start = at;
    char c = peek();
    if (c == '"' || c == '\'') {
      return new Literal(SettingValue.of(string(c)), positions.span(start, at));
    }
    if (c == '(') {
      return nested();
    }
    if (c == '[' || c == '{') {
      throw unexpected(
          "a string, a number, a path or a call; literal lists and maps are not taken");
    }
    Expression word = word();
    if (word != null) {
      return word;
    }
    Expression number = number();
    return number != null ? number : path();
  }

  private Call nested() throws MalformedTemplateException, LimitExceededException {
    int start = at++;
    LimitExceededException.check("levels of calls in a template", maxNesting, ++depth);
    skipSpace();
    Path name = path();
    List<Expression> arguments = new ArrayList<>();
    Map<String, Expression> options = new LinkedHashMap<>();
    readArguments(arguments, options);
    skipSpace();
    if (peek() != ')') {
      throw unexpected("a closing parenthesis");
    }
    at++;
    depth--;
    return new Call(name.text(), arguments, options, positions.span(start, at), name.span());
  }

  private @Nullable Expression word() {
    int start = at;
    for (String word : new String[] {"true", "false", "null"}) {
      if (isKeyword(word)) {
        at += word.length();
        SettingValue value = word.equals("null") ? null : SettingValue.of(word.equals("true"));
        return new Literal(value, positions.span(start, at));
      }
    }
    return null;
  }

  private @Nullable Expression number() throws MalformedTemplateException {
    int end = at;
    if (end < text.length() && text.charAt(end) == '-') {
      end++;
    }
    int digits = end;
    end = digitsFrom(end);
    if (end == digits) {
      return null;
    }
    if (end < text.length() && text.charAt(end) == '.') {
      end = digitsFrom(end + 1);
    }
    if (end < text.length() && text.charAt(end) == 'E') {
      int exponent = end + 1;
      exponent += exponent < text.length() && text.charAt(exponent) == '-' ? 1 : 0;
      int last = digitsFrom(exponent);
      end = last > exponent ? last : end;
    }
    if (end < text.length() && isSymbol(text.charAt(end))) {
      return null;
    }
    String written = text.substring(at, end);
    if (written.length() > MAX_NUMBER_CHARS || written.endsWith(".") || written.contains("E")) {
      throw unexpected("a plain number");
    }
    Literal literal =
        new Literal(new NumberValue(new BigDecimal(written)), positions.span(at, end));
    at = end;
    return literal;
  }

  private int digitsFrom(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private String string(char quote) throws MalformedTemplateException {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\') {
        escape(value);
      } else if (c < ' ') {
        at--;
        throw unexpected("a string without control characters");
      } else {
        value.append(c);
      }
    }
    if (at >= text.length()) {
      at = start;
      throw unexpected("a string with its closing quote");
    }
    at++;
    return value.toString();
  }

  private void escape(StringBuilder value) throws MalformedTemplateException {
    char c = peek();
    int known = "\"'\\/bfnrt".indexOf(c);
    if (known >= 0) {
      value.append("\"'\\/\b\f\n\r\t".charAt(known));
      at++;
    } else if (c == 'u' && at + 5 <= text.length() && isHex(text.substring(at + 1, at + 5))) {
      value.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
      at += 5;
    } else {
      throw unexpected("an escape sequence of JSON");
    }
  }

  private static boolean isHex(String digits) {
    return digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
  }

  private Path path() throws MalformedTemplateException {
    int start = at;
    Start origin = Start.CURRENT;
    int up = 0;
    if (text.startsWith("./", at)) {
      at += 2;
    }
    if (text.startsWith("@root", at) && at + 5 < text.length() && isSeparator(at + 5)) {
      at += 6;
      origin = Start.ROOT;
    }
    if (peek() == '@') {
      at++;
      origin = Start.LOCAL;
    }
    while (text.startsWith("..", at) && at + 2 < text.length() && isSeparator(at + 2)) {
      at += 3;
      up++;
    }
    List<String> names = new ArrayList<>();
    addName(names);
    while (at + 1 < text.length() && isSeparator(at)) {
      at++;
      addName(names);
    }
    if (origin == Start.LOCAL && names.size() != 1) {
      at = start;
      throw unexpected("one name after @");
    }
    return new Path(origin, up, names, text.substring(start, at), positions.span(start, at));
  }

  private void addName(List<String> names) throws MalformedTemplateException {
    if (peek() == '[') {
      int end = text.indexOf(']', at);
      if (end < 0) {
        throw unexpected("a name with its closing bracket");
      }
      names.add(text.substring(at + 1, end));
      at = end + 1;
      return;
    }
    int end = symbolsFrom(at);
    if (end == at) {
      throw unexpected("a name");
    }
    String name = text.substring(at, end);
    if (!name.equals("this")) {
      names.add(name);
    }
    at = end;
  }

  private List<String> blockParameters() throws MalformedTemplateException {
    int before = at;
    skipSpace();
    if (!isKeyword("as")) {
      at = before;
      return List.of();
    }
    at += 2;
    skipSpace();
    if (peek() != '|') {
      throw unexpected("names between bars");
    }
    at++;
    List<String> names = new ArrayList<>();
    for (skipSpace(); peek() != '|'; skipSpace()) {
      int end = symbolsFrom(at);
      if (end == at || names.size() == 2) {
        throw unexpected("one or two names between bars");
      }
      names.add(text.substring(at, end));
      at = end;
    }
    at++;
    return names;
  }

  private boolean isSeparator(int place) {
    return text.charAt(place) == '.' || text.charAt(place) == '/';
  }

  private int symbolsFrom(int from) {
    int end = from;
    while (end < text.length() && isSymbol(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static boolean isIdentifier(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> isSymbol((char) c));
  }

  private static boolean isSymbol(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  MalformedTemplateException unexpected(String expected) {
    int end = Math.min(at + 1, text.length());
    String found =
        at >= text.length()
            ? "the end of the template"
            : Text.quote(text.substring(at, Math.min(at + 20, text.length())));
    return new MalformedTemplateException(
        positions.span(Math.min(at, text.length()), end),
        "found " + found + ", expected " + expected);
  }
}
