// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.Text;
import dev.gantry.tuf.author.CommandSigner;
import dev.gantry.tuf.author.KeySource;
import dev.gantry.tuf.author.KeyStoreSigner;
import dev.gantry.tuf.author.PassphraseSource;
import dev.gantry.tuf.author.Pkcs11;
import dev.gantry.tuf.author.Signer;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens keys that are in no plain file; passphrases and PINs come from where those of files do. */
final class KeyOpeners {
  private static final int MAX_BYTES = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private KeyOpeners() {}

  /** Opens {@code pkcs12://FILE?alias=NAME}. */
  static Signer pkcs12(KeySource source, PassphraseSource passphrases) throws IOException {
    Parts parts = Parts.of(source, Set.of("alias"));
    return KeyStoreSigner.load(Path.of(parts.path()), parts.require("alias"), passphrases);
  }

  /** Opens {@code pkcs11://LIBRARY?slot=ID&alias=NAME}, or with {@code index} for {@code slot}. */
  static Signer pkcs11(KeySource source, PassphraseSource pins) throws IOException {
    Parts parts = Parts.of(source, Set.of("alias", "slot", "index"));
    Path library = Path.of(parts.path());
    KeyStore token =
        parts.values().containsKey("slot")
            ? Pkcs11.openSlot(library, parts.number("slot"), pins)
            : Pkcs11.openSlotAt(library, Math.toIntExact(parts.number("index")), pins);
    return KeyStoreSigner.of(token, parts.require("alias"), PassphraseSource.none());
  }

  /**
   * Opens {@code command://FILE}: JSON with {@code command}, an array of the program and its
   * arguments, and {@code public_key}, a file beside it. Optional are {@code output} ({@code raw},
   * {@code hex} or {@code base64}) and {@code timeout_seconds}.
   */
  static Signer command(KeySource source, PassphraseSource unused) throws IOException {
    Path file = Path.of(source.location());
    JsonNode json;
    try {
      json = JSON.readTree(SmallFiles.read(file, MAX_BYTES).toByteArray());
    } catch (JacksonException e) {
      throw malformed(file.toString(), "command", "no JSON", "a JSON object", e);
    }
    List<String> command = new ArrayList<>();
    json.path("command").forEach(word -> command.add(word.asString("")));
    String key = json.path("public_key").asString("");
    if (command.isEmpty() || command.get(0).isEmpty() || key.isEmpty()) {
      throw malformed(
          file.toString(), "command", "absent", "command, an array, and public_key, a file", null);
    }
    CommandSigner.Builder signer =
        CommandSigner.builder(TufPublicKey.load(file.resolveSibling(key)), command);
    signer.timeLimit(Duration.ofSeconds(json.path("timeout_seconds").asLong(60)));
    String output = json.path("output").asString("raw");
    try {
      signer.output(CommandSigner.Output.valueOf(output.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw malformed(file.toString(), "output", Text.quote(output), "raw, hex or base64", e);
    }
    return signer.build();
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected, @Nullable Exception cause) {
    return new MalformedDataException(
        "KEY_SOURCE", source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected, cause);
  }

  /** The parts of {@code scheme://PATH?name=value&…}; the last question mark counts. */
  private record Parts(String text, String path, Map<String, String> values) {
    static Parts of(KeySource source, Set<String> names) throws MalformedDataException {
      String location = source.location();
      int mark = location.lastIndexOf('?');
      Map<String, String> values = new HashMap<>();
      if (mark >= 0) {
        for (String part : location.substring(mark + 1).split("&", -1)) {
          int equals = part.indexOf('=');
          String name = equals < 0 ? part : part.substring(0, equals);
          if (equals < 0 || !names.contains(name)) {
            throw malformed(source.toString(), Text.quote(name), "unknown", names.toString(), null);
          }
          values.put(name, part.substring(equals + 1));
        }
      }
      return new Parts(
          source.toString(), mark < 0 ? location : location.substring(0, mark), values);
    }

    String require(String name) throws MalformedDataException {
      String value = values.get(name);
      if (value == null || value.isEmpty()) {
        throw malformed(text, name, "absent", "?" + name + "=…", null);
      }
      return value;
    }

    long number(String name) throws MalformedDataException {
      String value = require(name);
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw malformed(text, name, Text.quote(value), "a number", e);
      }
    }
  }
}
