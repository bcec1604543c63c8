// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client of tuf-js reads what the editor publishes. Skipped unless the variable GANTRY_TUF_JS
 * names a {@code node_modules} directory that has it.
 */
class TufJsTest {
  private static final String[] NAMES = {"dir/a-b.img", "p/q/x1", "h/é"};

  @TempDir Path directory;

  private static Path modules() {
    String modules = System.getenv("GANTRY_TUF_JS");
    if (modules == null) {
      abort("GANTRY_TUF_JS names no directory with tuf-js");
    }
    assertTrue(Files.isDirectory(Path.of(modules, "tuf-js")), "no tuf-js in " + modules);
    return Path.of(modules).toAbsolutePath();
  }

  @Test
  void clientReadsEveryKindOfKeyThroughDelegationsAndRotations() throws Exception {
    Path modules = modules();
    SecureRandom random = new SecureRandom();
    List<SigningKey> keys = new ArrayList<>();
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.ED25519, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_PSS_2048)) {
      keys.add(SigningKey.generate(algorithm, random));
      keys.add(SigningKey.generate(algorithm, random));
    }
    KeyPolicy everyKind =
        KeyPolicy.of(3, keys.get(0).publicKey(), keys.get(2).publicKey(), keys.get(4).publicKey());
    KeyPolicy others =
        KeyPolicy.of(3, keys.get(1).publicKey(), keys.get(3).publicKey(), keys.get(5).publicKey());
    Path repository = directory.resolve("repository");
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            new RepositoryPolicy(everyKind, everyKind, everyKind, everyKind),
            EditorOptions.defaults(),
            keys);
    editor.addTarget(TargetPath.of("dir/a-b.img"), content("top"));
    editor.delegate(Delegation.builder("byPath", everyKind).path("p/*/x?").build());
    editor.delegate(
        "byPath", Delegation.builder("deep", others).path("p/*/x*").terminating(true).build());
    Delegation.Builder byHash = Delegation.builder("byHash", others);
    "0123456789abcdef".chars().forEach(c -> byHash.pathHashPrefix(Character.toString(c)));
    editor.delegate(byHash.build());
    editor.addTarget(
        TargetPath.of("p/q/x1"), content("deep"), TargetOptions.builder().role("deep").build());
    editor.addTarget(
        TargetPath.of("h/é"),
        content("hash"),
        TargetOptions.builder().role("byHash").customJson("{\"n\":1,\"é\":\"\\\\\"}").build());
    // Validity is judged by the wall clock there, so this repository has to be of today.
    Instant now = Files.getLastModifiedTime(repository).toInstant();
    editor.publish(now);
    Files.write(directory.resolve("root.json"), editor.rootFile().toByteArray());
    assertEquals(List.of("top", "deep", "hash"), read(modules));

    editor.rotateRoot(new RepositoryPolicy(others, others, everyKind, others));
    editor.publish(now);
    assertEquals(List.of("top", "deep", "hash"), read(modules));
    editor.addTarget(TargetPath.of("dir/a-b.img"), content("new"));
    editor.publish(now);
    assertEquals(List.of("new", "deep", "hash"), read(modules));
  }

  private static Bytes content(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> read(Path modules) throws IOException {
    Path script = directory.resolve("read.cjs");
    try (InputStream in = getClass().getResourceAsStream("read_with_tuf_js.cjs")) {
      Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> arguments =
        new ArrayList<>(List.of(script.toString(), modules.toString(), directory.toString()));
    arguments.addAll(List.of(NAMES));
    ToolResult result = ExternalTool.run(ExternalTool.require("node"), arguments);
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout().strip().lines().toList();
  }
}
