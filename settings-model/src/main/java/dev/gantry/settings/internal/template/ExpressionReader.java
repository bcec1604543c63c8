// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.internal.template.Expression.Call;
import dev.gantry.settings.internal.template.Expression.Literal;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.internal.template.Expression.Start;
import dev.gantry.settings.template.MalformedTemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands inside a tag. */
final class ExpressionReader {
  private final Cursor cursor;
  private final PathReader paths;
  private final LiteralReader literals;
  private final int maxNesting;
  private int depth;

  ExpressionReader(Cursor cursor, int maxNesting) {
    this.cursor = cursor;
    this.paths = new PathReader(cursor);
    this.literals = new LiteralReader(cursor, maxNesting);
    this.maxNesting = maxNesting;
  }

  private record Arguments(List<Expression> ordered, Map<String, Expression> named) {
    boolean isEmpty() {
      return ordered.isEmpty() && named.isEmpty();
    }
  }

  /** What the tag at the start of a block says. */
  record BlockHead(Call call, List<String> parameters) {}

  /** Reads a path, or the name of a helper and its arguments. */
  Expression output() throws MalformedTemplateException, LimitExceededException {
    cursor.skipSpace();
    if (cursor.peek() == '(') {
      throw cursor.unexpected("a name; a call cannot name a helper");
    }
    Call call = call();
    return call != null ? call : paths.read();
  }

  /** Reads a path. */
  Path path() throws MalformedTemplateException {
    cursor.skipSpace();
    return paths.read();
  }

  /** Reads the name of a block. */
  Path name() throws MalformedTemplateException {
    cursor.skipSpace();
    int start = cursor.at();
    String name = cursor.symbols();
    if (name.isEmpty()) {
      throw cursor.unexpected("the name of a helper");
    }
    return new Path(Start.CURRENT, 0, List.of(name), name, cursor.spanSince(start));
  }

  BlockHead block() throws MalformedTemplateException, LimitExceededException {
    Path name = name();
    int start = cursor.at() - name.text().length();
    Arguments arguments = arguments();
    return new BlockHead(call(name, arguments, cursor.spanSince(start)), blockParameters());
  }

  /** Reads a name and what follows it; if nothing does, it stays where it was. */
  private @Nullable Call call() throws MalformedTemplateException, LimitExceededException {
    int start = cursor.at();
    if (!cursor.seesSymbol()) {
      return null;
    }
    Path name = name();
    Arguments arguments = arguments();
    if (arguments.isEmpty()) {
      cursor.moveTo(start);
      return null;
    }
    return call(name, arguments, cursor.spanSince(start));
  }

  private static Call call(Path name, Arguments arguments, SourceSpan span) {
    return new Call(name.text(), arguments.ordered(), arguments.named(), span, name.span());
  }

  private Arguments arguments() throws MalformedTemplateException, LimitExceededException {
    Arguments arguments = new Arguments(new ArrayList<>(), new LinkedHashMap<>());
    while (true) {
      int before = cursor.at();
      cursor.skipSpace();
      String option = optionName();
      if (option != null) {
        arguments.named().put(option, argument());
      } else if (startsArgument()) {
        arguments.ordered().add(argument());
      } else {
        cursor.moveTo(before);
        return arguments;
      }
    }
  }

  private boolean startsArgument() {
    if (cursor.sees(".")) {
      return paths.sees();
    }
    boolean starts = cursor.seesSymbol() || "\"'([{@".indexOf(cursor.peek()) >= 0;
    return starts && !cursor.atEnd() && !seesKeyword("as") && !seesKeyword("else");
  }

  /** The engine takes such a word for a name if another name follows. */
  private boolean seesKeyword(String word) {
    int start = cursor.at();
    boolean found = cursor.take(word);
    cursor.skipSpace();
    found &= !cursor.seesSymbol();
    cursor.moveTo(start);
    return found;
  }

  private @Nullable String optionName() {
    int start = cursor.at();
    String name = cursor.symbols();
    cursor.skipSpace();
    if (name.isEmpty() || !cursor.take("=")) {
      cursor.moveTo(start);
      return null;
    }
    cursor.skipSpace();
    return name;
  }

  private Expression argument() throws MalformedTemplateException, LimitExceededException {
    if (seesKeyword("as") || seesKeyword("else")) {
      throw cursor.unexpected("a value");
    }
    if (cursor.peek() == '(') {
      return nested();
    }
    Literal literal = literals.read();
    return literal != null ? literal : paths.read();
  }

  private Call nested() throws MalformedTemplateException, LimitExceededException {
    int start = cursor.at();
    cursor.next();
    LimitExceededException.check("levels of calls in a template", maxNesting, ++depth);
    cursor.skipSpace();
    Call call = call();
    if (call == null) {
      call = call(paths.read(), new Arguments(List.of(), Map.of()), cursor.spanSince(start));
    }
    cursor.skipSpace();
    if (!cursor.take(")")) {
      throw cursor.unexpected("a closing parenthesis");
    }
    depth--;
    return new Call(
        call.helper(), call.arguments(), call.options(), cursor.spanSince(start), call.nameSpan());
  }

  private List<String> blockParameters() throws MalformedTemplateException {
    int before = cursor.at();
    cursor.skipSpace();
    if (!seesKeyword("as")) {
      cursor.moveTo(before);
      return List.of();
    }
    cursor.take("as");
    cursor.skipSpace();
    if (!cursor.take("|")) {
      throw cursor.unexpected("names between bars");
    }
    List<String> names = new ArrayList<>();
    for (cursor.skipSpace(); names.isEmpty() || cursor.peek() != '|'; cursor.skipSpace()) {
      if (names.size() == 2 || !cursor.seesSymbol()) {
        throw cursor.unexpected("one or two names between bars");
      }
      names.add(cursor.symbols());
    }
    cursor.next();
    return names;
  }
}
