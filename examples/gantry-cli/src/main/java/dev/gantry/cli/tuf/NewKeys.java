// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.author.KeyFileMode;
import dev.gantry.tuf.author.RootDocument;
import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Gives new keys to a root. */
final class NewKeys {
  private NewKeys() {}

  /** Saves a key; the file is there before any root names the key. */
  static RootDocument add(
      RootDocument root, SigningKey made, Path file, List<TopLevelRole> roles, ObjectNode result)
      throws IOException {
    made.save(file, KeyFileMode.CREATE_NEW);
    result.put("key_id", made.publicKey().keyId());
    RootDocument changed = root;
    for (TopLevelRole role : roles) {
      changed = changed.withKey(role.toString(), made.publicKey());
    }
    return changed;
  }
}
