// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The command line of {@link ConformanceClient}: options of one value each, then a verb. */
final class ConformanceOptions {
  private static final String METADATA_URL = "--metadata-url";
  private static final String METADATA_DIR = "--metadata-dir";
  private static final String TARGET_NAME = "--target-name";
  private static final String TARGET_DIR = "--target-dir";
  private static final String TARGET_BASE_URL = "--target-base-url";
  private static final List<String> SINGLE =
      List.of(METADATA_URL, METADATA_DIR, TARGET_DIR, TARGET_BASE_URL);

  private final Map<String, String> values = new HashMap<>();
  private final List<String> targetNames = new ArrayList<>();
  private final List<String> words = new ArrayList<>();

  private ConformanceOptions() {}

  /** What to do. */
  enum Verb {
    INIT,
    REFRESH,
    DOWNLOAD
  }

  static ConformanceOptions parse(String... args) {
    ConformanceOptions options = new ConformanceOptions();
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (!word.startsWith("--")) {
        options.words.add(word);
      } else if (!rest.hasNext()) {
        throw new IllegalArgumentException(word + " needs a value");
      } else if (word.equals(TARGET_NAME)) {
        options.targetNames.add(rest.next());
      } else if (SINGLE.contains(word)) {
        options.values.put(word, rest.next());
      } else {
        throw new IllegalArgumentException("there is no option " + word);
      }
    }
    options.checkWords();
    return options;
  }

  private void checkWords() {
    int wanted = verb() == Verb.INIT ? 2 : 1;
    if (words.size() != wanted) {
      throw new IllegalArgumentException(
          "expected init ROOTFILE, refresh or download, found " + words);
    }
  }

  Verb verb() {
    return switch (words.isEmpty() ? "" : words.get(0)) {
      case "init" -> Verb.INIT;
      case "refresh" -> Verb.REFRESH;
      case "download" -> Verb.DOWNLOAD;
      default ->
          throw new IllegalArgumentException(
              "expected init ROOTFILE, refresh or download, found " + words);
    };
  }

  Path rootFile() {
    return Path.of(words.get(1));
  }

  Path metadataDirectory() {
    return Path.of(required(METADATA_DIR));
  }

  String metadataUrl() {
    return required(METADATA_URL);
  }

  Path targetDirectory() {
    return Path.of(required(TARGET_DIR));
  }

  String targetBaseUrl() {
    return required(TARGET_BASE_URL);
  }

  List<String> targetNames() {
    if (targetNames.isEmpty()) {
      throw new IllegalArgumentException(TARGET_NAME + " is needed");
    }
    return targetNames;
  }

  private String required(String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException(option + " is needed");
    }
    return value;
  }
}
