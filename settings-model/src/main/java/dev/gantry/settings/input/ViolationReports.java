// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes violations for programs. Lines of the documents are never part of it. */
public final class ViolationReports {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String HEX = "0123456789ABCDEF";

  private ViolationReports() {}

  /**
   * Writes a log in the format SARIF 2.1.0, which code hosts and editors show.
   *
   * @param violations the violations
   * @param tool name of the program that found them
   * @param version its version
   * @return JSON in one line
   * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
   */
  public static String sarif(List<Violation> violations, String tool, String version) {
    List<String> codes =
        new ArrayList<>(new TreeSet<>(violations.stream().map(Violation::code).toList()));
    return write(
        json -> {
          json.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
          json.writeStringProperty("version", "2.1.0");
          json.writeArrayPropertyStart("runs");
          json.writeStartObject();
          json.writeObjectPropertyStart("tool");
          json.writeObjectPropertyStart("driver");
          json.writeStringProperty("name", tool);
          json.writeStringProperty("version", version);
          json.writeArrayPropertyStart("rules");
          codes.forEach(code -> rule(json, code));
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndObject();
          json.writeStringProperty("columnKind", "unicodeCodePoints");
          json.writeArrayPropertyStart("results");
          violations.forEach(violation -> result(json, violation, codes.indexOf(violation.code())));
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private static void rule(JsonGenerator json, String code) {
    json.writeStartObject();
    json.writeStringProperty("id", code);
    String description = ViolationCodes.all().get(code);
    if (description != null) {
      message(json, "shortDescription", description);
    }
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, Violation violation, int rule) {
    json.writeStartObject();
    json.writeStringProperty("ruleId", violation.code());
    json.writeNumberProperty("ruleIndex", rule);
    json.writeStringProperty("level", "error");
    String hint = violation.suggestion().map(s -> "; did you mean " + s + "?").orElse("");
    message(json, "message", violation.message() + hint);
    json.writeArrayPropertyStart("locations");
    json.writeStartObject();
    violation.span().ifPresent(span -> physical(json, span));
    json.writeArrayPropertyStart("logicalLocations");
    json.writeStartObject();
    json.writeStringProperty("fullyQualifiedName", violation.key().toString());
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    if (!violation.related().isEmpty()) {
      json.writeArrayPropertyStart("relatedLocations");
      for (Violation.Related related : violation.related()) {
        json.writeStartObject();
        physical(json, related.span());
        message(json, "message", related.message());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void message(JsonGenerator json, String name, String text) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }

  private static void physical(JsonGenerator json, SourceSpan span) {
    json.writeObjectPropertyStart("physicalLocation");
    json.writeObjectPropertyStart("artifactLocation");
    json.writeStringProperty("uri", relativeUri(span.document()));
    json.writeEndObject();
    json.writeObjectPropertyStart("region");
    json.writeNumberProperty("startLine", span.line());
    json.writeNumberProperty("startColumn", span.column());
    json.writeNumberProperty("endLine", span.endLine());
    json.writeNumberProperty("endColumn", span.endColumn());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Writes a name as a URI reference, RFC 3986 section 2. */
  private static String relativeUri(String name) {
    StringBuilder uri = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~/".indexOf(c) >= 0) {
        uri.append(c);
      } else {
        uri.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return uri.toString();
  }

  /**
   * Writes a problem for an HTTP answer of the type {@code application/problem+json}, with the
   * violations in an array {@code violations}.
   *
   * @param violations the violations
   * @param status the HTTP status of the answer
   * @return JSON in one line
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
   */
  public static String problemJson(List<Violation> violations, int status) {
    int count = violations.size();
    return write(
        json -> {
          json.writeStringProperty("type", "urn:gantry:problem:invalid-settings");
          json.writeStringProperty("title", "The settings are invalid");
          json.writeNumberProperty("status", status);
          json.writeStringProperty("detail", count == 1 ? "1 violation" : count + " violations");
          json.writeArrayPropertyStart("violations");
          violations.forEach(violation -> violation(json, violation));
          json.writeEndArray();
        });
  }

  private static void violation(JsonGenerator json, Violation violation) {
    json.writeStartObject();
    json.writeStringProperty("code", violation.code());
    json.writeStringProperty("key", violation.key().toString());
    json.writeStringProperty("message", violation.message());
    violation.span().ifPresent(span -> place(json, span));
    violation.suggestion().ifPresent(hint -> json.writeStringProperty("suggestion", hint));
    if (!violation.related().isEmpty()) {
      json.writeArrayPropertyStart("related");
      for (Violation.Related related : violation.related()) {
        json.writeStartObject();
        json.writeStringProperty("message", related.message());
        place(json, related.span());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void place(JsonGenerator json, SourceSpan span) {
    json.writeStringProperty("document", span.document());
    json.writeNumberProperty("line", span.line());
    json.writeNumberProperty("column", span.column());
    json.writeNumberProperty("endLine", span.endLine());
    json.writeNumberProperty("endColumn", span.endColumn());
  }

  private static String write(Consumer<JsonGenerator> content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      content.accept(json);
      json.writeEndObject();
    }
    return out.toString();
  }
}
