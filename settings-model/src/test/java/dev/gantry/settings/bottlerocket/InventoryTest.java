// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.RecordTypes;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingsModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private static final SettingsModel MODEL = BottlerocketModel.model();

  private static SortedSet<String> written() throws IOException {
    try (InputStream in = InventoryTest.class.getResourceAsStream("inventory.txt")) {
      assertNotNull(in);
      return new TreeSet<>(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList());
    }
  }

  private static SortedSet<String> modelled() {
    SortedSet<String> keys = new TreeSet<>();
    MODEL.namespaces().forEach((name, namespace) -> collect(name, namespace.type(), keys));
    return keys;
  }

  private static void collect(String at, SettingType type, SortedSet<String> keys) {
    if (type instanceof ObjectType object) {
      object.fields().forEach((name, field) -> collect(at + "." + name, field.type(), keys));
      if (object.others() != null) {
        collect(at, object.others(), keys);
      }
    } else if (type instanceof MapType map) {
      collect(at + ".<" + map.key().name() + ">", map.value(), keys);
    } else {
      assertTrue(keys.add(at), at);
    }
  }

  @Test
  void theRecordsHaveEveryKeyAndNoOther() throws IOException {
    SortedSet<String> written = written();
    SortedSet<String> modelled = modelled();
    SortedSet<String> missing = new TreeSet<>(written);
    missing.removeAll(modelled);
    SortedSet<String> extra = new TreeSet<>(modelled);
    extra.removeAll(written);
    assertEquals(new TreeSet<>(), missing, "in the inventory but not in the records");
    assertEquals(new TreeSet<>(), extra, "in the records but not in the inventory");
    System.out.println(
        "settings inventory: "
            + written.size()
            + " keys written down, "
            + modelled.size()
            + " in the records, "
            + MODEL.namespaces().size()
            + " namespaces");
    assertEquals(27, MODEL.namespaces().size());
  }

  @Test
  void everyFieldIsDescribed() {
    MODEL
        .namespaces()
        .forEach(
            (name, namespace) -> {
              assertTrue(namespace.description().endsWith("."), name);
              described(name, namespace.type());
            });
  }

  private static void described(String at, SettingType type) {
    if (type instanceof MapType map) {
      described(at, map.value());
    } else if (type instanceof ObjectType object) {
      for (Field field : object.fields().values()) {
        String key = at + "." + field.name();
        assertTrue(field.description().endsWith("."), key);
        assertTrue(field.since().isEmpty() || field.since().matches("0\\.[0-9]+\\.0"), key);
        described(key, field.type());
      }
      if (object.others() != null) {
        described(at, object.others());
      }
    }
  }

  @Test
  void secretsAreSecret() {
    for (String key :
        List.of(
            "aws.credentials",
            "host-containers.admin.user-data",
            "bootstrap-containers.x.user-data",
            "kubernetes.bootstrap-token",
            "kubernetes.server-key",
            "container-registry.credentials")) {
      assertTrue(MODEL.isSecret(SettingKey.of(key.split("\\."))), key);
    }
    assertFalse(MODEL.isSecret(SettingKey.of("kubernetes", "server-certificate")));
    ObjectType credential = RecordTypes.of(RegistryCredential.class);
    assertTrue(
        List.of("password", "auth", "identitytoken").stream()
            .allMatch(name -> credential.field(name).orElseThrow().secret()));
    assertFalse(credential.field("username").orElseThrow().secret());
  }

  @Test
  void everyRecordReadsEmptySettings() throws Exception {
    for (Class<? extends Record> record : BottlerocketModel.records()) {
      assertTrue(
          RecordTypes.write(RecordTypes.read(SettingsTree.empty(), record)).isEmpty(),
          record.getSimpleName());
    }
  }

  @Test
  void aliasesAreKnown() {
    assertEquals(
        "credentials",
        RecordTypes.of(ContainerRegistrySettings.class).field("creds").orElseThrow().name());
    assertEquals(
        "kernel",
        RecordTypes.of(BootSettings.class).field("kernel-parameters").orElseThrow().name());
  }
}
