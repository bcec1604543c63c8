// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.core.Version;
import dev.gantry.verity.DmModCreate;
import dev.gantry.verity.VerityTableOption;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the four facts of a configuration. It does not run the loader's script language: each fact
 * must be there exactly once, in the form that Bottlerocket writes, or the file is refused. Two
 * menu entries, for example, would leave open which one starts.
 */
final class BootConfigurationReader {
  private static final Pattern TITLE =
      Pattern.compile("^menuentry[ \\t]+(?:\"([^\"\\n]*)\"|'([^'\\n]*)')", Pattern.MULTILINE);
  private static final Pattern VARIABLE =
      Pattern.compile("^set[ \\t]+dm_verity_root=(.*)$", Pattern.MULTILINE);
  private static final Pattern QUOTED = Pattern.compile("\"[^\"\\\\]*\"");
  private static final Pattern CREATE = Pattern.compile("dm-mod\\.create=(\"[^\"\\n]*\"|\\S+)");
  private static final Pattern KERNEL =
      Pattern.compile("^linux[ \\t]+\\(\\$root\\)/(\\S+)", Pattern.MULTILINE);
  private static final int MAX_PATH_LENGTH = 255;
  private static final List<String> REFERENCES =
      List.of("\"$dm_verity_root\"", "\"${dm_verity_root}\"");

  private final String source;

  BootConfigurationReader(String source) {
    this.source = source;
  }

  static BootConfiguration read(BlockSource bootPartition) throws IOException {
    BootConfigurationReader reader = new BootConfigurationReader(bootPartition.description());
    BootFileSystem files = BootFileSystem.open(bootPartition);
    Bytes content =
        files
            .read(List.of(BootConfiguration.FILE.split("/")), BootConfiguration.MAX_BYTES)
            .orElseThrow(
                () ->
                    reader.bad(
                        "BOOT_CONFIG_MISSING", BootConfiguration.FILE, "not there", "a file"));
    BootConfiguration result = reader.parse(reader.decode(content));
    OptionalLong kernelBytes = files.sizeBytes(List.of(result.kernel().split("/")));
    if (kernelBytes.orElse(0) == 0) {
      throw reader.bad(
          "BOOT_KERNEL_MISSING",
          "/" + Text.clean(result.kernel()),
          kernelBytes.isEmpty() ? "not there" : "empty",
          "the kernel that " + BootConfiguration.FILE + " names");
    }
    return result;
  }

  private String decode(Bytes content) throws MalformedDataException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(content.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw bad("BOOT_CONFIG_ENCODING", BootConfiguration.FILE, "not UTF-8", "UTF-8 text");
    }
  }

  BootConfiguration parse(String text) throws IOException {
    // Not by patterns: one that trims the end of a line takes quadratic time on a hostile line.
    String plain =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    MatchResult titleMatch = single(TITLE, plain, "menuentry");
    String title = titleMatch.group(1) != null ? titleMatch.group(1) : titleMatch.group(2);
    int space = title.lastIndexOf(' ');
    Version version = version(title.substring(space + 1));
    DmModCreate device = device(plain);
    String kernel = single(KERNEL, plain, "linux").group(1);
    // Each segment may cost a search through a large directory, over and over in a cycle.
    LimitExceededException.check(
        "characters of the kernel's path", MAX_PATH_LENGTH, kernel.length());
    return new BootConfiguration(
        space < 0 ? "" : title.substring(0, space), version, device, kernel);
  }

  private Version version(String word) throws MalformedDataException {
    try {
      return Version.parse(word);
    } catch (IllegalArgumentException e) {
      throw bad(
          "BOOT_CONFIG_VERSION",
          "last word of the menuentry's title",
          Text.quote(word),
          "a version (SemVer 2.0.0)");
    }
  }

  /** The variable alone protects nothing: the kernel must be told to use it. */
  private DmModCreate device(String text) throws IOException {
    String created = single(CREATE, text, "dm-mod.create").group(1);
    String value =
        REFERENCES.contains(created)
            ? single(VARIABLE, text, "set dm_verity_root").group(1)
            : created;
    if (!QUOTED.matcher(value).matches()) {
      throw bad(
          "BOOT_CONFIG_SYNTAX", "dm-mod.create", Text.quote(value), "a value in double quotes");
    }
    DmModCreate device = DmModCreate.parse(value.substring(1, value.length() - 1), source);
    if (!device.readOnly()
        || device.table().options().contains(VerityTableOption.Flag.IGNORE_CORRUPTION)) {
      throw new UnsupportedFormatException(
          source,
          "verity device",
          device.toString(),
          "a read-only one that refuses corrupt blocks");
    }
    return device;
  }

  private MatchResult single(Pattern pattern, String text, String field)
      throws MalformedDataException {
    List<MatchResult> found = pattern.matcher(text).results().limit(2).toList();
    if (found.size() != 1) {
      throw bad(
          "BOOT_CONFIG_SYNTAX",
          field,
          found.isEmpty() ? "not there" : "there more than once",
          "once, as Bottlerocket writes it");
    }
    return found.get(0);
  }

  private MalformedDataException bad(String code, String field, String found, String expected) {
    return new MalformedDataException(
        code, source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }
}
