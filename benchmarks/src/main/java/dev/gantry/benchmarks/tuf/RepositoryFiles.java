// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Metadata written as text that is canonical as it stands, so that a repository of any size is made
 * quickly and without the code that is measured.
 */
final class RepositoryFiles {
  private static final String HEAD_OF = "\"expires\":\"2036-01-01T00:00:00Z\",";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path metadata;
  private final SigningKey online = newKey();
  private SigningKey root = newKey();
  private int rootVersion;
  private String furtherMeta = "";

  RepositoryFiles(Path directory) throws IOException {
    this.metadata = Files.createDirectories(directory.resolve("metadata"));
    Files.createDirectories(directory.resolve("targets"));
    writeRoot(List.of(root));
  }

  private static SigningKey newKey() {
    return SigningKey.generate(KeyAlgorithm.ED25519, RANDOM);
  }

  void rotateRoot() throws IOException {
    SigningKey old = root;
    root = newKey();
    writeRoot(List.of(old, root));
  }

  private void writeRoot(List<SigningKey> signers) throws IOException {
    rootVersion++;
    SortedMap<String, String> keys = new TreeMap<>();
    keys.put(online.publicKey().keyId(), online.publicKey().toJson());
    keys.put(root.publicKey().keyId(), root.publicKey().toJson());
    String signed =
        "{\"_type\":\"root\",\"consistent_snapshot\":true,"
            + HEAD_OF
            + "\"keys\":"
            + object(keys)
            + ",\"roles\":{\"root\":"
            + role(root)
            + ",\"snapshot\":"
            + role(online)
            + ",\"targets\":"
            + role(online)
            + ",\"timestamp\":"
            + role(online)
            + "}"
            + tail(rootVersion);
    write(rootVersion + ".root.json", signed, signers);
  }

  private static String object(SortedMap<String, String> members) {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String role(SigningKey key) {
    return "{\"keyids\":[\"" + key.publicKey().keyId() + "\"],\"threshold\":1}";
  }

  private static String tail(int version) {
    return ",\"spec_version\":\"1.0.31\",\"version\":" + version + "}";
  }

  /**
   * Sets entries of the snapshot that come before {@code targets.json}, each with a comma after.
   */
  void meta(String entries) {
    furtherMeta = entries;
  }

  String succinct(int bits, String prefix) {
    return "\"delegations\":{\"keys\":{\""
        + online.publicKey().keyId()
        + "\":"
        + online.publicKey().toJson()
        + "},\"succinct_roles\":{\"bit_length\":"
        + bits
        + ",\"keyids\":[\""
        + online.publicKey().keyId()
        + "\"],\"name_prefix\":\""
        + prefix
        + "\",\"threshold\":1}},";
  }

  void writeTargetsRole(String name, String targets, String delegations, int version)
      throws IOException {
    String signed =
        "{\"_type\":\"targets\","
            + delegations
            + HEAD_OF
            + "\"spec_version\":\"1.0.31\",\"targets\":{"
            + targets
            + "},\"version\":"
            + version
            + "}";
    write(version + "." + name + ".json", signed, List.of(online));
  }

  void finish(String targets, String delegations, int version) throws IOException {
    writeTargetsRole("targets", targets, delegations, version);
    String meta = furtherMeta + "\"targets.json\":{\"version\":" + version + "}";
    String snapshot =
        "{\"_type\":\"snapshot\"," + HEAD_OF + "\"meta\":{" + meta + "}" + tail(version);
    write(version + ".snapshot.json", snapshot, List.of(online));
    String listed = "\"snapshot.json\":{\"version\":" + version + "}";
    String timestamp =
        "{\"_type\":\"timestamp\"," + HEAD_OF + "\"meta\":{" + listed + "}" + tail(version);
    write("timestamp.json", timestamp, List.of(online));
  }

  private void write(String fileName, String signed, List<SigningKey> signers) throws IOException {
    Bytes message = Bytes.of(signed.getBytes(StandardCharsets.UTF_8));
    List<String> signatures = new ArrayList<>();
    for (SigningKey signer : signers) {
      String signature = signer.sign(message).toHex();
      signatures.add(
          "{\"keyid\":\"" + signer.publicKey().keyId() + "\",\"sig\":\"" + signature + "\"}");
    }
    String all = String.join(",", signatures);
    Files.writeString(
        metadata.resolve(fileName), "{\"signatures\":[" + all + "],\"signed\":" + signed + "}");
  }
}
