// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Guid;
import dev.gantry.partition.slot.SlotScheme;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTypesTest {
  private static Map<String, String> systemd() throws IOException {
    try (InputStream in = KnownTypesTest.class.getResourceAsStream("/golden/systemd-types.txt")) {
      Map<String, String> types = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> line.split(" ", 2))
          .forEach(pair -> types.put(pair[0], pair[1]));
      return types;
    }
  }

  /** The data come from the specification; systemd's own table is another copy of it. */
  @Test
  void allDiscoverableTypesAreThoseOfSystemd() throws IOException {
    SortedMap<String, String> ours = new TreeMap<>();
    KnownTypeData.DISCOVERABLE
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.strip().split(" ", 2))
        .forEach(pair -> ours.put(pair[0], pair[1].replace("-", "")));
    assertEquals(135, ours.size());
    assertEquals(new TreeMap<>(systemd()), ours);
    ours.keySet().forEach(name -> assertTrue(KnownTypes.find(name).isPresent(), name));
  }

  @Test
  void namesAndTypesAreOneToOne() {
    assertEquals(
        KnownTypes.byName().size(), KnownTypes.byName().values().stream().distinct().count());
    KnownTypes.byName()
        .forEach((name, type) -> assertEquals(Optional.of(name), KnownTypes.nameOf(type)));
    KnownTypes.sgdiskCodes()
        .values()
        .forEach(name -> assertTrue(KnownTypes.byName().containsKey(name), name));
  }

  @Test
  void findsTypesAsPeopleWriteThem() {
    Guid root = Guid.parse("4f68bce3-e8cd-4db1-96e7-fbcaf984b709");
    for (String text : List.of("root-x86-64", "ROOT-x86-64", "8304", root.toString())) {
      assertEquals(Optional.of(root), KnownTypes.find(text));
    }
    assertEquals(KnownTypes.find("esp"), KnownTypes.find("EF00"));
    assertEquals(Optional.of(SlotScheme.CHROMEOS.bootType()), KnownTypes.find("chromeos-kernel"));
    assertEquals(
        Optional.of(PartitionTypes.BOTTLEROCKET.boot()), KnownTypes.find("bottlerocket-boot"));
    assertEquals(Optional.empty(), KnownTypes.find("root"));
    assertEquals(Optional.empty(), KnownTypes.find(""));
    assertEquals(Optional.empty(), KnownTypes.nameOf(new Guid(1, 2)));
  }

  /** Every code, as sgdisk takes it. */
  @Test
  void codesMeanWhatSgdiskMeans(@TempDir Path directory) throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    Path image = Files.write(directory.resolve("disk.img"), new byte[1 << 20]);
    List<String> codes = List.copyOf(KnownTypes.sgdiskCodes().keySet());
    List<String> arguments = new ArrayList<>(List.of("-a", "1"));
    for (int i = 0; i < codes.size(); i++) {
      int number = i + 1;
      arguments.addAll(
          List.of(
              "-n", number + ":" + (100 + i) + ":" + (100 + i), "-t", number + ":" + codes.get(i)));
    }
    arguments.add(image.toString());
    ToolResult made = ExternalTool.run(sgdisk, arguments);
    assertEquals(0, made.exitCode(), made::toString);
    try (var source = dev.gantry.core.BlockDevices.openSource(image)) {
      var table = dev.gantry.partition.GptReader.read(source).table();
      for (int i = 0; i < codes.size(); i++) {
        assertEquals(
            KnownTypes.find(codes.get(i)),
            table.partition(i + 1).map(p -> p.typeGuid()),
            codes.get(i));
      }
    }
  }

  /** The list of sfdisk, by GUID: every Linux type of the specification that it has by its name. */
  @Test
  void sfdiskHasTheSameNames() throws IOException {
    ToolResult list = ExternalTool.run(ExternalTool.require("sfdisk"), "-T", "-X", "gpt");
    String text = list.stdout();
    Map<String, String> names = new HashMap<>();
    text.lines()
        .filter(line -> line.length() > 38 && line.charAt(8) == '-')
        .forEach(
            line -> names.put(line.substring(0, 36).toLowerCase(Locale.ROOT), line.substring(38)));
    int compared = 0;
    for (var type : KnownTypes.byName().entrySet()) {
      String theirs = names.get(type.getValue().toString());
      if (theirs != null && type.getKey().matches("(root|usr)-.*")) {
        boolean verity = type.getKey().contains("verity");
        boolean signature = type.getKey().endsWith("-sig");
        assertEquals(verity, theirs.contains("verity"), theirs);
        assertEquals(signature, theirs.contains("sign"), theirs);
        assertEquals(type.getKey().startsWith("usr"), theirs.contains("/usr"), theirs);
        compared++;
      }
    }
    assertTrue(compared > 30, compared + " of " + names.size());
  }
}
