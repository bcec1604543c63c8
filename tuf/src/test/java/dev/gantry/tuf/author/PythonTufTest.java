// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gantry.core.DigestAlgorithm;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference implementation's client reads what the editor publishes. Skipped where python3 has
 * no tuf package; the variable GANTRY_PYTHON_TUF names another interpreter.
 */
class PythonTufTest {
  @TempDir Path directory;

  private static Path python() throws IOException {
    String configured = System.getenv("GANTRY_PYTHON_TUF");
    Path python = configured == null ? ExternalTool.require("python3") : Path.of(configured);
    ToolResult result =
        ExternalTool.run(python, "-c", "import tuf.ngclient, securesystemslib, cryptography");
    if (result.exitCode() != 0) {
      if (configured != null) {
        fail("GANTRY_PYTHON_TUF has no tuf package: " + result.stderr());
      }
      abort("python3 has no tuf package");
    }
    return python;
  }

  @Test
  void referenceClientReadsEveryKindOfKeyThroughDelegationsAndRotations() throws Exception {
    Path python = python();
    PeerRepository repository =
        new PeerRepository(
            directory,
            "dir/a b.img",
            EditorOptions.builder().alsoDigest(DigestAlgorithm.SHA512).build());
    Path script = script();
    assertEquals("1 1 top deep hash", read(python, script));
    repository.rotateKeys();
    assertEquals("2 2 top deep hash", read(python, script));
    repository.changeTop();
    assertEquals("2 3 new deep hash", read(python, script));
  }

  private Path script() throws IOException {
    Path script = directory.resolve("read.py");
    try (InputStream in = getClass().getResourceAsStream("read_with_python_tuf.py")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    return script;
  }

  @Test
  void tap_15_referenceClientFindsTargetsInSuccinctBins() throws Exception {
    Path python = python();
    SigningKey key = TestKeys.ed25519(1);
    SigningKey next = TestKeys.ed25519(2);
    KeyPolicy keys = TestKeys.one(key);
    String[] names = {"a", "dir/a b.img", "h/é", "x/y/z", "0"};
    // Numbers of bins whose names have one digit, two, and one that is not full.
    for (int bits : new int[] {1, 4, 5, 9}) {
      directory = Files.createDirectories(directory.resolve("bits" + bits));
      RepositoryEditor editor =
          RepositoryEditor.create(
              directory.resolve("repository"),
              TestKeys.policy(key, key, key, key),
              EditorOptions.defaults(),
              List.of(key, next));
      editor.delegateSuccinct("targets", SuccinctDelegation.of("bin", keys, bits));
      for (String name : names) {
        add(editor, name, "one");
      }
      Instant now = Files.getLastModifiedTime(directory.resolve("repository")).toInstant();
      editor.publish(now);
      Files.write(directory.resolve("root.json"), editor.rootFile().toByteArray());
      Path script = script();
      assertEquals("1 1 one one one one one", read(python, script, names));
      add(editor, "h/é", "two");
      editor.addDelegationKey("bin", next.publicKey());
      editor.removeDelegationKey("bin", key.publicKey().keyId());
      editor.publish(now);
      assertEquals("1 2 one one two one one", read(python, script, names));
      directory = Objects.requireNonNull(directory.getParent());
    }
  }

  private static void add(RepositoryEditor editor, String name, String text) throws IOException {
    editor.addTarget(
        TargetPath.of(name),
        PeerRepository.content(text),
        TargetOptions.builder().routed().build());
  }

  private String read(Path python, Path script, String... names) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(script.toString(), directory.toString()));
    arguments.addAll(List.of(names));
    ToolResult result = ExternalTool.run(python, arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout().strip();
  }
}
