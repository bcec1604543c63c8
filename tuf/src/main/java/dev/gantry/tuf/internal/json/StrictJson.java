// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses JSON (RFC 8259) from bytes that nobody has vouched for yet.
 *
 * <p>Stricter than the RFC where leniency lets two readers see different documents: strict UTF-8
 * without a byte order mark, no unpaired surrogates, no member twice in an object, one value and
 * nothing after it. Integers are exact; fractions become doubles, which {@link CanonicalJson}
 * refuses.
 *
 * <p>Stateless and thread-safe.
 */
public final class StrictJson {
  /** Deepest nesting of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  /** Longest number, in digits. */
  public static final int MAX_NUMBER_LENGTH = 64;

  /** Longest string value, in UTF-16 units. */
  public static final int MAX_STRING_LENGTH = 1 << 20;

  /** Longest member name, in UTF-16 units. */
  public static final int MAX_NAME_LENGTH = 1 << 14;

  static final String CODE = "JSON_SYNTAX";

  /** Tokens allowed whatever the size; beyond, a token must be worth 4 bytes of the document. */
  private static final long FREE_TOKENS = 10_000;

  /**
   * The same for what is signed, whose tokens are the roles, keys and path prefixes of delegations:
   * 64 bytes each on average where there are thousands. A tree of 32 MiB takes 200 MB then.
   */
  private static final long FREE_CANONICAL_TOKENS = 250_000;

