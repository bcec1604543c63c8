// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.ProgressListener;
import dev.gantry.settings.Violation;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a command's words go: lines of text, or with {@code --json} one JSON object on standard
 * output and nothing else there.
 */
public final class Output {
  /** Made when JSON is read or written, for text alone needs none. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean terminal;

  Output(PrintWriter out, PrintWriter err, boolean json, boolean terminal) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.terminal = terminal;
  }

  /**
   * Tells which form was asked for.
   *
   * @return whether there shall be nothing but JSON on standard output
   */
  public boolean isJson() {
    return json;
  }

  /**
   * Prints a line for a person; says nothing in JSON mode.
   *
   * @param text without line ends
   */
  public void line(String text) {
    if (!json) {
      out.println(text);
      out.flush();
    }
  }

  /**
   * Prints text as it is, with no line end of its own; says nothing in JSON mode.
   *
   * @param text the text
   */
  public void exact(String text) {
    if (!json) {
      out.print(text);
      out.flush();
    }
  }

  /**
   * Prints the command's one result; says nothing in text mode.
   *
   * @param result the result
   */
  public void result(ObjectNode result) {
    if (json) {
      out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(result));
      out.flush();
    }
  }

  /** Prints a result that a library wrote as JSON; says nothing in text mode. */
  void result(String document) {
    if (json) {
      out.println(document.stripTrailing());
      out.flush();
    }
  }

  /**
   * Prints a document that is the command's result in both forms.
   *
   * @param text the document
   */
  public void document(String text) {
    out.println(text.stripTrailing());
    out.flush();
  }

  /** Reports a failure in whichever form was asked for. */
  void error(String code, String message) {
    error(code, message, List.of());
  }

  void error(String code, String message, List<Violation> violations) {
    if (json) {
      ObjectNode root = object();
      ObjectNode error = root.putObject("error").put("code", code).put("message", message);
      if (!violations.isEmpty()) {
        ViolationJson.put(error, violations);
      }
      result(root);
    } else {
      err.println("gantry: " + message + " [" + code + "]");
      err.flush();
    }
  }

  /**
   * Warns on standard error, in either form; the work goes on.
   *
   * @param message one line
   */
  public void warning(String message) {
    err.println("gantry: warning: " + message);
    err.flush();
  }

  /**
   * Returns who draws progress: a bar on a terminal, otherwise nothing.
   *
   * @return the listener
   */
  public ProgressListener progress() {
    return terminal && !json ? new TerminalProgress(err) : ProgressListener.NONE;
  }

  /**
   * Makes a part of a result of what a library wrote.
   *
   * @param document JSON
   * @return the same value
   */
  public static JsonNode parse(String document) {
    return Json.MAPPER.readTree(document);
  }

  /**
   * Starts a result.
   *
   * @return an empty JSON object
   */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
