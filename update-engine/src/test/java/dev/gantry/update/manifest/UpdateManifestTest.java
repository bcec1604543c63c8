// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateManifestTest {
  /** In the form that upstream writes: member order, indentation, order of keys. */
  private static final String CANONICAL =
      """
      {
        "updates": [
          {
            "variant": "aws-k8s-1.31",
            "arch": "x86_64",
            "version": "1.26.1",
            "max_version": "1.26.1",
            "waves": {
              "0": "2024-10-24T21:00:00Z",
              "20": "2024-10-25T00:00:00.250Z",
              "102": "2024-10-25T20:00:00Z"
            },
            "images": {
              "boot": "bottlerocket-aws-k8s-1.31-x86_64-1.26.1-91632ff0-boot.ext4.lz4",
              "root": "bottlerocket-aws-k8s-1.31-x86_64-1.26.1-91632ff0-root.ext4.lz4",
              "hash": "bottlerocket-aws-k8s-1.31-x86_64-1.26.1-91632ff0-root.verity.lz4"
            }
          },
          {
            "variant": "aws-k8s-1.31",
            "arch": "aarch64",
            "version": "1.26.0-rc.1+build.5",
            "max_version": "1.26.1",
            "waves": {},
            "images": {
              "boot": "b",
              "root": "r",
              "hash": "h"
            }
          }
        ],
        "migrations": {
          "(1.10.0, 1.11.0)": [
            "migrate_v1.11.0_first.lz4",
            "migrate_v1.11.0_a-second.lz4"
          ],
          "(1.9.0, 1.10.0)": []
        }
      }""";

  /** Members and forms that only older manifests have. */
  private static final String OLD =
      """
      {"updates":[{"flavor":"bottle","variant":"aws-k8s","arch":"x86_64","version":"0.1.3",
      "max_version":"0.1.3","status":"Ready","waves":{"858993459":"2019-8-06T1:02:03Z"},
      "images":{"boot":"b","root":"r","hash":"h","extra":[1.50,null,true]}}],
      "datastore_versions":{"0.1.3":"0.1"},"migrations":{"x(0.1.0,   0.1.3)":["m"]}}""";

  private static UpdateManifest decode(String text) throws GantryException {
    return UpdateManifest.decode(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), "manifest.json");
  }

  private static String text(UpdateManifest manifest) {
    return new String(manifest.encode().toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void writesWhatUpstreamWrites() throws Exception {
    assertEquals(CANONICAL, text(decode(CANONICAL)));
  }

  @Test
  void readsAllMembers() throws Exception {
    UpdateManifest manifest = decode(CANONICAL);
    UpdateEntry update = manifest.updates().get(0);
    assertEquals("aws-k8s-1.31", update.variant());
    assertEquals("x86_64", update.arch());
    assertEquals(Version.of(1, 26, 1), update.version());
    assertEquals(Instant.parse("2024-10-25T00:00:00.25Z"), update.waves().startsByBound().get(20L));
    assertTrue(update.images().hash().endsWith("-root.verity.lz4"));
    assertEquals(
        List.of("migrate_v1.11.0_first.lz4", "migrate_v1.11.0_a-second.lz4"),
        manifest.migrations().get(new MigrationEdge(Version.of(1, 10, 0), Version.of(1, 11, 0))));
    assertEquals(
        new MigrationEdge(Version.of(1, 9, 0), Version.of(1, 10, 0)),
        manifest.migrations().firstKey());
  }

  @Test
  void readsOldFormsAndKeepsWhatItDoesNotKnow() throws Exception {
    UpdateManifest manifest = decode(OLD);
    assertEquals(
        Map.of(858993459L, Instant.parse("2019-08-06T01:02:03Z")),
        manifest.updates().get(0).waves().startsByBound());
    String written = text(manifest);
    assertTrue(written.contains("\"status\": \"Ready\""));
    assertTrue(written.contains("\"flavor\": \"bottle\""));
    assertTrue(written.contains("1.50"));
    assertTrue(written.indexOf("datastore_versions") > written.indexOf("\"migrations\""));
    assertTrue(written.contains("\"2019-08-06T01:02:03Z\""));
    assertTrue(written.contains("\"(0.1.0, 0.1.3)\""));
    assertEquals(manifest, decode(written));
    assertEquals(manifest, manifest.toBuilder().build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"variant\": \"aws-k8s-1.31\",|``|JSON_MISSING_MEMBER|/updates/0/variant",
        "\"arch\": \"x86_64\"|\"arch\": 1|JSON_KIND|/updates/0/arch",
        "\"arch\": \"x86_64\"|\"arch\": null|JSON_KIND|/updates/0/arch",
        "\"arch\": \"x86_64\"|\"arch\": \"a\", \"arch\": \"a\"|JSON_DUPLICATE_NAME|/updates/0/arch",
        "\"version\": \"1.26.1\"|\"version\": \"v1\"|JSON_VALUE|/updates/0/version",
        "\"max_version\": \"1.26.1\"|\"max_version\": \"\"|JSON_VALUE|/updates/0/max_version",
        "\"20\"|\"-1\"|MANIFEST_WAVE_BOUND|/updates/0/waves/-1",
        "\"20\"|\"4294967296\"|MANIFEST_WAVE_BOUND|/updates/0/waves/4294967296",
        "\"20\"|\"a/~\"|MANIFEST_WAVE_BOUND|/updates/0/waves/a~1~0",
        "\"20\"|\"+00\"|MANIFEST_DUPLICATE_WAVE|/updates/0/waves/+00",
        "2024-10-24T21:00:00Z|2024-10-24T21:00:60Z|MANIFEST_TIMESTAMP|/updates/0/waves/0",
        "2024-10-24T21:00:00Z|2024-02-30T21:00:00Z|MANIFEST_TIMESTAMP|/updates/0/waves/0",
        "2024-10-24T21:00:00Z|9999-12-31T23:59:59-18:00|MANIFEST_TIMESTAMP|/updates/0/waves/0",
        "2024-10-24T21:00:00Z|tomorrow|MANIFEST_TIMESTAMP|/updates/0/waves/0",
        "\"boot\": \"b\"|\"boot\": \"\"|JSON_VALUE|/updates/1/images/boot",
        "(1.9.0, 1.10.0)|1.9.0-1.10.0|MANIFEST_MIGRATION_KEY|/migrations/1.9.0-1.10.0",
        "(1.9.0, 1.10.0)|(1.9, 1.10.0)|MANIFEST_MIGRATION_KEY|/migrations/(1.9, 1.10.0)",
        "(1.9.0, 1.10.0)|(1.10.0,1.11.0)|MANIFEST_DUPLICATE_MIGRATION|/migrations/(1.10.0,1.11.0)",
        "\"migrations\"|\"wanderings\"|JSON_MISSING_MEMBER|/migrations",
        "\"r\"|\"\\ud800\"|JSON_ENCODING|/updates/1/images/root",
      })
  void refusesWithAPointer(String before, String after, String code, String pointer) {
    String changed = CANONICAL.replaceFirst(java.util.regex.Pattern.quote(before), quote(after));
    assertTrue(!changed.equals(CANONICAL), "the test changed nothing");
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> decode(changed));
    assertEquals(code, e.code());
    assertEquals(pointer, e.field());
    assertEquals("manifest.json", e.source());
  }

  private static String quote(String replacement) {
    return java.util.regex.Matcher.quoteReplacement(replacement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``",
        "{",
        "[]",
        "{} {}",
        "{\"updates\":[],}",
        "nul",
        "\uFEFF{}",
        "'a'",
        "{\"a\":01}"
      })
  void refusesWhatIsNotADocument(String text) {
    assertThrows(MalformedDataException.class, () -> decode(text));
  }

  @Test
  void refusesBytesThatAreNotUtf8AtTheirOffset() {
    Bytes content = Bytes.of((byte) '{', (byte) '"', (byte) 0xc0, (byte) 0x80, (byte) '"');
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class, () -> UpdateManifest.decode(content, "manifest.json"));
    assertEquals("JSON_ENCODING", e.code());
    assertEquals(2, e.offsetBytes());
  }

  @Test
  void refusesOtherEncodings() {
    Bytes content = Bytes.of(CANONICAL.getBytes(StandardCharsets.UTF_16LE));
    assertThrows(
        MalformedDataException.class, () -> UpdateManifest.decode(content, "manifest.json"));
  }

  @Test
  void refusesMoreThanItsLimits() {
    Bytes content = Bytes.of(CANONICAL.getBytes(StandardCharsets.UTF_8));
    for (ManifestLimits limits :
        List.of(
            ManifestLimits.builder().maxBytes(content.size() - 1).build(),
            ManifestLimits.builder().maxUpdates(1).build(),
            ManifestLimits.builder().maxMigrations(1).build(),
            ManifestLimits.builder().maxWaves(2).build())) {
      assertThrows(
          LimitExceededException.class,
          () -> UpdateManifest.decode(content, "manifest.json", limits));
    }
    assertThrows(LimitExceededException.class, () -> decode("[".repeat(100_000)));
    assertThrows(LimitExceededException.class, () -> decode('"' + "a".repeat(5000) + '"'));
  }

  @Test
  void editsTheWayUpdataDoes() throws Exception {
    UpdateManifest manifest = decode(CANONICAL);
    UpdateManifest lowered =
        manifest.toBuilder().maxVersion("aws-k8s-1.31", "x86_64", Version.of(1, 25, 0)).build();
    assertEquals(Version.of(1, 25, 0), lowered.updates().get(0).maxVersion());
    assertEquals(manifest.updates().get(1), lowered.updates().get(1));
    UpdateManifest removed =
        manifest.toBuilder().removeUpdates("aws-k8s-1.31", "x86_64", Version.of(1, 26, 1)).build();
    assertEquals(List.of(manifest.updates().get(1)), removed.updates());
  }
}