  /** What holds in every document. */
  static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH + 1)
          .maxNumberLength(MAX_NUMBER_LENGTH)
          .maxStringLength(MAX_STRING_LENGTH)
          .maxNameLength(MAX_NAME_LENGTH)
          .build();

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(CONSTRAINTS)
          .build();

  private static final JsonFactory CANONICAL_FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .streamReadConstraints(CONSTRAINTS)
          .build();

  private StrictJson() {}

  /**
   * Parses one JSON value whose size the caller has bounded already.
   *
   * @param content the whole document
   * @param source what it is, for error messages
   * @return the value; its containers are fresh and belong to the caller
   * @throws LimitExceededException if the document is deeper or has more tokens than allowed
   * @throws MalformedDataException if it is anything but strict JSON
   */
  public static JsonNode parse(Bytes content, String source)
      throws LimitExceededException, MalformedDataException {
    return parse(content, source, content.size());
  }

  /**
   * Parses one JSON value.
   *
   * @param content the whole document
   * @param source what it is, for error messages
   * @param maxBytes the largest document accepted
   * @return the value; its containers are fresh and belong to the caller
   * @throws LimitExceededException if the document is larger, deeper or has more tokens than
   *     allowed: 10,000 and one for every 4 of its bytes
   * @throws MalformedDataException if it is anything but strict JSON
   */
  public static JsonNode parse(Bytes content, String source, int maxBytes)
      throws LimitExceededException, MalformedDataException {
    return parse(content, source, maxBytes, FREE_TOKENS + content.size() / 4);
  }

  /**
   * Parses one JSON value. The tree takes up to 80 bytes of heap for each token, on top of the
   * document itself and one copy of it.
   *
   * @param content the whole document
   * @param source what it is, for error messages
   * @param maxBytes the largest document accepted
   * @param maxTokens the most tokens accepted: names, values, and starts and ends of containers
   * @return the value; its containers are fresh and belong to the caller
   * @throws LimitExceededException if the document is larger, deeper or has more tokens than
   *     allowed
   * @throws MalformedDataException if it is anything but strict JSON
   */
  public static JsonNode parse(Bytes content, String source, int maxBytes, long maxTokens)
      throws LimitExceededException, MalformedDataException {
    LimitExceededException.check("size of " + source + " in bytes", maxBytes, content.size());
    byte[] bytes = content.toByteArray();
    Utf8.check(bytes, source);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      return new Reader(parser, source, maxTokens).document();
    } catch (JacksonException e) {
      throw malformed(source, e);
    }
  }

  /**
   * Parses part of a canonical form, which is JSON but for control characters in strings. Who has
   * signed it may still want to fill the memory.
   */
  static JsonNode parseCanonical(String text, String source) throws LimitExceededException {
    try (JsonParser parser = CANONICAL_FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new Reader(parser, source, FREE_CANONICAL_TOKENS + text.length() / 16).document();
    } catch (LimitExceededException e) {
      throw e;
    } catch (JacksonException | GantryException e) {
      throw new AssertionError("the canonical form was strict JSON", e);
    }
  }

  private static MalformedDataException malformed(String source, JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    long offset = location == null ? -1 : location.getByteOffset();
    return new MalformedDataException(
        CODE,
        source,
        offset < 0 ? MalformedDataException.UNKNOWN_OFFSET : offset,
        "document",
        "not readable (" + Text.clean(String.valueOf(e.getOriginalMessage())) + ")",
        "strict JSON, RFC 8259",
        e);
  }

  /** Builds the tree with a stack of its own, so that depth costs no call stack. */
  private static final class Reader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final String source;
    private final long maxTokens;
    private final Deque<JsonNode> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private long tokens;

    Reader(JsonParser parser, String source, long maxTokens) {
      this.parser = parser;
      this.source = source;
      this.maxTokens = maxTokens;
    }

    JsonNode document() throws LimitExceededException, MalformedDataException {
      @Nullable JsonNode root = null;
      do {
        @Nullable JsonNode value = step(next());
        root = root == null ? value : root;
      } while (!open.isEmpty());
      if (root == null || parser.nextToken() != null) {
        throw refused("data after the document", "one value and nothing after it");
      }
      return root;
    }

    private JsonToken next() throws LimitExceededException, MalformedDataException {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw refused("the end of the data", "a JSON value, RFC 8259");
      }
      if (++tokens > maxTokens) {
        throw new LimitExceededException("JSON tokens in " + source, maxTokens, tokens);
      }
      return token;
    }

    /** Handles one token; returns the value that it starts, or null if it starts none. */
    private @Nullable JsonNode step(JsonToken token)
        throws LimitExceededException, MalformedDataException {
      switch (token) {
        case PROPERTY_NAME -> {
          String name = wellFormed(parser.currentName());
          names.push(name);
          return null;
        }
        case END_ARRAY, END_OBJECT -> {
          open.pop();
          return null;
        }
        default -> {
          JsonNode value = value(token);
          attach(value);
          if (value.isContainer()) {
            LimitExceededException.check("JSON depth of " + source, MAX_DEPTH, open.size() + 1L);
            open.push(value);
          }
          return value;
        }
      }
    }

    private void attach(JsonNode value) {
      JsonNode parent = open.peek();
      if (parent instanceof ObjectNode object) {
        object.set(names.pop(), value);
      } else if (parent instanceof ArrayNode array) {
        array.add(value);
      }
    }

    private JsonNode value(JsonToken token) throws MalformedDataException {
      return switch (token) {
        case START_OBJECT -> NODES.objectNode();
        case START_ARRAY -> NODES.arrayNode();
        case VALUE_STRING -> NODES.stringNode(wellFormed(parser.getString()));
        case VALUE_TRUE -> NODES.booleanNode(true);
        case VALUE_FALSE -> NODES.booleanNode(false);
        case VALUE_NULL -> NODES.nullNode();
        case VALUE_NUMBER_INT -> integer();
        // A double: with a BigDecimal, 1e999999999 would be a trap for whoever expands it.
        case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
        default -> throw refused("a token " + token, "a JSON value, RFC 8259");
      };
    }

    private JsonNode integer() {
      return switch (parser.getNumberType()) {
        case INT -> NODES.numberNode(parser.getIntValue());
        case LONG -> NODES.numberNode(parser.getLongValue());
        default -> (JsonNode) NODES.numberNode(parser.getBigIntegerValue());
      };
    }

    private String wellFormed(String text) throws MalformedDataException {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          if (Character.isLowSurrogate(c)
              || i + 1 == text.length()
              || !Character.isLowSurrogate(text.charAt(i + 1))) {
            throw refused("a string with an unpaired surrogate", "Unicode text");
          }
          i++;
        }
      }
      return text;
    }

    private MalformedDataException refused(String found, String expected) {
      long offset = parser.currentTokenLocation().getByteOffset();
      return new MalformedDataException(
          CODE,
          source,
          offset < 0 ? MalformedDataException.UNKNOWN_OFFSET : offset,
          "document",
          found,
          expected);
    }
  }
}
