// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes documents of a model's keys, valid but for faults whose places are known. */
final class FaultyDocuments {
  private static final List<String> BAD_TEXTS =
      List.of("", "-", "!!", "no such thing", "a\\tb", "\\u0001", "é", "..", "a b!", "-1x");

  private static final Leaf NO_LEAF = new Leaf("", new StringType(), "", false);
  private static final Section NO_SECTION = new Section("", true, List.of());

  private final List<Section> sections = new ArrayList<>();
  private final Pattern ruled;

  /** A table of the model with the leaves that it may have. */
  record Section(String path, boolean open, List<Leaf> leaves) {}

  /** A key of a table. */
  record Leaf(String name, SettingType type, String literal, boolean required) {}

  FaultyDocuments(SettingsModel model, Pattern ruled) {
    this.ruled = ruled;
    model
        .namespaces()
        .values()
        .forEach(namespace -> section("settings." + namespace.name(), namespace.type()));
  }

  List<Section> sections() {
    return sections;
  }

  private void section(String path, SettingType type) {
    if (type instanceof MapType map) {
      name(map.key()).ifPresent(name -> section(path + "." + quoted(name), map.value()));
    } else if (type instanceof ObjectType object) {
      List<Leaf> leaves = new ArrayList<>();
      for (Field field : object.fields().values()) {
        if (field.type() instanceof ObjectType || field.type() instanceof MapType) {
          section(path + "." + field.name(), field.type());
          continue;
        }
        String literal =
            ruled.matcher(path + "." + field.name()).matches() ? null : literal(field.type());
        if (literal != null) {
          leaves.add(new Leaf(field.name(), field.type(), literal, field.required()));
        }
      }
      if (!leaves.isEmpty() && leaves.stream().noneMatch(leaf -> leaf.name.contains("\""))) {
        sections.add(new Section(path, object.others() != null, leaves));
      }
    }
  }

