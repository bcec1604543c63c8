// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of a table line: a number of words, then so many. As in the kernel, the four
 * parts of forward error correction may stand anywhere; here all four must be there.
 */
final class TableOptionParser {
  private static final Pattern OPTION = Pattern.compile("[a-z_]{1,64}");

  private final VerityTableParser words;
  private final String source;
  private final List<VerityTableOption> options = new ArrayList<>();
  private final Map<String, Long> fecNumbers = new LinkedHashMap<>();
  private @Nullable String fecDevice;
  private int fecPosition;
  private long remaining;

  TableOptionParser(VerityTableParser words, String source) {
    this.words = words;
    this.source = source;
  }

  List<VerityTableOption> parse() throws GantryException {
    if (!words.hasMore()) {
      return options;
    }
    long count = words.number("number of options", 0, VerityTableParser.MAX_LENGTH);
    for (remaining = count; remaining > 0; ) {
      remaining--;
      option(words.word("option"));
    }
    if (words.hasMore()) {
      throw words.tooMuch(
          "number of options", Long.toString(count), "the number of words that follow");
    }
    addFec();
    return options;
  }

  private void option(String word) throws GantryException {
    if (!OPTION.matcher(word).matches()) {
      throw words.malformed("option", Text.quote(word), "lower-case letters and _");
    }
    switch (word) {
      case VerityTableOption.Fec.DEVICE -> {
        argument(word);
        checkOnce(word, fecDevice != null);
        noteFec();
        fecDevice = words.device(word);
      }
      case VerityTableOption.Fec.ROOTS ->
          fecNumber(word, VerityTableOption.Fec.MIN_ROOTS, VerityTableOption.Fec.MAX_ROOTS);
      case VerityTableOption.Fec.BLOCKS -> fecNumber(word, 1, VerityTableOption.Fec.MAX_BLOCKS);
      case VerityTableOption.Fec.START -> fecNumber(word, 0, VerityTableOption.Fec.MAX_BLOCKS);
      case VerityTableOption.SignatureKey.WORD -> {
        argument(word);
        String description = words.word(word);
        if (!VerityTableOption.SignatureKey.DESCRIPTION.matcher(description).matches()) {
          throw words.malformed(
              word, Text.quote(description), VerityTableOption.SignatureKey.DESCRIPTION.pattern());
        }
        add(word, new VerityTableOption.SignatureKey(description));
      }
      default ->
          add(
              word,
              VerityTableOption.Flag.find(word)
                  .orElseThrow(
                      () ->
                          new UnsupportedFormatException(
                              source,
                              "option",
                              Text.quote(word),
                              "an option of the verity target")));
    }
  }

  private void add(String word, VerityTableOption option) throws MalformedDataException {
    for (VerityTableOption before : options) {
      if (before.excludes(option)) {
        throw words.malformed("option", word, "none that excludes " + before.words().get(0));
      }
    }
    options.add(option);
  }

  private void fecNumber(String word, long min, long max) throws MalformedDataException {
    argument(word);
    checkOnce(word, fecNumbers.containsKey(word));
    noteFec();
    fecNumbers.put(word, words.number(word, min, max));
  }

  /** Takes the argument of an option out of the count. */
  private void argument(String word) throws MalformedDataException {
    if (remaining == 0) {
      throw words.malformed("option", word, "an argument within the number of options");
    }
    remaining--;
  }

  private void checkOnce(String word, boolean seen) throws MalformedDataException {
    if (seen) {
      throw words.malformed("option", word, "each option once");
    }
  }

  /** Forward error correction stands where its first part does. */
  private void noteFec() {
    if (fecDevice == null && fecNumbers.isEmpty()) {
      fecPosition = options.size();
    }
  }

  private void addFec() throws MalformedDataException {
    if (fecDevice == null && fecNumbers.isEmpty()) {
      return;
    }
    Long roots = fecNumbers.get(VerityTableOption.Fec.ROOTS);
    Long blocks = fecNumbers.get(VerityTableOption.Fec.BLOCKS);
    Long start = fecNumbers.get(VerityTableOption.Fec.START);
    if (fecDevice == null || roots == null || blocks == null || start == null) {
      throw words.malformed(
          "forward error correction",
          "only a part of it",
          "use_fec_from_device, fec_roots, fec_blocks and fec_start");
    }
    options.add(fecPosition, new VerityTableOption.Fec(fecDevice, roots.intValue(), blocks, start));
  }
}
