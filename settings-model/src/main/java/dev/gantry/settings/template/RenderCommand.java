// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The command that Bottlerocket's setting generators render a template with: {@code schnauzer-v2
 * render --requires 'aws@v1' --template '…'}.
 *
 * @param requirements what {@code --requires} says, in order
 * @param template the body that {@code --template} gives
 */
public record RenderCommand(List<ExtensionRequirement> requirements, String template) {
  /** The name of the program. */
  public static final String PROGRAM = "schnauzer-v2";

  private static final String CODE = "TEMPLATE_COMMAND";
  private static final int MAX_CHARS = 1 << 16;

  /** Creates a command. */
  public RenderCommand {
    requirements = List.copyOf(requirements);
    Objects.requireNonNull(template, "template");
  }

  /**
   * Tells whether a command line starts the program that renders templates.
   *
   * @param commandLine the command line
   * @return whether its first word is {@value #PROGRAM}, with or without a directory
   */
  public static boolean isRenderCommand(String commandLine) {
    String first = commandLine.strip().split("\\s", 2)[0];
    return first.substring(first.lastIndexOf('/') + 1).equals(PROGRAM);
  }

  /**
   * Reads a command line as a shell splits it into words, with quotes and backslashes and nothing
   * else.
   *
   * @param commandLine the command line
   * @return the command
   * @throws MalformedDataException if it is not such a command, with the code {@code
   *     TEMPLATE_COMMAND} or {@code TEMPLATE_REQUIREMENT}
   */
  public static RenderCommand parse(String commandLine) throws MalformedDataException {
    if (commandLine.length() > MAX_CHARS) {
      throw malformed("length", commandLine.length() + " characters", "at most " + MAX_CHARS);
    }
    return parse(words(commandLine));
  }

  /**
   * Reads the words of a command line.
   *
   * @param words the program and its arguments; {@code --log-level} and {@code --api-socket} are
   *     passed over
   * @return the command
   * @throws MalformedDataException if it is not such a command, with the code {@code
   *     TEMPLATE_COMMAND} or {@code TEMPLATE_REQUIREMENT}
   */
  public static RenderCommand parse(List<String> words) throws MalformedDataException {
    if (words.isEmpty() || !isRenderCommand(words.get(0))) {
      throw malformed("program", words.isEmpty() ? "nothing" : words.get(0), PROGRAM);
    }
    List<ExtensionRequirement> requirements = new ArrayList<>();
    String template = null;
    boolean render = false;
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (!render && word.equals("render")) {
        render = true;
        continue;
      }
      boolean known =
          render
              ? word.equals("--requires") || word.equals("--template")
              : word.equals("--log-level") || word.equals("--api-socket");
      if (!known || i + 1 == words.size()) {
        throw malformed(
            "argument " + i, word, render ? "--requires or --template and a value" : "render");
      }
      String value = words.get(++i);
      if (word.equals("--requires")) {
        requirements.add(ExtensionRequirement.parse(value));
      } else if (word.equals("--template")) {
        template = value;
      }
    }
    if (template == null) {
      throw malformed("template", "nothing", "--template and a value");
    }
    return new RenderCommand(requirements, template);
  }

  private static MalformedDataException malformed(String field, String found, String expected) {
    return new MalformedDataException(
        CODE, "render command", MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }

  /**
   * Makes the template.
   *
   * @param name name of the template for messages
   * @return the template
   * @throws MalformedTemplateException if the body is not a template
   * @throws LimitExceededException if it is too long or nested too deeply
   */
  public Template toTemplate(String name)
      throws MalformedTemplateException, LimitExceededException {
    return Template.of(name, requirements, template);
  }

  /**
   * Splits a command line into words as a POSIX shell does, without expanding anything.
   *
   * @param commandLine the command line
   * @return the words
   * @throws MalformedDataException if a quote has no end, with the code {@code TEMPLATE_COMMAND}
   */
  public static List<String> words(String commandLine) throws MalformedDataException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean started = false;
    char quote = 0;
    for (int i = 0; i < commandLine.length(); i++) {
      char c = commandLine.charAt(i);
      boolean last = i + 1 == commandLine.length();
      if (quote == '\'' && c != '\'') {
        word.append(c);
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        started = true;
      } else if (c == '\\') {
        if (last) {
          throw malformed("end", "a backslash", "a character behind it");
        }
        char next = commandLine.charAt(++i);
        boolean keeps = quote == '"' && "$`\"\\\n".indexOf(next) < 0;
        word.append(keeps ? "\\" : "").append(next == '\n' ? "" : String.valueOf(next));
        started = true;
      } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
        if (started) {
          words.add(word.toString());
          word.setLength(0);
          started = false;
        }
      } else {
        word.append(c);
        started = true;
      }
    }
    if (quote != 0) {
      throw malformed("end", "the end of the line", "a closing " + quote);
    }
    if (started) {
      words.add(word.toString());
    }
    return words;
  }
}