  private static Optional<String> name(ScalarType<?> key) {
    return key.examples().stream().findFirst().filter(name -> !name.contains("\""));
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z0-9_-]+") ? name : '"' + name + '"';
  }

  /** Gives a valid value, or null if it is not known how to make one. */
  static @Nullable String literal(SettingType type) {
    if (type instanceof StringType) {
      return "\"some text\"";
    } else if (type instanceof ScalarType<?> scalar) {
      return scalar.examples().stream().findFirst().map(FaultyDocuments::text).orElse(null);
    } else if (type instanceof BooleanType) {
      return "true";
    } else if (type instanceof IntegerType integer) {
      return String.valueOf(Math.max(integer.minimum(), Math.min(integer.maximum(), 7)));
    } else if (type instanceof NumberType number) {
      return String.valueOf(Math.max(number.minimum(), Math.min(number.maximum(), 0.5)));
    } else if (type instanceof ListType list) {
      String item = list.item() instanceof ListType ? null : literal(list.item());
      return item == null || list.minItems() > 1 ? null : "[" + item + "]";
    }
    return null;
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** A line of a document; a table's header or a key with its value. */
  static final class Line {
    final Leaf leaf;
    String text;
    boolean faulty;

    Line(Leaf leaf, String text) {
      this.leaf = leaf;
      this.text = text;
    }
  }

  /** What is wrong, and where; the line is that of the object, since lines move. */
  record Fault(String code, Line line, int column) {}

  /** A table of a document. */
  record Block(Section section, Line header, List<Line> lines) {}

  /** A document with faults. */
  final class Document {
    final List<Block> blocks = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    private final Random random;
    private final Set<String> kinds = new HashSet<>();

    Document(Random random, int size) {
      this.random = random;
      List<Section> chosen = new ArrayList<>(sections);
      Collections.shuffle(chosen, random);
      for (Section section : chosen.subList(0, Math.min(size, chosen.size()))) {
        List<Line> lines = new ArrayList<>();
        String indent = " ".repeat(random.nextInt(3));
        for (Leaf leaf : section.leaves) {
          if (leaf.required || random.nextInt(4) > 0) {
            lines.add(new Line(leaf, indent + leaf.name + " = " + leaf.literal));
          }
        }
        blocks.add(new Block(section, new Line(NO_LEAF, "[" + section.path + "]"), lines));
      }
    }

    String text() {
      StringBuilder text = new StringBuilder();
      for (Block block : blocks) {
        text.append(block.header.text).append('\n');
        block.lines.forEach(line -> text.append(line.text).append('\n'));
      }
      return text.toString();
    }

    /** Returns the faults as line, column and code. */
    List<String> expected() {
      List<String> all = new ArrayList<>();
      int number = 0;
      for (Block block : blocks) {
        List<Line> lines = new ArrayList<>(List.of(block.header));
        lines.addAll(block.lines);
        for (Line line : lines) {
          number++;
          for (Fault fault : faults) {
            if (fault.line == line) {
              all.add(number + ":" + fault.column + " " + fault.code);
            }
          }
        }
      }
      return all.stream().sorted().toList();
    }

    private void fault(String code, Line line, int column) {
      line.faulty = true;
      faults.add(new Fault(code, line, column));
    }

    private Block anyBlock() {
      return blocks.get(random.nextInt(blocks.size()));
    }

    /** Puts one more fault into the document; gives false if the kind does not fit. */
    boolean inject(int kind) {
      Block block = anyBlock();
      if (kind >= 20) {
        return structure(kind, block);
      }
      List<Line> sound =
          block.lines.stream().filter(line -> !line.faulty && !line.leaf.equals(NO_LEAF)).toList();
      if (sound.isEmpty()) {
        return false;
      }
      Line line = sound.get(random.nextInt(sound.size()));
      int indent = line.text.indexOf(line.leaf.name);
      int value = line.text.indexOf('=') + 2;
      String key = line.text.substring(0, value);
      String literal = line.text.substring(value);
      boolean text = literal.startsWith("\"");
      boolean number = literal.matches("[0-9.]+");
      boolean list = literal.startsWith("[");
      int at = value + 1;
      switch (kind) {
        case 0 -> {
          return text
              && change(
                  line,
                  key + literal.substring(0, literal.length() - 1),
                  "unterminated-string",
                  at);
        }
        case 1 -> {
          return text
              && change(line, key + "\"\\q" + literal.substring(1), "invalid-escape", at + 1);
        }
        case 2 -> {
          String bad = List.of("1__2", "0123", "1.", "0x", "+_1", "1e").get(random.nextInt(6));
          return number && change(line, key + bad, "malformed-number", at);
        }
        case 3 -> {
          return change(line, key.stripTrailing(), "missing-value", value);
        }
        case 4 -> {
          String without = key.replace("= ", "");
          return change(line, without + literal, "missing-equals", without.length() + 1);
        }
        case 5 -> {
          return text && change(line, key + "unquoted", "malformed-value", at);
        }
        case 6 -> {
          return change(line, line.text + " rest", "unexpected-text", line.text.length() + 2);
        }
        case 7 -> {
          return change(line, key + "2024-13-01", "malformed-date-time", at);
        }
        case 8 -> {
          return list
              && literal.length() > 2
              && change(
                  line,
                  key + "[" + inner(literal) + " " + inner(literal) + "]",
                  "missing-separator",
                  at + 1 + inner(literal).length());
        }
        case 9 -> {
          return list
              && change(
                  line, key + literal.substring(0, literal.length() - 1), "unterminated-list", at);
        }
        case 10 -> {
          return text
              && change(line, key + "\"\u0001" + literal.substring(1), "invalid-character", at + 1);
        }
        case 11 -> {
          return wrongType(line, key, at);
        }
        case 12 -> {
          return badText(line, key, at);
        }
        case 13 -> {
          return line.leaf.type instanceof IntegerType integer
              && integer.maximum() < Long.MAX_VALUE
              && change(line, key + (integer.maximum() + 1), "out-of-range", at);
        }
        case 14 -> {
          return list
              && literal.length() > 2
              && change(
                  line,
                  key + "[" + inner(literal) + ", 1979-05-27]",
                  "wrong-type",
                  at + inner(literal).length() + 3);
        }
        case 15 -> {
          Line again = new Line(line.leaf, line.text);
          block.lines.add(
              random.nextInt(block.lines.size() - block.lines.indexOf(line))
                  + block.lines.indexOf(line)
                  + 1,
              again);
          line.faulty = true;
          fault("duplicate-key", again, indent + 1);
          return true;
        }
        case 16 -> {
          boolean required = line.leaf.required && block.lines.remove(line);
          if (required) {
            String header = block.header.text;
            faults.add(new Fault("missing-key", block.header, lastName(header)));
          }
          return required;
        }
        default -> {
          return false;
        }
      }
    }

    private boolean change(Line line, String text, String code, int column) {
      line.text = text;
      fault(code, line, column);
      return true;
    }

    private String inner(String list) {
      return list.substring(1, list.length() - 1);
    }

    private boolean wrongType(Line line, String key, int at) {
      return change(line, key + "07:32:00", "wrong-type", at);
    }

    private boolean badText(Line line, String key, int at) {
      if (line.leaf.type instanceof ScalarType<?> scalar) {
        for (String bad : BAD_TEXTS) {
          String plain = bad.replace("\\t", "\t").replace("\\u0001", "\u0001");
          if (scalar.problem(plain, Profile.STRICT).isPresent()) {
            return change(line, key + '"' + bad + '"', "invalid-value", at);
          }
        }
      }
      return false;
    }

    private int lastName(String header) {
      String path = header.substring(1, header.length() - 1);
      int quote = path.endsWith("\"") ? path.lastIndexOf('"', path.length() - 2) : -1;
      return (quote >= 0 ? quote : path.lastIndexOf('.') + 1) + 2;
    }

    private boolean structure(int kind, Block block) {
      switch (kind) {
        case 20 -> {
          if (block.section.equals(NO_SECTION) || block.section.open) {
            return false;
          }
          Line extra = new Line(NO_LEAF, " quixotic-" + random.nextInt(1_000_000) + " = 1");
          block.lines.add(random.nextInt(block.lines.size() + 1), extra);
          fault("unknown-key", extra, 2);
          return true;
        }
        case 21 -> {
          if (block.section.equals(NO_SECTION)
              || block.section.leaves.stream().anyMatch(leaf -> leaf.required)) {
            return false;
          }
          Line extra = new Line(NO_LEAF, "  = 5");
          block.lines.add(random.nextInt(block.lines.size() + 1), extra);
          fault("malformed-key", extra, 3);
          return true;
        }
        case 22 -> {
          if (block.section.equals(NO_SECTION) || !kinds.add(block.section.path)) {
            return false;
          }
          Line header = new Line(NO_LEAF, "[" + block.section.path + "]");
          blocks.add(new Block(NO_SECTION, header, new ArrayList<>()));
          fault("duplicate-table", header, lastName(header.text));
          return true;
        }
        case 23 -> {
          if (block.header.faulty || block.section.equals(NO_SECTION)) {
            return false;
          }
          String text = block.header.text;
          return change(
              block.header,
              text.substring(0, text.length() - 1),
              "malformed-header",
              text.length());
        }
        case 24 -> {
          Line header = new Line(NO_LEAF, "[settings.quixotic-" + random.nextInt(1_000_000) + "]");
          blocks.add(
              random.nextInt(blocks.size() + 1),
              new Block(NO_SECTION, header, new ArrayList<>(List.of(new Line(NO_LEAF, "x = 1")))));
          fault("unknown-key", header, 11);
          return true;
        }
        case 25 -> {
          Line header = new Line(NO_LEAF, "[quixotic-" + random.nextInt(1_000_000) + "]");
          blocks.add(
              random.nextInt(blocks.size() + 1),
              new Block(NO_SECTION, header, new ArrayList<>(List.of(new Line(NO_LEAF, "x = 1")))));
          fault("unknown-table", header, 2);
          return true;
        }
        case 26 -> {
          Line header = new Line(NO_LEAF, "[settings.]");
          blocks.add(new Block(NO_SECTION, header, new ArrayList<>()));
          fault("malformed-key", header, 11);
          return true;
        }
        case 27 -> {
          String name = "never-" + random.nextInt(1_000_000);
          Line header = new Line(NO_LEAF, "[settings.host-containers." + name + "]");
          Line enabled = new Line(NO_LEAF, "enabled = true");
          blocks.add(new Block(NO_SECTION, header, new ArrayList<>(List.of(enabled))));
          fault("host-container-source", enabled, 11);
          return true;
        }
        case 28 -> {
          String name = "never" + random.nextInt(1_000_000);
          Line header = new Line(NO_LEAF, "[settings.kernel.modules." + name + "]");
          Line autoload = new Line(NO_LEAF, "autoload = true");
          blocks.add(
              new Block(
                  NO_SECTION,
                  header,
                  new ArrayList<>(List.of(new Line(NO_LEAF, "allowed = false"), autoload))));
          fault("kernel-module-autoload", autoload, 12);
          return true;
        }
        case 29 -> {
          if (block.section.equals(NO_SECTION)
              || !block.section.path.equals("settings.kubernetes")
              || !kinds.add("gc")) {
            return false;
          }
          Line high = new Line(NO_LEAF, "image-gc-high-threshold-percent = 50");
          block.lines.add(0, high);
          block.lines.add(new Line(NO_LEAF, "image-gc-low-threshold-percent = \"60\""));
          fault("image-gc-thresholds", high, 35);
          return true;
        }
        case 30 -> {
          Line header =
              new Line(
                  NO_LEAF,
                  "[settings.host-containers.\"not an identifier "
                      + random.nextInt(1_000_000)
                      + "\"]");
          blocks.add(new Block(NO_SECTION, header, new ArrayList<>()));
          fault("invalid-name", header, 27);
          return true;
        }
        default -> {
          return false;
        }
      }
    }
  }
}
