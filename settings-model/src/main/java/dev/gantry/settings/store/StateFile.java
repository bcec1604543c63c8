// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.settings.SettingsJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file that holds a state: one JSON object whose first members have fixed places, so that the
 * checksum can be read without the rest.
 */
final class StateFile {
  static final String NAME = "settings.json";
  static final String TEMPORARY = "settings.json.new";

  /** Most bytes of the file; what the reader of JSON takes. */
  static final int MAX_BYTES = SettingsJson.MAX_LENGTH;

  private static final String FORMAT = "{\"format\":\"gantry-settings-store\",\"version\":";
  private static final String START = FORMAT + "1,\"sha256\":\"";
  private static final String MIDDLE = "\",\"state\":";
  private static final String END = "}\n";
  private static final int HEX = 64;
  private static final int HEADER = START.length() + HEX + MIDDLE.length();

  private StateFile() {}

  /** A state and the checksum that stands for it. */
  record Loaded(String digest, Snapshot snapshot) {}

  /** The checksum that the file claims to have. */
  static Optional<String> digest(StoreFiles files) throws IOException {
    Optional<Bytes> start = files.readStart(NAME, HEADER);
    return start.map(StateFile::text).map(StateFile::claimedDigest);
  }

  private static String claimedDigest(String text) {
    return text.length() >= HEADER && text.startsWith(START)
        ? text.substring(START.length(), START.length() + HEX)
        : "";
  }

  static Loaded read(StoreFiles files, StoreOptions options) throws IOException {
    String source = files.description() + "/" + NAME;
    Optional<Bytes> content = files.readStart(NAME, MAX_BYTES + 1);
    if (content.isEmpty()) {
      throw new StateConflictException(
          "STORE_MISSING", "reading settings", source + " is not there", "a store");
    }
    LimitExceededException.check(
        "size of " + source + " in bytes", MAX_BYTES, content.get().size());
    String text = text(content.get());
    if (!text.startsWith(START)) {
      throw unreadable(source, text);
    }
    if (text.length() < HEADER + END.length()
        || !text.startsWith(MIDDLE, START.length() + HEX)
        || !text.endsWith(END)) {
      throw malformed(source, "end", text.length() + " characters", "a whole file");
    }
    String body = text.substring(HEADER, text.length() - END.length());
    String digest = claimedDigest(text);
    String actual = sha256(Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    if (!actual.equals(digest)) {
      throw malformed(source, "sha256", digest, "the digest of the state, " + actual);
    }
    return new Loaded(digest, new Snapshot(StateDecoder.decode(source, body), options));
  }

  private static IOException unreadable(String source, String text) {
    int end = text.startsWith(FORMAT) ? text.indexOf(',', FORMAT.length()) : -1;
    String version = end < 0 ? "" : text.substring(FORMAT.length(), end);
    if (version.matches("[0-9]{1,9}") && !version.equals("1")) {
      return new UnsupportedFormatException(source, "version", version, "1");
    }
    return malformed(source, "format", text.isEmpty() ? "nothing" : "something else", START);
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected) {
    return new MalformedDataException("SETTINGS_STORE", source, 0, field, found, expected);
  }

  /** Writes a state so that a stop at any moment leaves the old or the new one. */
  static Loaded write(StoreFiles files, Snapshot snapshot) throws IOException {
    byte[] body = StateEncoder.encode(snapshot.state()).getBytes(StandardCharsets.UTF_8);
    int size = HEADER + body.length + END.length();
    LimitExceededException.check("size of the settings in bytes", MAX_BYTES, size);
    String digest = sha256(Bytes.of(body));
    ByteBuffer file = ByteBuffer.allocate(size);
    file.put((START + digest + MIDDLE).getBytes(StandardCharsets.US_ASCII));
    file.put(body).put(END.getBytes(StandardCharsets.US_ASCII)).flip();
    files.write(TEMPORARY, Bytes.copyOf(file));
    files.force(TEMPORARY);
    files.move(TEMPORARY, NAME);
    files.forceDirectory();
    return new Loaded(digest, snapshot);
  }

  private static String sha256(Bytes body) {
    return Digest.compute(DigestAlgorithm.SHA256, body).hex();
  }

  private static String text(Bytes content) {
    return StandardCharsets.UTF_8.decode(content.asByteBuffer()).toString();
  }
}
