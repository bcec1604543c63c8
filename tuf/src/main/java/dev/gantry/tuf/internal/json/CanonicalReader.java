// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Brings a JSON document into its canonical form (OLPC, TUF specification section 4.2) in one pass,
 * without an object for any of its values.
 *
 * <p>As strict as {@link StrictJson}, with the same codes, and the result is byte for byte that of
 * {@link CanonicalJson} over its tree. Memory is bounded by the size of the document whatever it
 * holds: one buffer of that size, and for an object whose names are not sorted already a copy of it
 * and 12 bytes for each member.
 *
 * <p>Not thread-safe; one instance reads one document.
 */
public final class CanonicalReader {

  /** Names are not looked up in a table: most occur once, and hostile ones would crowd it. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(StrictJson.CONSTRAINTS)
          .build();

  private final Bytes content;
  private final String source;
  private final @Nullable String exactMember;
  private final Set<String> indexed;
  private final CanonicalBuffer out;

  /** Whether what is read now is in the member that has to be exact. */
  private boolean exact;

  /** Name of the member of that one which is read now. */
  private String exactName = "";

  private int @Nullable [] members;
  private final Map<String, int[]> indexes = new HashMap<>();

  private CanonicalReader(
      Bytes content, String source, @Nullable String exactMember, Set<String> indexed) {
    this.content = content;
    this.source = source;
    this.exactMember = exactMember;
    this.indexed = indexed;
    this.exact = exactMember == null;
    this.out = new CanonicalBuffer(content.size(), exactMember == null);
  }

  /**
   * Reads one value.
   *
   * @param content the whole document
   * @param source what it is, for error messages
   * @return its canonical form
   * @throws LimitExceededException if it is deeper than {@link StrictJson#MAX_DEPTH}
   * @throws MalformedDataException if it is anything but strict JSON, or holds a fraction
   */
  public static CanonicalValue read(Bytes content, String source)
      throws LimitExceededException, MalformedDataException {
    return new CanonicalReader(content, source, null, Set.of()).value();
  }

  /**
   * Reads one value of which only one member has to be canonical: fractions are refused there, and
   * left as they are elsewhere.
   *
   * @param content the whole document
   * @param source what it is, for error messages
   * @param maxBytes the largest document accepted
   * @param exactMember name of the member
   * @param indexed names of members of it whose own members are many
   * @return the canonical form of all members
   * @throws LimitExceededException if it is larger, or deeper than {@link StrictJson#MAX_DEPTH}
   * @throws MalformedDataException if it is anything but strict JSON, or holds a fraction there
   */
  public static CanonicalDocument read(
      Bytes content, String source, int maxBytes, String exactMember, Set<String> indexed)
      throws LimitExceededException, MalformedDataException {
    LimitExceededException.check("size of " + source + " in bytes", maxBytes, content.size());
    CanonicalReader reader = new CanonicalReader(content, source, exactMember, indexed);
    CanonicalValue value = reader.value();
    return new CanonicalDocument(value, reader.members, exactMember, reader.indexes);
  }

  private CanonicalValue value() throws LimitExceededException, MalformedDataException {
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), new Utf8Reader(content, source))) {
      do {
        step(parser, parser.nextToken());
      } while (out.depth() > 0);
      if (parser.nextToken() != null) {
        throw refused(parser, "data after the document", "one value and nothing after it");
      }
      return out.finish();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private void step(JsonParser parser, @Nullable JsonToken token)
      throws LimitExceededException, MalformedDataException {
    if (token == null) {
      throw refused(parser, "the end of the data", "a JSON value, RFC 8259");
    }
    switch (token) {
      case PROPERTY_NAME -> name(parser);
      case VALUE_STRING -> {
        out.separate();
        if (!out.string(
            parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())) {
          throw unpaired(parser);
        }
      }
      case START_OBJECT, START_ARRAY -> {
        LimitExceededException.check(
            "JSON depth of " + source, StrictJson.MAX_DEPTH, out.depth() + 1L);
        out.separate();
        out.open(token == JsonToken.START_OBJECT);
      }
      case END_OBJECT -> {
        @Nullable String repeated = out.closeObject();
        if (repeated != null) {
          throw repeated(parser, repeated);
        }
        index(out.depth());
      }
      case END_ARRAY -> out.closeArray();
      case VALUE_TRUE -> literal("true");
      case VALUE_FALSE -> literal("false");
      case VALUE_NULL -> literal("null");
      case VALUE_NUMBER_INT -> number(parser);
      case VALUE_NUMBER_FLOAT -> {
        if (exact) {
          throw fraction(parser);
        }
        number(parser);
      }
      default -> throw refused(parser, "a token " + token, "a JSON value, RFC 8259");
    }
  }

  /** Keeps the index of the object that has been closed if it is one of those to keep. */
  private void index(int depth) {
    if (exactMember == null) {
      return;
    }
    if (depth == 0) {
      members = out.closedIndex();
    } else if (depth == 1 && exact) {
      indexes.put("", out.closedIndex());
    } else if (depth == 2 && exact && indexed.contains(exactName)) {
      indexes.put(exactName, out.closedIndex());
    }
  }

  private void name(JsonParser parser) throws MalformedDataException {
    String name = parser.currentName();
    if (exactMember != null && out.depth() == 1) {
      exact = exactMember.equals(name);
      exactName = "";
    } else if (out.depth() == 2) {
      exactName = name;
    }
    out.separate();
    if (!out.name(name)) {
      throw unpaired(parser);
    }
    if (out.repeatsName()) {
      throw repeated(parser, name);
    }
  }

  private void literal(String text) {
    out.separate();
    out.ascii(text);
  }

  /** The text is canonical already, since leading zeros are no JSON; but for a negative zero. */
  private void number(JsonParser parser) {
    out.separate();
    char[] text = parser.getStringCharacters();
    int offset = parser.getStringOffset();
    int length = parser.getStringLength();
    boolean negativeZero = length == 2 && text[offset] == '-' && text[offset + 1] == '0';
    out.ascii(text, negativeZero ? offset + 1 : offset, negativeZero ? 1 : length);
  }

  private MalformedDataException unpaired(JsonParser parser) {
    return refused(parser, "a string with an unpaired surrogate", "Unicode text");
  }

  private MalformedDataException repeated(JsonParser parser, String name) {
    return refused(
        parser, "member " + Text.quote(name) + " twice in an object", "names that are distinct");
  }

  private MalformedDataException fraction(JsonParser parser) {
    return new MalformedDataException(
        "CANONICAL_JSON",
        source,
        Utf8.byteOffset(content, parser.currentTokenLocation().getCharOffset()),
        "value",
        "a number with a fraction or exponent",
        "an integer, TUF specification section 4.2");
  }

  private MalformedDataException refused(JsonParser parser, String found, String expected) {
    long offset = parser.currentTokenLocation().getCharOffset();
    return new MalformedDataException(
        StrictJson.CODE, source, Utf8.byteOffset(content, offset), "document", found, expected);
  }

  private MalformedDataException malformed(JacksonException e) {
    if (e.getCause() instanceof MalformedDataException encoding) {
      return encoding;
    }
    long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
    return new MalformedDataException(
        StrictJson.CODE,
        source,
        Utf8.byteOffset(content, offset),
        "document",
        "not readable (" + Text.clean(String.valueOf(e.getOriginalMessage())) + ")",
        "strict JSON, RFC 8259",
        e);
  }
}
