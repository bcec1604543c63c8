// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.Guid;
import dev.gantry.verity.signature.RootHashSignatureException;
import dev.gantry.verity.signature.RootHashVerifier;
import dev.gantry.verity.signature.SignaturePartition;
import dev.gantry.verity.signature.SigningFiles;
import dev.gantry.verity.signature.VerifiedRootHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What systemd-repart made of an image with root, hash and signature partition. */
final class SystemdGoldenTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Arguments> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SystemdGoldenTest.class.getResourceAsStream("systemd-golden.json"), "golden file")) {
      List<JsonNode> all = MAPPER.readTree(in).get("cases").valueStream().toList();
      assertEquals(3, all.size());
      return all.stream().map(node -> Arguments.of(node.get("name").asString(), node));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theTreeIsTheSame(String name, JsonNode golden) throws IOException {
    byte[] superblock = Bytes.parseHex(golden.get("superblock").asString()).toByteArray();
    VeritySuperblock read = VeritySuperblock.decode(ByteBuffer.wrap(superblock), name);
    VerityParameters parameters =
        VerityParameters.builder(read.uuid(), read.salt())
            .dataBlockSizeBytes(read.dataBlockSizeBytes())
            .hashBlockSizeBytes(read.hashBlockSizeBytes())
            .build();
    BlockSource data =
        BlockDevices.inMemory(VerityData.splitMix(golden.get("data_bytes").asInt()), 512);
    int hashBytes = golden.get("hash_partition_bytes").asInt();
    BlockDevice hash = BlockDevices.inMemory(hashBytes);

    VerityTree tree = VerityFormatter.format(data, hash, parameters, VerityOptions.defaults());

    assertEquals(read, tree.superblock());
    assertEquals(root(golden), tree.rootHash());
    assertEquals(
        Digest.sha256(golden.get("hash_partition_sha256").asString()),
        VerityData.sha256(hash, 0, hashBytes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theGuidsOfThePartitionsAreOfTheRootHash(String name, JsonNode golden) {
    assertEquals(guid(golden, "data_partition_guid"), root(golden).dataPartitionGuid());
    assertEquals(guid(golden, "hash_partition_guid"), root(golden).hashPartitionGuid());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theSignaturePartitionIsReadAndVerified(String name, JsonNode golden) throws Exception {
    byte[] json = golden.get("signature_partition").asString().getBytes(StandardCharsets.UTF_8);
    byte[] partition = Arrays.copyOf(json, golden.get("signature_partition_bytes").asInt());
    String text = SignaturePartition.readText(BlockDevices.inMemory(partition, 512));
    Map<String, String> fields = MAPPER.readValue(text, new TypeReference<>() {});
    SignaturePartition read = SignaturePartition.ofFields(fields, VerityAlgorithm.SHA256, name);
    X509Certificate signer =
        SigningFiles.readCertificates(
                Bytes.of(golden.get("certificate").asString().getBytes(StandardCharsets.UTF_8)),
                name)
            .get(0);

    assertEquals(root(golden), read.rootHash());
    VerifiedRootHash proof =
        RootHashVerifier.of(List.of(signer)).verify(root(golden), read.signature());
    assertEquals(signer, proof.signer());
    assertEquals(read, SignaturePartition.of(read.rootHash(), read.signature(), signer));
    assertEquals(fields, read.fields());
    RootHash other = VerityData.digest(VerityAlgorithm.SHA256, read.rootHash().value());
    RootHashSignatureException refused =
        assertThrows(
            RootHashSignatureException.class,
            () -> RootHashVerifier.of(List.of(signer)).verify(other, read.signature()));
    assertEquals(RootHashSignatureException.Reason.WRONG_SIGNATURE, refused.reason());
  }

  private static RootHash root(JsonNode golden) {
    return RootHash.sha256(golden.get("root_hash").asString());
  }

  private static Guid guid(JsonNode golden, String field) {
    return Guid.parse(golden.get(field).asString());
  }
}
