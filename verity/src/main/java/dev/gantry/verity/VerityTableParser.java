// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a table line word by word. */
final class VerityTableParser {
  static final int MAX_LENGTH = 4096;

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})*");

  private final String line;
  private final String source;
  private int position;
  private int wordStart;

  private VerityTableParser(String line, String source) {
    this.line = line;
    this.source = source;
  }

  static VerityTable parse(String line, String source) throws GantryException {
    LimitExceededException.check("characters of a table line", MAX_LENGTH, line.length());
    return new VerityTableParser(line, source).parse();
  }

  private VerityTable parse() throws GantryException {
    number("start sector", 0, 0);
    long sectors = number("sectors", 1, Long.MAX_VALUE);
    String target = word("target");
    if (!target.equals("verity")) {
      throw new UnsupportedFormatException(source, "target", Text.quote(target), "verity");
    }
    long hashType = number("hash type", 0, Long.MAX_VALUE);
    if (hashType > VeritySuperblock.HASH_TYPE_NORMAL) {
      throw new UnsupportedFormatException(source, "hash type", Long.toString(hashType), "0 or 1");
    }
    String dataDevice = device("data device");
    String hashDevice = device("hash device");
    int dataBlockSize = blockSize("data block size");
    int hashBlockSize = blockSize("hash block size");
    long dataBlocks = number("data blocks", 1, VeritySuperblock.maxDataBlocks(dataBlockSize));
    // A quarter of the range leaves room for the largest tree.
    long hashStart = number("hash start block", 0, (Long.MAX_VALUE / 4) / hashBlockSize);
    VerityAlgorithm algorithm = SuperblockCodec.supported(word("digest"), source);
    int digestSize = algorithm.sizeBytes();
    Bytes root = hex("root hash", word("root hash"), digestSize, digestSize);
    Bytes salt = salt();
    List<VerityTableOption> options = new TableOptionParser(this, source).parse();

    TreeGeometry geometry =
        new TreeGeometry(
            (int) hashType,
            algorithm,
            salt,
            dataBlockSize,
            hashBlockSize,
            dataBlocks,
            hashStart * hashBlockSize);
    if (sectors != geometry.dataBytes() / VerityTable.SECTOR_BYTES) {
      throw new MalformedDataException(
          "VERITY_TABLE",
          source,
          MalformedDataException.UNKNOWN_OFFSET,
          "sectors",
          Long.toString(sectors),
          geometry.dataBytes() / VerityTable.SECTOR_BYTES + ", the size of the data blocks");
    }
    return new VerityTable(
        dataDevice, hashDevice, geometry, new RootHash(algorithm, root), options);
  }

  private Bytes salt() throws GantryException {
    String word = word("salt");
    return word.equals("-") ? Bytes.empty() : hex("salt", word, 1, VerityParameters.MAX_SALT_BYTES);
  }

  /** Says that what follows is too much. */
  MalformedDataException tooMuch(String field, String found, String expected) {
    wordStart = position;
    return malformed(field, found, expected);
  }

  boolean hasMore() {
    return position <= line.length();
  }

  String word(String field) throws MalformedDataException {
    wordStart = position;
    if (!hasMore()) {
      throw malformed(field, "missing", "a word");
    }
    int end = line.indexOf(' ', position);
    end = end < 0 ? line.length() : end;
    if (end == position) {
      throw malformed(field, "empty", "words separated by single spaces");
    }
    String word = line.substring(position, end);
    position = end + 1;
    return word;
  }

  long number(String field, long min, long max) throws MalformedDataException {
    String word = word(field);
    String expected =
        min == max ? Long.toString(min) : "a decimal number from " + min + " to " + max;
    if (!NUMBER.matcher(word).matches()) {
      throw malformed(field, Text.quote(word), expected);
    }
    long value;
    try {
      value = Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw malformed(field, word, expected);
    }
    if (value < min || value > max) {
      throw malformed(field, word, expected);
    }
    return value;
  }

  private int blockSize(String field) throws MalformedDataException {
    long size = number(field, 1, Long.MAX_VALUE);
    if (!VerityParameters.isBlockSize(size)) {
      throw malformed(field, Long.toString(size), "a power of two from 512 to 524288");
    }
    return (int) size;
  }

  String device(String field) throws MalformedDataException {
    String word = word(field);
    if (!VerityTable.DEVICE.matcher(word).matches()) {
      throw malformed(field, Text.quote(word), "a word of [A-Za-z0-9/._:=+@${}-]");
    }
    return word;
  }

  private Bytes hex(String field, String word, int minBytes, int maxBytes)
      throws MalformedDataException {
    if (word.length() < 2 * minBytes
        || word.length() > 2 * maxBytes
        || !HEX.matcher(word).matches()) {
      String size = minBytes == maxBytes ? "" + minBytes : minBytes + " to " + maxBytes;
      throw malformed(field, Text.quote(word), size + " bytes in hexadecimal digits");
    }
    return Bytes.parseHex(word);
  }

  MalformedDataException malformed(String field, String found, String expected) {
    return new MalformedDataException("VERITY_TABLE", source, wordStart, field, found, expected);
  }
}
